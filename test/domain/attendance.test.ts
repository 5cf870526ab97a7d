import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '~/db/client';
import { attendanceGuests, attendances, events, members, minutes, type AttendanceWay, type MeetingState, type MinutesState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { arrive, countGuests, keepAttendance, leave } from '~/server/domain/attendance/commands';
import { attendanceDesk, attendanceOf, attendanceSnapshot } from '~/server/domain/attendance/queries';
import { changedTicks, mayArrive, mayKeep, mayLeave, waysTo } from '~/server/domain/attendance/rules';
import { guestsSchema, keepSchema, tickNames } from '~/server/domain/attendance/schema';
import { holdMeeting } from '~/server/domain/meetings/commands';
import { registerFor } from '~/server/domain/registrations/commands';
import { aLiveMeeting } from '../support/agenda';
import { aCalledMeeting } from '../support/make';
import { expectRefusal } from '../support/refused';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
});

const make = (name: string, more: Partial<typeof members.$inferInsert> = {}) => world.person('member', { name, wantsNotices: false, ...more });
const aMeeting = (title: string) => aLiveMeeting(world, organiser, [title]);
const rowsOf = (meetingId: string) => world.connection.db.select().from(attendances).where(eq(attendances.meetingId, meetingId));
const eventsOf = async (meetingId: string) => (await world.connection.db.select().from(events).where(eq(events.stream, `meeting:${meetingId}`)).orderBy(events.seq)).filter(({ type }) => type.startsWith('attendance.'));
const tick = (memberId: string, way: AttendanceWay | null, was: AttendanceWay | null = null) => ({ memberId, way, was });

describe('rules', () => {
  const states: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
  const someone: Actor = { id: randomUUID(), name: 'x', role: 'member', language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [] };
  const meeting = (state: MeetingState, more = {}) => ({ id: 'm', state, place: 'Sal', onlineUrl: 'https://moede.example.org', ...more });
  const only = (which: MeetingState[], code: string) => Object.fromEntries(states.map((state) => [state, which.includes(state) ? null : code]));

  it.each([
    ['arrive', only(['live'], 'meeting_not_live'), (state: MeetingState) => mayArrive(someone, meeting(state), 'online')],
    ['leave', only(['live'], 'meeting_not_live'), (state: MeetingState) => mayLeave(someone, meeting(state))],
    ['keep the list', only(['live', 'held'], 'attendance_closed'), (state: MeetingState) => mayKeep({ ...someone, role: 'organiser' }, meeting(state), null)],
  ] as const)('%s in every state of the meeting', (_name, expected, rule) => {
    expect(Object.fromEntries(states.map((state) => [state, rule(state)?.code ?? null]))).toEqual(expected);
  });

  it.each<[MinutesState | null, string | undefined]>([[null, undefined], ['draft', undefined], ['in_review', undefined], ['approved', 'attendance_closed'], ['published', 'attendance_closed']])('the list with minutes %s: %s', (state, code) => {
    expect(mayKeep({ ...someone, takesMinutes: ['m'] }, meeting('held'), state)?.code).toBe(code);
  });

  it('is kept by organisers and minute takers of that meeting alone', () => {
    const of = (actor: Actor | null) => mayKeep(actor, meeting('live'), null)?.code;
    expect([of(null), of(someone), of({ ...someone, chairs: ['m'] }), of({ ...someone, takesMinutes: ['other'] }), of({ ...someone, takesMinutes: ['m'] }), of({ ...someone, role: 'organiser' })]).toEqual(['not_signed_in', 'minute_taker_only', 'minute_taker_only', 'minute_taker_only', undefined, undefined]);
  });

  it('knows in which ways one can be there', () => {
    expect([waysTo(meeting('live')), waysTo(meeting('live', { place: null })), waysTo(meeting('live', { onlineUrl: null }))]).toEqual([['on_site', 'online'], ['online'], ['on_site']]);
    expect(mayArrive(someone, meeting('live', { place: null }), 'on_site')?.code).toBe('no_such_attendance');
    expect(mayArrive(someone, meeting('live', { onlineUrl: null }), 'online')?.code).toBe('no_such_attendance');
    expect([mayArrive(null, meeting('live'), 'online')?.code, mayArrive({ ...someone, confirmed: false }, meeting('live'), 'online')?.code]).toEqual(['not_signed_in', 'email_not_confirmed']);
  });

  it('changes on the desk only what was ticked differently from what was shown', () => {
    expect(changedTicks([tick('a', 'on_site', 'on_site'), tick('b', 'on_site'), tick('c', null, 'online'), tick('d', null)]).map(({ memberId }) => memberId)).toEqual(['b', 'c']);
  });

  it('reads the desk and the guests from their forms', () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const fields = { _key: 'nøgle', [tickNames(a).was]: '', [tickNames(a).way]: 'on_site', [tickNames(b).was]: 'online', [tickNames(b).way]: 'perhaps', 'was-hvem': 'online', 'way-uden': 'online' };
    expect(keepSchema.parse(fields).ticks).toEqual([tick(a, 'on_site'), tick(b, null, 'online')]);
    expect(guestsSchema.parse({ organisation: ' Borgere ', kind: 'citizen', count: '3', was: 'x' })).toEqual({ organisation: 'Borgere', kind: 'citizen', count: 3, was: 0 });
    expect(guestsSchema.safeParse({ organisation: '', kind: 'x', count: '501' }).error?.issues.map(({ path, message }) => [path[0], message])).toEqual([['organisation', 'required'], ['kind', 'choose_one'], ['count', 'too_large:500']]);
  });
});

describe('one by one', () => {
  it('says that one is there, in which way, that one goes and comes back', async () => {
    const { id } = await aMeeting('Kommer og går');
    const person = await make('Går og kommer');
    await arrive(world.as(person), id, 'on_site');
    await arrive(world.as(person), id, 'on_site');
    await arrive(world.as(person), id, 'online');
    expect((await attendanceOf(world.as(person), id)).own).toMatchObject({ way: 'online', leftAt: null });
    await leave(world.as(person), id);
    await leave(world.as(person), id);
    expect(await attendanceOf(world.as(person), id)).toMatchObject({ total: 1, here: { total: 0 }, can: { leave: false } });
    await arrive(world.as(person), id, 'online');
    expect(await attendanceOf(world.as(person), id)).toMatchObject({ total: 1, here: { total: 1, online: 1 }, own: { way: 'online', leftAt: null }, can: { leave: true } });
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['attendance.arrived', 'attendance.arrived', 'attendance.left', 'attendance.arrived']);
  });

  it('lands once, however often it is sent, and tells nobody who it was', async () => {
    const { id } = await aMeeting('To gange');
    const [person, other] = [await make('Sender to gange'), await make('Samme nøgle')];
    const key = randomUUID();
    await Promise.all([arrive(world.as(person), id, 'on_site', key), arrive(world.as(person), id, 'on_site', key), arrive(world.as(other), id, 'on_site', key)]);
    expect(await rowsOf(id)).toHaveLength(2);
    const told = await eventsOf(id);
    expect(told.map(({ actor, payload }) => ({ actor, payload }))).toEqual([{ actor: null, payload: { meetingId: id, way: 'on_site' } }, { actor: null, payload: { meetingId: id, way: 'on_site' } }]);
    expect(JSON.stringify(told)).not.toContain(person.id);
  });

  it('counts all of a hundred who come at once', async () => {
    const { id } = await aMeeting('Hundrede på én gang');
    const hundred = await Promise.all(Array.from({ length: 100 }, (_, index) => make(`Nummer ${index}`)));
    const many = connect(world.url, 100);
    try {
      await Promise.all(hundred.map((actor, index) => arrive({ ...world.as(actor), db: many.db }, id, index % 4 ? 'on_site' : 'online')));
    } finally {
      await many.close();
    }
    expect((await attendanceOf(world.as(null), id)).here).toEqual({ total: 100, onSite: 75, online: 25, guests: 0 });
  });

  it('refuses before the start and after the end, strangers and the unconfirmed', async () => {
    const person = await make('For tidligt');
    const called = await aCalledMeeting(world, organiser, { title: 'Ikke begyndt' });
    await expectRefusal(arrive(world.as(person), called.id, 'on_site'), 'meeting_not_live');
    await expectRefusal(leave(world.as(person), called.id), 'meeting_not_live');
    await expectRefusal(arrive(world.as(null), called.id, 'on_site'), 'not_signed_in');
    await expectRefusal(arrive(world.as(person), randomUUID(), 'on_site'), 'meeting_not_found');
    const { id } = await aMeeting('Slut');
    await expectRefusal(arrive(world.as({ ...person, confirmed: false }), id, 'on_site'), 'email_not_confirmed');
    await arrive(world.as(person), id, 'on_site');
    await holdMeeting(world.as(organiser), id);
    await expectRefusal(leave(world.as(person), id), 'meeting_not_live');
    expect(await attendanceOf(world.as(person), id)).toMatchObject({ ways: [], total: 1, can: { leave: false, keep: false } });
  });
});

describe('the desk', () => {
  it('lists who registered, finds the others, and takes what was ticked', async () => {
    const meeting = await aMeeting('Ved bordet');
    const minuteTaker = { ...(await make('Referent')), takesMinutes: [meeting.id] };
    const [onSite, online, stranger] = [await make('Åse Tilmeldt'), await make('Bo Online'), await make('Ikke Tilmeldt 100%')];
    await registerFor(world.as(onSite), meeting.id, 'on_site');
    await registerFor(world.as(online), meeting.id, 'online');
    const desk = await attendanceDesk(world.as(minuteTaker), meeting.id, { page: 1, words: '' });
    expect(desk.rows.map(({ name, answer, way }) => [name, answer, way])).toEqual([['Åse Tilmeldt', 'on_site', null], ['Bo Online', 'online', null]]);
    expect((await attendanceDesk(world.as(minuteTaker), meeting.id, { page: 1, words: '100%' })).rows.map(({ memberId }) => memberId)).toEqual([stranger.id]);
    const ticks = [tick(onSite.id, 'on_site'), tick(online.id, 'on_site'), tick(stranger.id, 'online')];
    expect(await keepAttendance(world.as(minuteTaker), meeting.id, ticks)).toEqual({ changed: 3 });
    expect(await keepAttendance(world.as(organiser), meeting.id, ticks)).toEqual({ changed: 0 });
    expect((await attendanceDesk(world.as(organiser), meeting.id, { page: 1, words: '' })).rows.map(({ name, way }) => [name, way])).toEqual([['Åse Tilmeldt', 'on_site'], ['Bo Online', 'on_site'], ['Ikke Tilmeldt 100%', 'online']]);
    // Corrected after the meeting: one was not there after all, one was online.
    await holdMeeting(world.as(organiser), meeting.id);
    expect(await keepAttendance(world.as(organiser), meeting.id, [tick(onSite.id, null, 'on_site'), tick(online.id, 'online', 'on_site'), tick(stranger.id, 'online', 'online')])).toEqual({ changed: 2 });
    expect(await attendanceSnapshot(world.connection.db, meeting.id)).toMatchObject({ total: 2, onSite: 0, online: 2 });
    expect((await eventsOf(meeting.id)).map(({ type, actor, payload }) => [type, actor, payload.count])).toEqual([['attendance.kept', null, 3], ['attendance.kept', null, 2]]);
  });

  it('lets two tick at once without undoing each other', async () => {
    const { id } = await aMeeting('To ved bordet');
    const [a, b, c] = [await make('A'), await make('B'), await make('C')];
    await Promise.all([
      keepAttendance(world.as(organiser), id, [tick(a.id, 'on_site'), tick(b.id, null), tick(c.id, 'on_site')]),
      keepAttendance(world.as(organiser), id, [tick(a.id, null), tick(b.id, 'online'), tick(c.id, 'on_site')]),
    ]);
    expect(new Map((await rowsOf(id)).map(({ memberId, way }) => [memberId, way]))).toEqual(new Map([[a.id, 'on_site'], [b.id, 'online'], [c.id, 'on_site']]));
  });

  it('is closed once the minutes are approved, to others, and before the start', async () => {
    const meeting = await aMeeting('Lukket liste');
    const person = await make('Nysgerrig');
    for (const call of [(actor: Actor) => keepAttendance(world.as(actor), meeting.id, [tick(person.id, 'online')]), (actor: Actor) => attendanceDesk(world.as(actor), meeting.id, { page: 1, words: '' }), (actor: Actor) => countGuests(world.as(actor), meeting.id, { organisation: 'X', kind: 'business', count: 1, was: 0 })]) {
      await expectRefusal(call(person), 'minute_taker_only');
      await expectRefusal(call({ ...person, chairs: [meeting.id] }), 'minute_taker_only');
    }
    await expectRefusal(keepAttendance(world.as(organiser), meeting.id, [tick(randomUUID(), 'online')]), 'member_not_found');
    await holdMeeting(world.as(organiser), meeting.id);
    await world.connection.db.insert(minutes).values({ meetingId: meeting.id, state: 'approved', correctionsDue: world.clock.now, approvedAt: world.clock.now });
    await expectRefusal(keepAttendance(world.as(organiser), meeting.id, [tick(person.id, 'online')]), 'attendance_closed');
    await expectRefusal(countGuests(world.as(organiser), meeting.id, { organisation: 'X', kind: 'business', count: 1, was: 0 }), 'attendance_closed');
    expect((await attendanceOf(world.as(organiser), meeting.id)).can.keep).toBe(false);
    const called = await aCalledMeeting(world, organiser, { title: 'Tom liste' });
    await expectRefusal(attendanceDesk(world.as(organiser), called.id, { page: 1, words: '' }), 'attendance_closed');
  });
});

describe('guests', () => {
  it('counts them by organisation, corrects and takes them off, and changes nothing twice', async () => {
    const { id } = await aMeeting('Gæster');
    const count = (organisation: string, n: number, was: number) => countGuests(world.as(organiser), id, { organisation, kind: 'business', count: n, was });
    await count('Firmaet', 2, 0);
    await count('Firmaet', 2, 0);
    await count('firmaet', 3, 2);
    expect(await world.connection.db.select({ organisation: attendanceGuests.organisation, count: attendanceGuests.count }).from(attendanceGuests).where(eq(attendanceGuests.meetingId, id))).toEqual([{ organisation: 'firmaet', count: 3 }]);
    await expectRefusal(count('Firmaet', 5, 2), 'guest_count_changed');
    await count('Firmaet', 0, 3);
    await count('Firmaet', 0, 3);
    expect(await attendanceOf(world.as(null), id)).toMatchObject({ total: 0, guests: 0 });
    expect(await eventsOf(id)).toHaveLength(3);
  });

  it('takes one of two who correct the same figure at once, and tells the other', async () => {
    const { id } = await aMeeting('To tæller');
    const input = { organisation: 'Foreningen', kind: 'civil_society' as const, was: 0 };
    const outcomes = await Promise.allSettled([4, 5].map((count) => countGuests(world.as(organiser), id, { ...input, count })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('what is shown', () => {
  it('counts by organisation and kind, and names persons only with their consent', async () => {
    const { id } = await aMeeting('Hvem var der');
    const [society, authority] = [await anOrganisation(world, 'Åbenhed Nu'), await anOrganisation(world, 'Zonestyrelsen', 'authority')];
    const [named, hidden, alone] = [await make('Nævnt Person', { organisationId: society, showsAttendance: true }), await make('Skjult Person', { organisationId: authority }), await make('Uden Forening')];
    await arrive(world.as(named), id, 'on_site');
    await arrive(world.as(hidden), id, 'on_site');
    await arrive(world.as(alone), id, 'online');
    await countGuests(world.as(organiser), id, { organisation: 'ÅBENHED NU', kind: 'business', count: 2, was: 0 });
    await countGuests(world.as(organiser), id, { organisation: 'Avisen', kind: 'business', count: 1, was: 0 });
    const seen = await attendanceOf(world.as(null), id);
    expect(seen).toMatchObject({
      total: 6, onSite: 2, online: 1, guests: 3, here: { total: 6 }, own: null, ways: [], can: { leave: false, keep: false }, refused: { code: 'not_signed_in' },
      // Danish order: å last. A guest's organisation that members belong to is theirs, with its kind.
      organisations: [{ name: 'Avisen', kind: 'business', count: 1 }, { name: 'Zonestyrelsen', kind: 'authority', count: 1 }, { name: 'Åbenhed Nu', kind: 'civil_society', count: 3 }, { name: null, kind: 'citizen', count: 1 }],
      kinds: [{ kind: 'authority', count: 1 }, { kind: 'civil_society', count: 3 }, { kind: 'business', count: 1 }, { kind: 'citizen', count: 1 }],
      names: [{ name: 'Nævnt Person', organisation: 'Åbenhed Nu' }],
    });
    expect(JSON.stringify(seen)).not.toMatch(/Skjult|Uden Forening/);
    expect(JSON.stringify(await attendanceOf(world.as(named), id))).not.toMatch(/Skjult|Uden Forening/);
    const kept = await attendanceSnapshot(world.connection.db, id);
    expect(kept).toEqual({ total: seen.total, onSite: seen.onSite, online: seen.online, guests: seen.guests, organisations: seen.organisations, kinds: seen.kinds, names: seen.names });
    // Consent that is withdrawn takes the name away.
    await world.connection.db.update(members).set({ showsAttendance: false }).where(eq(members.id, named.id));
    expect((await attendanceSnapshot(world.connection.db, id)).names).toEqual([]);
  });

  it('keeps a draft to the organisers, and shows an empty list as empty', async () => {
    const called = await aCalledMeeting(world, organiser, { title: 'Ingen endnu' });
    expect(await attendanceOf(world.as(null), called.id)).toMatchObject({ total: 0, organisations: [], names: [], here: { total: 0 } });
    await expectRefusal(attendanceOf(world.as(null), randomUUID()), 'meeting_not_found');
  });
});

it('refuses impossible rows in the database itself', async () => {
  const { id } = await aMeeting('Umulige rækker');
  const person = await make('Umulig');
  await arrive(world.as(person), id, 'online');
  await countGuests(world.as(organiser), id, { organisation: 'Firmaet', kind: 'business', count: 1, was: 0 });
  const { db } = world.connection;
  const codeOf = (call: Promise<unknown>) => call.then(() => 'taken', (error: { cause?: { code?: string } }) => error.cause?.code);
  const own = and(eq(attendances.meetingId, id), eq(attendances.memberId, person.id));
  const [row] = await rowsOf(id);
  expect(await codeOf(db.update(attendances).set({ way: 'phone' as AttendanceWay }).where(own))).toBe('23514');
  expect(await codeOf(db.update(attendances).set({ leftAt: new Date((row?.arrivedAt.getTime() ?? 0) - 1) }).where(own))).toBe('23514');
  expect(await codeOf(db.insert(attendances).values({ meetingId: id, memberId: person.id, way: 'online', arrivedAt: world.clock.now }))).toBe('23505');
  for (const impossible of [{ count: 0 }, { count: 501 }, { kind: 'choir' as 'business' }]) expect(await codeOf(db.update(attendanceGuests).set(impossible).where(eq(attendanceGuests.meetingId, id)))).toBe('23514');
  expect(await codeOf(db.insert(attendanceGuests).values({ meetingId: id, organisation: 'FIRMAET', kind: 'business', count: 1 }))).toBe('23505');
});
