import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { events, mails, meetings, type AgendaState, type MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { callMeeting, cancelMeeting, createMeeting, editMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { getMeeting, upcomingMeetings } from '~/server/domain/meetings/queries';
import { mayCall, mayCancel, mayEditMeeting, mayHold, maySeeMeeting, mayStart, movesMeeting } from '~/server/domain/meetings/rules';
import { createMeetingSchema } from '~/server/domain/meetings/schema';
import { chainHash } from '~/server/event-hash';
import { aCalledMeeting, meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  member = await world.person();
});

describe('rules', () => {
  const now = new Date('2027-03-01T09:00:00Z');
  const meeting = (state: MeetingState, agendaState: AgendaState = 'published') => ({ id: 'm', state, agendaState, startsAt: new Date('2027-03-20T09:00:00Z'), endsAt: new Date('2027-03-20T11:00:00Z') });
  const states: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];

  it.each([
    ['call', { draft: null, called: 'meeting_not_draft', live: 'meeting_not_draft', held: 'meeting_not_draft', cancelled: 'meeting_not_draft' }, (m: ReturnType<typeof meeting>) => mayCall(organiser, m, now)],
    ['edit', { draft: null, called: null, live: 'meeting_not_called', held: 'meeting_over', cancelled: 'meeting_over' }, (m: ReturnType<typeof meeting>) => mayEditMeeting(organiser, m)],
    ['cancel', { draft: null, called: null, live: null, held: 'meeting_over', cancelled: 'meeting_over' }, (m: ReturnType<typeof meeting>) => mayCancel(organiser, m)],
    ['start', { draft: 'meeting_not_called', called: null, live: 'meeting_live', held: 'meeting_over', cancelled: 'meeting_over' }, (m: ReturnType<typeof meeting>) => mayStart(organiser, m, [])],
    ['hold', { draft: 'meeting_not_live', called: 'meeting_not_live', live: null, held: 'meeting_not_live', cancelled: 'meeting_not_live' }, (m: ReturnType<typeof meeting>) => mayHold(organiser, m, null)],
  ] as const)('%s from every state', (_name, expected, rule) => {
    expect(Object.fromEntries(states.map((state) => [state, rule(meeting(state))?.code ?? null]))).toEqual(expected);
  });

  it('asks for the agenda and for every proposal to be decided before the start', () => {
    expect(mayStart(organiser, meeting('called', 'open'), [])?.code).toBe('agenda_not_published');
    expect(mayStart(organiser, meeting('called'), ['Åbne data'])).toMatchObject({ code: 'proposals_undecided', data: { titles: ['Åbne data'] } });
    expect(mayHold(organiser, meeting('live'), 'Punkt 1')).toMatchObject({ code: 'item_still_current' });
  });

  it('leaves it to organisers, and drafts are theirs alone', () => {
    expect(mayCall(null, meeting('draft'), now)?.code).toBe('not_signed_in');
    expect(mayCall(member, meeting('draft'), now)?.code).toBe('organisers_only');
    expect(maySeeMeeting(member, meeting('draft'))?.code).toBe('meeting_not_found');
    expect(maySeeMeeting(null, meeting('called'))).toBeNull();
  });

  it('moves calendars for time and place, not for words', () => {
    expect(movesMeeting(['title', 'purpose'])).toBe(false);
    expect(movesMeeting(['place'])).toBe(true);
  });
});

describe('the form', () => {
  const typed = { title: 'Møde', purpose: 'Formål', day: '2027-05-05', start: '10:00', end: '12:00', deadlineDay: '2027-04-21', deadlineTime: '12:00', place: 'Sal', onlineUrl: '', capacity: '' };
  it.each([
    [{ day: '2027-02-30' }, 'day', 'not_a_date'],
    [{ day: '2027-03-28', start: '02:30', end: '04:00', deadlineDay: '2027-03-01' }, 'start', 'no_such_time'],
    [{ end: '09:00' }, 'end', 'end_before_start'],
    [{ deadlineDay: '2027-05-06' }, 'deadlineDay', 'deadline_after_start'],
    [{ place: '' }, 'place', 'place_or_link'],
    [{ title: 'x'.repeat(161) }, 'title', 'too_long:160'],
    [{ onlineUrl: 'javascript:alert(1)' }, 'onlineUrl', 'not_a_web_address'],
    [{ capacity: '0' }, 'capacity', 'too_small:1'],
  ])('%j is told at %s: %s', (change, field, message) => {
    const parsed = createMeetingSchema.safeParse({ ...typed, ...change });
    expect(parsed.error?.issues.map((issue) => [issue.path[0], issue.message])).toContainEqual([field, message]);
  });

  it('reads Danish wall clocks', () => {
    expect(createMeetingSchema.parse(typed).startsAt.toISOString()).toBe('2027-05-05T08:00:00.000Z');
  });
});

describe('commands', () => {
  it('keeps a draft to the organisers and shows the call to everyone', async () => {
    const { id, slug } = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladdemøde' }));
    expect(slug).toBe('2027-03-22-kladdemoede');
    await expectRefusal(getMeeting(world.as(null), slug), 'meeting_not_found');
    await callMeeting(world.as(organiser), id);
    expect((await getMeeting(world.as(null), slug)).state).toBe('called');
    expect((await upcomingMeetings(world.as(null))).map((row) => row.slug)).toContain(slug);
  });

  it('gives two meetings of one day and title two addresses', async () => {
    const first = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Samme titel' }));
    const second = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Samme titel' }));
    expect([first.slug, second.slug]).toEqual(['2027-03-22-samme-titel', '2027-03-22-samme-titel-2']);
  });

  it('takes a write that is sent twice once', async () => {
    const key = randomUUID();
    const input = meetingInput(world.clock.now, { title: 'Sendt to gange' });
    const both = await Promise.all([createMeeting(world.as(organiser), input, key), createMeeting(world.as(organiser), input, key)]);
    expect(both[0]).toEqual(both[1]);
    expect(await world.connection.db.$count(meetings, eq(meetings.title, 'Sendt to gange'))).toBe(1);
  });

  it('mails the call once to each member', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Med indkaldelse' });
    const queued = await world.connection.db.select().from(mails).where(eq(mails.kind, 'meeting.called'));
    const ours = queued.filter((mail) => mail.params.meetingId === id);
    expect(ours.map((mail) => mail.memberId).sort()).toEqual([organiser.id, member.id].sort());
    await expectRefusal(callMeeting(world.as(organiser), id), 'meeting_not_draft');
  });

  it('raises the calendar sequence when the place changes, not when the purpose does', async () => {
    const { id, slug } = await aCalledMeeting(world, organiser, { title: 'Flyttes' });
    const input = meetingInput(world.clock.now, { title: 'Flyttes' });
    await editMeeting(world.as(organiser), id, { ...input, purpose: 'Et nyt formål', version: 2 });
    expect((await getMeeting(world.as(null), slug)).calendarSequence).toBe(0);
    await editMeeting(world.as(organiser), id, { ...input, purpose: 'Et nyt formål', place: 'Et andet sted', version: 3 });
    expect((await getMeeting(world.as(null), slug)).calendarSequence).toBe(1);
  });

  it('tells the second of two who edit at once', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'To redigerer' });
    const input = { ...meetingInput(world.clock.now, { title: 'To redigerer' }), version: 2 };
    const outcomes = await Promise.allSettled([editMeeting(world.as(organiser), id, { ...input, place: 'A' }), editMeeting(world.as(organiser), id, { ...input, place: 'B' })]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expectRefusal(editMeeting(world.as(organiser), id, { ...input, place: 'C' }), 'edit_conflict');
  });

  it('cancels with a reason that stays', async () => {
    const { id, slug } = await aCalledMeeting(world, organiser, { title: 'Aflyses' });
    await cancelMeeting(world.as(organiser), id, 'For få kan komme');
    expect(await getMeeting(world.as(null), slug)).toMatchObject({ state: 'cancelled', cancelReason: 'For få kan komme', calendarSequence: 1 });
    await expectRefusal(cancelMeeting(world.as(organiser), id, 'igen'), 'meeting_over');
  });

  it('refuses to start without an agenda and to end what does not run', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'For tidligt' });
    await expectRefusal(startMeeting(world.as(organiser), id), 'agenda_not_published');
    await expectRefusal(holdMeeting(world.as(organiser), id), 'meeting_not_live');
    await expectRefusal(startMeeting(world.as(member), id), 'chair_only');
  });
});

describe('the record', () => {
  it('numbers the events of a stream without gaps and chains their hashes', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Kæden' });
    await cancelMeeting(world.as(organiser), id, 'Slut');
    const stream = `meeting:${id}`;
    const rows = await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq);
    expect(rows.map((row) => [row.seq, row.type])).toEqual([[1, 'meeting.created'], [2, 'meeting.called'], [3, 'meeting.cancelled']]);
    rows.reduce((before, row) => {
      expect(row.hash).toBe(chainHash(row, before));
      return row.hash;
    }, '');
  });

  it('is never changed', async () => {
    const refused = await world.connection.db.update(events).set({ type: 'meeting.held' }).catch((error: { cause?: { code?: string } }) => error.cause?.code);
    expect(refused).toBe('23000');
  });

  it('refuses impossible rows in the database itself', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Umulig' });
    for (const impossible of [{ state: 'held' as const }, { state: 'cancelled' as const }, { endsAt: new Date('2020-01-01') }, { calledAt: null }, { day: '2020-01-01' }, { capacity: 0 }]) {
      const code = await world.connection.db.update(meetings).set(impossible).where(eq(meetings.id, id)).catch((error: { cause?: { code?: string } }) => error.cause?.code);
      expect([impossible, code]).toEqual([impossible, '23514']);
    }
  });
});
