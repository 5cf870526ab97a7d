import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '~/db/client';
import { events, mails, meetings, registrations, type members, type MeetingState, type RegistrationAnswer } from '~/db/schema';
import type { Actor } from '~/server/context';
import { cancelMeeting, createMeeting, editMeeting } from '~/server/domain/meetings/commands';
import { moveUpWaiting, registerFor } from '~/server/domain/registrations/commands';
import { attendeesForOrganiser, registrationSummary } from '~/server/domain/registrations/queries';
import { answersTo, freeSeats, mayRegister } from '~/server/domain/registrations/rules';
import { registerSchema } from '~/server/domain/registrations/schema';
import { aCalledMeeting, meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
});

const people = (n: number) => Promise.all(Array.from({ length: n }, () => world.person('member', { wantsNotices: false })));
const register = (actor: Actor, meetingId: string, answer: RegistrationAnswer) => registerFor(world.as(actor), meetingId, answer);
const rowsOf = (meetingId: string) => world.connection.db.select().from(registrations).where(eq(registrations.meetingId, meetingId)).orderBy(asc(registrations.waitingSince));
const seatedIn = async (meetingId: string) => (await rowsOf(meetingId)).filter((row) => row.answer === 'on_site' && !row.waiting).map((row) => row.memberId);
const lineOf = async (meetingId: string) => (await rowsOf(meetingId)).filter((row) => row.waiting).map((row) => row.memberId);
const movedUpMails = async (meetingId: string) => (await world.connection.db.select().from(mails).where(eq(mails.kind, 'registration.moved_up'))).filter((mail) => mail.params.meetingId === meetingId).map((mail) => mail.memberId);
const eventsOf = (meetingId: string) => world.connection.db.select().from(events).where(eq(events.stream, `meeting:${meetingId}`)).orderBy(events.seq);

describe('rules', () => {
  const meeting = (state: MeetingState, more = {}) => ({ state, place: 'Sal', onlineUrl: 'https://moede.example.org', capacity: null, ...more });
  const someone: Actor = { id: randomUUID(), name: 'x', role: 'member', language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [] };

  it.each([['draft', 'registration_closed'], ['called', undefined], ['live', undefined], ['held', 'registration_closed'], ['cancelled', 'registration_closed']] as const)('%s: %s', (state, code) => {
    expect(mayRegister(someone, meeting(state), 'on_site')?.code).toBe(code);
  });

  it.each([
    [{ place: null }, ['online', 'not_attending']],
    [{ onlineUrl: null }, ['on_site', 'not_attending']],
    [{}, ['on_site', 'online', 'not_attending']],
  ])('%j can be answered by %j', (more, answers) => {
    expect(answersTo(meeting('called', more))).toEqual(answers);
    for (const answer of ['on_site', 'online', 'not_attending'] as const) expect(mayRegister(someone, meeting('called', more), answer)?.code).toBe(answers.includes(answer) ? undefined : 'no_such_attendance');
  });

  it('is for members whose address is confirmed', () => {
    expect(mayRegister(null, meeting('called'), 'online')?.code).toBe('not_signed_in');
    expect(mayRegister({ ...someone, confirmed: false }, meeting('called'), 'online')?.code).toBe('email_not_confirmed');
  });

  it.each([[null, 5, null], [10, 9, 1], [10, 10, 0], [10, 12, 0]])('%s seats, %s taken: %s free', (capacity, taken, free) => expect(freeSeats(capacity, taken)).toBe(free));

  it('takes no other answer', () => expect(registerSchema.safeParse({ answer: 'maybe' }).error?.issues[0]?.message).toBe('choose_one'));
});

describe('answers', () => {
  it('keeps one row a person, the newest answer', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Skifter mening' });
    const [person] = (await people(1)) as [Actor];
    for (const answer of ['on_site', 'online', 'not_attending', 'on_site'] as const) {
      await register(person, id, answer);
      expect(await rowsOf(id)).toMatchObject([{ memberId: person.id, answer, waiting: false, waitingSince: null, source: 'web' }]);
    }
    expect((await eventsOf(id)).filter((event) => event.type === 'registration.answered').map((event) => event.payload.answer)).toEqual(['on_site', 'online', 'not_attending', 'on_site']);
  });

  it('changes nothing for the same answer again, or the same form', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'To gange' });
    const [person] = (await people(1)) as [Actor];
    const key = randomUUID();
    const both = await Promise.all([registerFor(world.as(person), id, 'online', key), registerFor(world.as(person), id, 'online', key)]);
    expect(both).toEqual([{ answer: 'online', waiting: false }, { answer: 'online', waiting: false }]);
    await register(person, id, 'online');
    expect((await eventsOf(id)).filter((event) => event.type === 'registration.answered')).toHaveLength(1);
  });

  it('lets the same key of two people be two answers', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Fælles nøgle' });
    const two = await people(2);
    const key = randomUUID();
    for (const person of two) await registerFor(world.as(person), id, 'online', key);
    expect(await rowsOf(id)).toHaveLength(2);
  });

  it('does not tell who in the public record', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Hvem' });
    const [person] = (await people(1)) as [Actor];
    await register(person, id, 'on_site');
    const [event] = (await eventsOf(id)).filter((row) => row.type === 'registration.answered');
    expect(event).toMatchObject({ actor: null, payload: { meetingId: id, answer: 'on_site', waiting: false } });
    expect(JSON.stringify(event)).not.toContain(person.id);
  });

  it('refuses what cannot be answered', async () => {
    const [person] = (await people(1)) as [Actor];
    const { id: online } = await aCalledMeeting(world, organiser, { title: 'Kun online', place: null });
    const { id: onSite } = await aCalledMeeting(world, organiser, { title: 'Kun på stedet', onlineUrl: null });
    const { id: draft } = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde' }));
    await expectRefusal(register(person, online, 'on_site'), 'no_such_attendance');
    await expectRefusal(register(person, onSite, 'online'), 'no_such_attendance');
    await expectRefusal(register(person, draft, 'online'), 'meeting_not_found');
    await expectRefusal(register(organiser, draft, 'online'), 'registration_closed');
    await expectRefusal(register(person, randomUUID(), 'online'), 'meeting_not_found');
    await expectRefusal(registerFor(world.as(null), onSite, 'on_site'), 'not_signed_in');
    await cancelMeeting(world.as(organiser), onSite, 'Slut');
    await expectRefusal(register(person, onSite, 'on_site'), 'registration_closed');
  });
});

describe('seats', () => {
  it('seats exactly ten of a hundred who come at once, and moves the line up in its order', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Ti pladser', capacity: 10 });
    const hundred = await people(100);
    const many = connect(world.url, 100);
    try {
      const outcomes = await Promise.all(hundred.map((actor) => registerFor({ ...world.as(actor), db: many.db }, id, 'on_site')));
      expect(outcomes.filter((outcome) => !outcome.waiting)).toHaveLength(10);
      const line = await lineOf(id);
      expect(line).toHaveLength(90);
      // No two share a place, so the order is one.
      const since = (await rowsOf(id)).flatMap((row) => row.waitingSince?.getTime() ?? []);
      expect(new Set(since).size).toBe(90);
      // The order of the line is the order in which the answers were taken.
      const taken = (await eventsOf(id)).filter((event) => event.type === 'registration.answered').map((event) => event.payload.waiting);
      expect(taken).toEqual([...Array<boolean>(10).fill(false), ...Array<boolean>(90).fill(true)]);

      const leave = async (leavers: string[]) => Promise.all(hundred.filter(({ id: member }) => leavers.includes(member)).map((actor, index) => registerFor({ ...world.as(actor), db: many.db }, id, index % 2 ? 'online' : 'not_attending')));
      const firstTen = await seatedIn(id);
      await leave(firstTen);
      expect(new Set(await seatedIn(id))).toEqual(new Set(line.slice(0, 10)));
      await leave(line.slice(0, 5));
      expect(new Set(await seatedIn(id))).toEqual(new Set(line.slice(5, 15)));
      expect(await lineOf(id)).toEqual(line.slice(15));
      // Each who moved up was told, once.
      expect((await movedUpMails(id)).sort()).toEqual(line.slice(0, 15).sort());
    } finally {
      await many.close();
    }
  });

  it('puts who comes back at the end of the line', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Tilbage i køen', capacity: 1 });
    const [a, b, c] = (await people(3)) as [Actor, Actor, Actor];
    for (const person of [a, b, c]) await register(person, id, 'on_site');
    expect(await lineOf(id)).toEqual([b.id, c.id]);
    await register(b, id, 'not_attending');
    await register(b, id, 'on_site');
    expect(await lineOf(id)).toEqual([c.id, b.id]);
    await register(a, id, 'online');
    expect([await seatedIn(id), await lineOf(id)]).toEqual([[c.id], [b.id]]);
    // Moves up, leaves, waits and moves up again: told both times.
    await register(a, id, 'on_site');
    await register(c, id, 'online');
    await register(b, id, 'online');
    await register(c, id, 'on_site');
    await register(a, id, 'online');
    expect(await seatedIn(id)).toEqual([c.id]);
    expect((await movedUpMails(id)).filter((member) => member === c.id)).toHaveLength(2);
  });

  it('gives raised seats to the line first, and throws nobody out when they are fewer', async () => {
    const input = meetingInput(world.clock.now, { title: 'Flere pladser', capacity: 2 });
    const { id } = await aCalledMeeting(world, organiser, { title: 'Flere pladser', capacity: 2 });
    const [a, b, c, d, late] = (await people(5)) as [Actor, Actor, Actor, Actor, Actor];
    for (const person of [a, b, c, d]) await register(person, id, 'on_site');
    await editMeeting(world.as(organiser), id, { ...input, capacity: 3, version: 2 });
    const [job] = await world.connection.sql<{ n: number }[]>`select count(*)::int n from graphile_worker.jobs where task_identifier = 'move_up_waiting' and key = ${`move_up:${id}`}`;
    expect(job?.n).toBe(1);
    // Before the job has run somebody else comes: the seat is not theirs.
    expect(await register(late, id, 'on_site')).toEqual({ answer: 'on_site', waiting: true });
    expect(await seatedIn(id)).toEqual(expect.arrayContaining([a.id, b.id, c.id]));
    await moveUpWaiting(world.as(null), id);
    expect(await lineOf(id)).toEqual([d.id, late.id]);
    await editMeeting(world.as(organiser), id, { ...input, capacity: 1, version: 3 });
    await moveUpWaiting(world.as(null), id);
    expect(await seatedIn(id)).toHaveLength(3);
    await register(a, id, 'online');
    expect([(await seatedIn(id)).length, await lineOf(id)]).toEqual([2, [d.id, late.id]]);
    expect(await registrationSummary(world.as(null), id)).toMatchObject({ onSite: 2, online: 1, waiting: 2, freeSeats: 0, capacity: 1 });
    await editMeeting(world.as(organiser), id, { ...input, capacity: null, version: 4 });
    await moveUpWaiting(world.as(null), id);
    await moveUpWaiting(world.as(null), id);
    expect(await lineOf(id)).toEqual([]);
    expect((await movedUpMails(id)).sort()).toEqual([c.id, d.id, late.id].sort());
  });

  it('moves nobody up for a meeting that is off', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Aflyst med venteliste', capacity: 1 });
    const two = await people(2);
    for (const person of two) await register(person, id, 'on_site');
    await world.connection.db.update(meetings).set({ capacity: 5 }).where(eq(meetings.id, id));
    await cancelMeeting(world.as(organiser), id, 'Slut');
    await moveUpWaiting(world.as(null), id);
    expect(await lineOf(id)).toHaveLength(1);
  });
});

describe('what is shown', () => {
  it('counts, names organisations, and persons only with their consent', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Hvem kommer', capacity: 2 });
    const organisationId = await anOrganisation(world, 'Åbenhedsforeningen');
    const zebra = await anOrganisation(world, 'Zebrarådet');
    const make = (name: string, more: Partial<typeof members.$inferInsert>) => world.person('member', { name, wantsNotices: false, ...more });
    const shown = await make('Viser sig', { organisationId, showsAttendance: true });
    const hidden = await make('Skjult Person', { organisationId: zebra });
    const alone = await make('Uden forening', {});
    const waits = await make('Venter', { organisationId, showsAttendance: true });
    await register(shown, id, 'on_site');
    await register(hidden, id, 'on_site');
    await register(alone, id, 'online');
    await register(waits, id, 'on_site');
    const seen = await registrationSummary(world.as(null), id);
    expect(seen).toMatchObject({
      onSite: 2, online: 1, notAttending: 0, waiting: 1, capacity: 2, freeSeats: 0, own: null, open: true, can: { register: false, seeAll: false }, refused: { code: 'not_signed_in' },
      // Danish order: å last. Whoever waits is not coming yet.
      organisations: [{ name: 'Zebrarådet', onSite: 1, online: 0 }, { name: 'Åbenhedsforeningen', onSite: 1, online: 0 }, { name: null, onSite: 0, online: 1 }],
      names: [{ name: 'Viser sig', organisation: 'Åbenhedsforeningen', answer: 'on_site' }],
    });
    expect(JSON.stringify(seen)).not.toContain('Skjult');
    expect((await registrationSummary(world.as(waits), id)).own).toEqual({ answer: 'on_site', waiting: true, place: 1 });
    expect((await registrationSummary(world.as(shown), id)).own).toEqual({ answer: 'on_site', waiting: false, place: null });
    const list = await attendeesForOrganiser(world.as(organiser), id, 1);
    expect(list.rows.map((row) => [row.name, row.answer, row.waiting])).toEqual([['Skjult Person', 'on_site', false], ['Viser sig', 'on_site', false], ['Venter', 'on_site', true], ['Uden forening', 'online', false]]);
    await expectRefusal(attendeesForOrganiser(world.as(shown), id, 1), 'organisers_only');
    await expectRefusal(attendeesForOrganiser(world.as(null), id, 1), 'not_signed_in');
  });

  it('tells each their place in the line', async () => {
    const { id } = await aCalledMeeting(world, organiser, { title: 'Plads i køen', capacity: 1 });
    const four = await people(4);
    for (const person of four) await register(person, id, 'on_site');
    const places = await Promise.all(four.map(async (person) => (await registrationSummary(world.as(person), id)).own?.place));
    expect(places).toEqual([null, 1, 2, 3]);
  });

  it('keeps drafts to the organisers', async () => {
    const { id } = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Skjult kladde' }));
    await expectRefusal(registrationSummary(world.as(null), id), 'meeting_not_found');
    expect((await registrationSummary(world.as(organiser), id)).open).toBe(false);
  });
});

it('refuses impossible rows in the database itself', async () => {
  const { id } = await aCalledMeeting(world, organiser, { title: 'Umulig række' });
  const [person] = (await people(1)) as [Actor];
  await register(person, id, 'online');
  const own = and(eq(registrations.meetingId, id), eq(registrations.memberId, person.id));
  const since = world.clock.now;
  for (const impossible of [{ waiting: true }, { waitingSince: since }, { waiting: true, waitingSince: since }, { answer: 'perhaps' as RegistrationAnswer }, { source: 'fax' as 'web' }, { answer: 'on_site' as const, waiting: true }]) {
    const code = await world.connection.db.update(registrations).set(impossible).where(own).catch((error: { cause?: { code?: string } }) => error.cause?.code);
    expect([impossible, code]).toEqual([impossible, '23514']);
  }
  const twice = await world.connection.db.insert(registrations).values({ meetingId: id, memberId: person.id, answer: 'on_site', answeredAt: since }).catch((error: { cause?: { code?: string } }) => error.cause?.code);
  expect(twice).toBe('23505');
});
