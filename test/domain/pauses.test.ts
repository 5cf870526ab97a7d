import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { events, meetingPauses, type MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { closeItem, openItem } from '~/server/domain/agenda/commands';
import { liveState } from '~/server/domain/agenda/queries';
import { cancelMeeting, holdMeeting, pauseMeeting, resumeMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { getMeeting } from '~/server/domain/meetings/queries';
import { mayPause, mayResume, standstill } from '~/server/domain/meetings/rules';
import { pauseSchema } from '~/server/domain/meetings/schema';
import { publishAgenda } from '~/server/domain/agenda/commands';
import { aLiveMeeting, aMeetingWithAgenda } from '../support/agenda';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const start = new Date('2027-03-01T09:00:00Z');
let organiser: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
});
beforeEach(() => {
  world.clock.now = start;
});

/** The clock, so many minutes after nine. */
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const go = (minutes: number) => void (world.clock.now = at(minutes));
const pausesIn = (meetingId: string) => world.connection.db.select().from(meetingPauses).where(eq(meetingPauses.meetingId, meetingId)).orderBy(meetingPauses.startedAt);
const typesOf = async (meetingId: string) => (await world.connection.db.select().from(events).where(eq(events.stream, `meeting:${meetingId}`)).orderBy(events.seq)).map(({ type }) => type);

describe('rules', () => {
  const chair: Actor = { id: randomUUID(), name: 'x', role: 'member', language: 'da', confirmed: true, owns: [], chairs: ['m'], takesMinutes: [] };
  const states: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
  const onlyLive = { draft: 'meeting_not_live', called: 'meeting_not_live', live: null, held: 'meeting_not_live', cancelled: 'meeting_not_live' };

  it('pauses and goes on only while the meeting runs', () => {
    expect(Object.fromEntries(states.map((state) => [state, mayPause(chair, { id: 'm', state }, false, null, start)?.code ?? null]))).toEqual(onlyLive);
    expect(Object.fromEntries(states.map((state) => [state, mayResume(chair, { id: 'm', state }, true)?.code ?? null]))).toEqual(onlyLive);
  });

  it('is the chair’s, one pause at a time, and to a time that is yet to come', () => {
    const live = { id: 'm', state: 'live' as const };
    expect([mayPause(null, live, false, null, start), mayPause({ ...chair, chairs: [] }, live, false, null, start), mayPause(chair, live, true, null, start), mayPause(chair, live, false, start, start), mayPause(chair, live, false, at(1), start)].map((no) => no?.code)).toEqual(['not_signed_in', 'chair_only', 'meeting_paused', 'resumes_in_the_past', undefined]);
    expect([mayResume(null, live, true), mayResume({ ...chair, chairs: ['n'] }, live, true), mayResume(chair, live, false)].map((no) => no?.code)).toEqual(['not_signed_in', 'chair_only', 'meeting_not_paused']);
  });

  it.each<[string, Parameters<typeof standstill>[0], Date, Date | null, Date, number]>([
    ['no pause', [], at(0), at(60), at(60), 0],
    ['one within', [{ startedAt: at(10), resumesAt: null, endedAt: at(25) }], at(0), at(60), at(60), 15],
    ['only what lies between the two instants', [{ startedAt: at(10), resumesAt: null, endedAt: at(25) }], at(20), at(24), at(60), 4],
    ['none before', [{ startedAt: at(10), resumesAt: null, endedAt: at(25) }], at(30), null, at(60), 0],
    ['several', [{ startedAt: at(10), resumesAt: null, endedAt: at(15) }, { startedAt: at(30), resumesAt: at(35), endedAt: at(32) }], at(0), null, at(60), 7],
    ['one that goes on, until now', [{ startedAt: at(10), resumesAt: null, endedAt: null }], at(0), null, at(18), 8],
    ['one that goes on, until it is said to end', [{ startedAt: at(10), resumesAt: at(30), endedAt: null }], at(0), null, at(18), 20],
    ['one that should have ended, until now', [{ startedAt: at(10), resumesAt: at(15), endedAt: null }], at(0), null, at(18), 8],
    ['time used counts to now, not to the end that was said', [{ startedAt: at(10), resumesAt: at(30), endedAt: null }], at(0), at(18), at(18), 8],
  ])('stands still: %s', (_name, pauses, from, to, now, minutes) => expect(standstill(pauses, from, to, now)).toBe(minutes * 60_000));

  it('reads a wall clock or nothing', () => {
    expect([pauseSchema.parse({ until: '10:15' }), pauseSchema.parse({ until: ' ' }), pauseSchema.parse({})].map(({ until }) => until)).toEqual(['10:15', null, null]);
    expect(pauseSchema.safeParse({ until: '25:00' }).error?.issues[0]?.message).toBe('not_a_time');
  });
});

describe('a pause', () => {
  it('begins, shows until when, ends, and can come again', async () => {
    const { id, slug } = await aLiveMeeting(world, organiser, ['Et punkt']);
    expect(await getMeeting(world.as(organiser), slug)).toMatchObject({ paused: null, can: { pause: true, resume: false } });
    await pauseMeeting(world.as(organiser), id, { resumesAt: at(15) });
    await expectRefusal(pauseMeeting(world.as(organiser), id, {}), 'meeting_paused');
    expect(await getMeeting(world.as(organiser), slug)).toMatchObject({ paused: { startedAt: start, resumesAt: at(15), endedAt: null }, can: { pause: false, resume: true } });
    expect((await getMeeting(world.as(null), slug)).can).toMatchObject({ pause: false, resume: false });
    go(10);
    await resumeMeeting(world.as(organiser), id);
    await expectRefusal(resumeMeeting(world.as(organiser), id), 'meeting_not_paused');
    await expectRefusal(pauseMeeting(world.as(organiser), id, { resumesAt: at(10) }), 'resumes_in_the_past');
    await pauseMeeting(world.as(organiser), id, {});
    expect(await pausesIn(id)).toMatchObject([{ startedAt: start, endedAt: at(10) }, { startedAt: at(10), resumesAt: null, endedAt: null }]);
    expect((await typesOf(id)).slice(-3)).toEqual(['meeting.paused', 'meeting.resumed', 'meeting.paused']);
  });

  it('is one, of several that begin at once, and ends once', async () => {
    const { id } = await aLiveMeeting(world, organiser, ['Kapløb']);
    const tries = await Promise.allSettled(Array.from({ length: 4 }, () => pauseMeeting(world.as(organiser), id, {})));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const ends = await Promise.allSettled(Array.from({ length: 4 }, () => resumeMeeting(world.as(organiser), id)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const key = randomUUID();
    await Promise.all([pauseMeeting(world.as(organiser), id, {}, key), pauseMeeting(world.as(organiser), id, {}, key)]);
    expect(await pausesIn(id)).toHaveLength(2);
  });

  it('ends with the meeting, held or cancelled', async () => {
    const [held, cancelled] = [await aLiveMeeting(world, organiser, ['Slutter']), await aLiveMeeting(world, organiser, ['Aflyses'])];
    for (const { id } of [held, cancelled]) await pauseMeeting(world.as(organiser), id, { resumesAt: at(30) });
    go(5);
    await holdMeeting(world.as(organiser), held.id);
    await cancelMeeting(world.as(organiser), cancelled.id, 'Brandalarm');
    for (const { id, slug } of [held, cancelled]) {
      expect(await pausesIn(id)).toMatchObject([{ endedAt: at(5) }]);
      expect((await getMeeting(world.as(organiser), slug)).paused).toBeNull();
    }
    expect((await typesOf(held.id)).slice(-2)).not.toContain('meeting.resumed');
    await expectRefusal(resumeMeeting(world.as(organiser), held.id), 'meeting_not_live');
  });

  it('stands still for the items: no time is used, and what comes moves', async () => {
    const { id, items: [first = '', second = ''] } = await aLiveMeeting(world, organiser, ['Første', 'Andet', 'Tredje']);
    await openItem(world.as(organiser), first);
    go(10);
    await pauseMeeting(world.as(organiser), id, { resumesAt: at(25) });
    go(20);
    // Half an hour, with a pause of a quarter of an hour in it.
    let live = await liveState(world.as(null), id);
    expect([live.minutes.used, live.current?.until, live.items.map(({ startsAt }) => startsAt)]).toEqual([10, at(45), [at(0), at(45), at(75)]]);
    await resumeMeeting(world.as(organiser), id);
    live = await liveState(world.as(null), id);
    expect([live.minutes.used, live.current?.until]).toEqual([10, at(40)]);
    go(30);
    await closeItem(world.as(organiser), first, { outcome: 'noted', next: true });
    live = await liveState(world.as(null), id);
    expect([live.current?.id, live.minutes.used, live.items.map(({ startsAt }) => startsAt)]).toEqual([second, 20, [at(0), at(30), at(60)]]);
  });
});

it('a late start moves every item', async () => {
  const meeting = await aMeetingWithAgenda(world, organiser, ['Første', 'Andet']);
  await publishAgenda(world.as(organiser), meeting.id);
  const { startsAt } = await getMeeting(world.as(null), meeting.slug);
  const late = new Date((startsAt?.getTime() ?? 0) + 12 * 60_000);
  world.clock.now = late;
  await startMeeting(world.as(organiser), meeting.id);
  expect((await liveState(world.as(null), meeting.id)).items.map((item) => item.startsAt)).toEqual([late, new Date(late.getTime() + 30 * 60_000)]);
});

it('refuses impossible rows in the database itself', async () => {
  const { id } = await aLiveMeeting(world, organiser, ['Umulig pause']);
  const codeOf = (values: Partial<typeof meetingPauses.$inferInsert>) => world.connection.db.insert(meetingPauses).values({ meetingId: id, startedAt: at(0), ...values }).then(() => 'taken', (error: { cause?: { code?: string } }) => error.cause?.code);
  expect([await codeOf({ endedAt: at(-1) }), await codeOf({ resumesAt: at(0) }), await codeOf({}), await codeOf({}), await codeOf({ endedAt: at(1) })]).toEqual(['23514', '23514', 'taken', '23505', 'taken']);
});
