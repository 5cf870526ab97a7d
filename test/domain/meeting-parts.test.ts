import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { events, mails, meetingParts, partKinds, type MeetingPart, type MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import { callMeeting, cancelMeeting, createMeeting, givePart, holdMeeting, pauseMeeting, resumeMeeting, startMeeting, takePartAway } from '~/server/domain/meetings/commands';
import { getMeeting, membersToName, partsOf, partsToName } from '~/server/domain/meetings/queries';
import { mayChair, mayNameParts, mayTakeMinutes } from '~/server/domain/meetings/rules';
import { registerFor } from '~/server/domain/registrations/commands';
import { partLetters } from '~/server/mail/part-letters';
import { historyOf } from '~/server/history';
import { itemInput } from '../support/agenda';
import { aCalledMeeting, meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { aHub, aReader, endSockets, until } from '../support/sockets';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
  member = await world.person('member', { name: 'Åse Ordstyrer', organisationId: await anOrganisation(world, 'Foreningen Åben'), wantsNotices: false });
});
afterEach(endSockets);

/** A person as the next request reads them. */
async function asRead(person: Actor): Promise<Actor> {
  const cookie = await world.services.sessions.begin(person.id);
  const visit = await world.services.sessions.read(`${cookie.name}=${cookie.value}`);
  if (!visit) throw new Error('no visit');
  return visit.actor;
}
const holders = (meetingId: string) => world.connection.db.select({ memberId: meetingParts.memberId, part: meetingParts.part }).from(meetingParts).where(eq(meetingParts.meetingId, meetingId));
const typesOf = async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map(({ type }) => type);
const queued = (kind: 'meeting.part_given' | 'meeting.part_taken', meetingId: string) => world.connection.db.select().from(mails).where(and(eq(mails.kind, kind), sql`${mails.params} ->> 'meetingId' = ${meetingId}`)).orderBy(mails.id);

describe('rules', () => {
  const someone: Actor = { id: randomUUID(), name: 'x', role: 'member', language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [] };
  const states: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
  it.each<[MeetingPart, Record<MeetingState, string | null>]>([
    ['chair', { draft: null, called: null, live: null, held: 'meeting_over', cancelled: 'meeting_over' }],
    ['minute_taker', { draft: null, called: null, live: null, held: null, cancelled: 'meeting_over' }],
  ])('%s is named in every state', (part, expected) => {
    expect(Object.fromEntries(states.map((state) => [state, mayNameParts({ ...someone, role: 'organiser' }, { state }, part)?.code ?? null]))).toEqual(expected);
    expect([mayNameParts(null, { state: 'called' }, part)?.code, mayNameParts({ ...someone, chairs: ['m'] }, { state: 'called' }, part)?.code]).toEqual(['not_signed_in', 'organisers_only']);
  });

  it('keeps each part to its own meeting', () => {
    const m = { id: 'm' };
    expect([mayChair(null, m), mayChair(someone, m), mayChair({ ...someone, chairs: ['n'] }, m), mayChair({ ...someone, takesMinutes: ['m'] }, m), mayChair({ ...someone, chairs: ['m'] }, m), mayChair({ ...someone, role: 'organiser' }, m)].map((no) => no?.code)).toEqual(['not_signed_in', 'chair_only', 'chair_only', 'chair_only', undefined, undefined]);
    expect([mayTakeMinutes(null, m), mayTakeMinutes({ ...someone, chairs: ['m'] }, m), mayTakeMinutes({ ...someone, takesMinutes: ['m'] }, m), mayTakeMinutes({ ...someone, role: 'admin' }, m)].map((no) => no?.code)).toEqual(['not_signed_in', 'minute_taker_only', undefined, undefined]);
  });
});

describe('naming', () => {
  it('gives the rights with the next request and takes them with the next', async () => {
    const { id, slug } = await aCalledMeeting(world, organiser, { title: 'Leder selv' });
    await addItem(world.as(organiser), id, itemInput());
    await publishAgenda(world.as(organiser), id);
    await expectRefusal(startMeeting(world.as(await asRead(member)), id), 'chair_only');
    await givePart(world.as(organiser), id, { memberId: member.id, part: 'chair' });
    const chair = await asRead(member);
    expect(chair).toMatchObject({ chairs: [id], takesMinutes: [] });
    expect((await getMeeting(world.as(chair), slug)).can).toMatchObject({ organise: false, chair: true, takeMinutes: false, start: true, hold: false, edit: false, nameParts: false });
    await startMeeting(world.as(chair), id);
    await expectRefusal(startMeeting(world.as(chair), id), 'meeting_live');
    await pauseMeeting(world.as(chair), id, {});
    await resumeMeeting(world.as(chair), id);
    await takePartAway(world.as(organiser), id, { memberId: member.id, part: 'chair' });
    await expectRefusal(holdMeeting(world.as(await asRead(member)), id), 'chair_only');
    await givePart(world.as(organiser), id, { memberId: member.id, part: 'chair' });
    await holdMeeting(world.as(await asRead(member)), id);
    await expectRefusal(startMeeting(world.as(await asRead(member)), id), 'meeting_over');
  });

  it('changes nothing twice, and records who only where the public does not look', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'To gange udpeget' });
    const input = { memberId: member.id, part: 'minute_taker' as const };
    await Promise.all([givePart(world.as(organiser), id, input), givePart(world.as(organiser), id, input)]);
    expect(await holders(id)).toEqual([input]);
    await takePartAway(world.as(organiser), id, input);
    await takePartAway(world.as(organiser), id, input);
    expect(await holders(id)).toEqual([]);
    expect((await typesOf(`meeting:${id}`)).slice(-2)).toEqual(['meeting.part_given', 'meeting.part_taken']);
    expect((await typesOf(`member:${member.id}`)).slice(-2)).toEqual(['member.part_given', 'member.part_taken']);
    const told = await world.connection.db.select().from(events).where(eq(events.stream, `meeting:${id}`));
    expect(JSON.stringify(told)).not.toContain(member.id);
  });

  it('refuses the unconfirmed, the unknown, others than organisers, and what is over', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Kan ikke udpeges' });
    const unconfirmed = await world.person('member', { emailConfirmedAt: null });
    const give = (actor: Actor | null, memberId: string, part: MeetingPart = 'chair') => givePart(world.as(actor), id, { memberId, part });
    await expectRefusal(give(organiser, unconfirmed.id), 'member_not_confirmed');
    await expectRefusal(give(organiser, randomUUID()), 'member_not_found');
    await expectRefusal(give(organiser, 'ingen'), 'member_not_found');
    await expectRefusal(give(null, member.id), 'not_signed_in');
    await expectRefusal(give({ ...member, chairs: [id] }, member.id), 'organisers_only');
    await expectRefusal(takePartAway(world.as(organiser), id, { memberId: randomUUID(), part: 'chair' }), 'member_not_found');
    await expectRefusal(givePart(world.as(organiser), randomUUID(), { memberId: member.id, part: 'chair' }), 'meeting_not_found');
    await expectRefusal(membersToName(world.as(member), id, ''), 'organisers_only');
    await expectRefusal(partsToName(world.as(member), id), 'organisers_only');
    await cancelMeeting(world.as(organiser), id, 'Nej');
    await expectRefusal(give(organiser, member.id, 'minute_taker'), 'meeting_over');
  });

  it('ends the sockets of the one whose rights changed', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Åben side' });
    const { url } = await aHub(world.services);
    const [named, other] = [await aReader(url, world.services, member), await aReader(url, world.services, organiser)];
    await givePart(world.as(organiser), id, { memberId: member.id, part: 'chair' });
    await until('the socket of the new chair', () => named.socket.disconnected);
    expect(other.socket.connected).toBe(true);
  });
});

describe('what is told', () => {
  it('names to members, and to everyone only with consent', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Hvem leder' });
    const open = await world.person('member', { name: 'Bo Åbenlys', showsAttendance: true });
    await givePart(world.as(organiser), id, { memberId: member.id, part: 'chair' });
    await givePart(world.as(organiser), id, { memberId: open.id, part: 'minute_taker' });
    expect(await partsOf(world.as(null), id)).toEqual([{ part: 'chair', name: null, organisation: null }, { part: 'minute_taker', name: 'Bo Åbenlys', organisation: null }]);
    expect(await partsOf(world.as(open), id)).toMatchObject([{ part: 'chair', name: 'Åse Ordstyrer', organisation: 'Foreningen Åben' }, { part: 'minute_taker', name: 'Bo Åbenlys' }]);
    expect(await partsToName(world.as(organiser), id)).toMatchObject([{ memberId: member.id, part: 'chair' }, { memberId: open.id, part: 'minute_taker' }]);
  });

  it('keeps a chair without consent out of the public history', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Hvem startede' });
    await addItem(world.as(organiser), id, itemInput());
    await publishAgenda(world.as(organiser), id);
    await givePart(world.as(organiser), id, { memberId: member.id, part: 'chair' });
    await startMeeting(world.as(await asRead(member)), id);
    const told = async (actor: Actor | null) => (await historyOf(world.as(actor), `meeting:${id}`)).filter(({ type }) => ['meeting.started', 'meeting.called'].includes(type)).map(({ type, who, unnamed }) => [type, who, unnamed]);
    expect(await told(null)).toEqual([['meeting.started', null, true], ['meeting.called', organiser.name, false]]);
    expect(await told(organiser)).toEqual([['meeting.started', 'Åse Ordstyrer', false], ['meeting.called', organiser.name, false]]);
  });

  it('finds whom to name: those who come, or by name or organisation', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Hvem kommer' });
    const away = await world.person('member', { name: 'Kommer Ikke' });
    await registerFor(world.as(member), id, 'on_site');
    await registerFor(world.as(away), id, 'not_attending');
    const found = async (words: string) => (await membersToName(world.as(organiser), id, words)).members.map(({ name }) => name);
    expect([await found(''), await found('åben'), await found('kommer ikke'), await found('100%'), await found('_')]).toEqual([['Åse Ordstyrer'], ['Bo Åbenlys', 'Åse Ordstyrer'], ['Kommer Ikke'], [], []]);
  });

  it('mails the member what to do, and drops a letter that is no longer true', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Med besked' });
    for (const part of partKinds) await givePart(world.as(organiser), id, { memberId: member.id, part });
    const letters = await queued('meeting.part_given', id);
    expect(letters.map(({ memberId, params }) => [memberId, params])).toEqual(partKinds.map((part) => [member.id, { meetingId: id, part }]));
    const write = (part: MeetingPart, language: 'da' | 'en' = 'da') => partLetters['meeting.part_given'](world.services, { id: randomUUID(), memberId: member.id, createdAt: world.clock.now, language, params: { meetingId: id, part } });
    expect(await write('chair')).toMatchObject({ subject: expect.stringMatching(/^Du er ordstyrer: Med besked, /) as string, text: expect.stringMatching(/skal lede »Med besked«[\s\S]*\/live/) as string });
    expect((await write('minute_taker', 'en'))?.text).toContain('You are to write the minutes of “Med besked”');
    const taken = { id: randomUUID(), memberId: member.id, createdAt: world.clock.now, language: 'da' as const, params: { meetingId: id, part: 'chair' as const } };
    expect(await partLetters['meeting.part_taken'](world.services, taken)).toBeNull();
    await takePartAway(world.as(organiser), id, { memberId: member.id, part: 'chair' });
    expect(await queued('meeting.part_taken', id)).toHaveLength(1);
    expect((await partLetters['meeting.part_taken'](world.services, taken))?.text).toContain('skal alligevel ikke lede');
    expect(await write('chair')).toBeNull();
  });

  it('tells those named for a draft when it is called, once', async () => {
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde med ordstyrer' }));
    await givePart(world.as(organiser), draft.id, { memberId: member.id, part: 'chair' });
    expect(await queued('meeting.part_given', draft.id)).toEqual([]);
    await callMeeting(world.as(organiser), draft.id);
    expect((await queued('meeting.part_given', draft.id)).map(({ memberId }) => memberId)).toEqual([member.id]);
  });
});

it('refuses impossible rows in the database itself', async () => {
  const { id } = await aCalledMeeting(world, organiser, { title: 'Umulig rolle' });
  const codeOf = (values: typeof meetingParts.$inferInsert) => world.connection.db.insert(meetingParts).values(values).then(() => 'taken', (error: { cause?: { code?: string } }) => error.cause?.code);
  expect(await codeOf({ meetingId: id, memberId: member.id, part: 'cook' as MeetingPart })).toBe('23514');
  expect(await codeOf({ meetingId: id, memberId: randomUUID(), part: 'chair' })).toBe('23503');
  expect([await codeOf({ meetingId: id, memberId: member.id, part: 'chair' }), await codeOf({ meetingId: id, memberId: member.id, part: 'chair' })]).toEqual(['taken', '23505']);
});
