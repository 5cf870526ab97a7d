import { and, eq, like, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '~/db/client';
import { mails } from '~/db/schema';
import type { Actor } from '~/server/context';
import { cancelMeeting, editMeeting } from '~/server/domain/meetings/commands';
import { registerFor, uninvite } from '~/server/domain/registrations/commands';
import { sendReminders } from '~/server/domain/reminders/commands';
import { isDue } from '~/server/domain/reminders/rules';
import { makeLog } from '~/server/log';
import { writeLetter } from '~/server/mail/deliver';
import { makeServices } from '~/server/services';
import { addDays, nextMorning } from '~/server/time';
import type { MailKind } from '~/server/write';
import { aCalledMeeting, meetingInput } from '../support/make';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
let coming: Actor;
let cast: Cast;
const make = minutesMaker(world, () => cast);
beforeAll(async () => {
  cast = await aCast(world);
  organiser = cast.organiser;
  member = await world.person();
  coming = await world.person('member', { language: 'en' });
});

const sent = async (kind: MailKind, id: string) => (await world.connection.db.select({ memberId: mails.memberId, dedupe: mails.dedupe }).from(mails).where(and(eq(mails.kind, kind), like(mails.dedupe, `${kind}:${id}:%`)))).map((row) => row.memberId);
const run = () => sendReminders(world.as(null));
const at = (iso: string) => (world.clock.now = new Date(iso));

describe('the hour', () => {
  it.each([
    // 28 March 2027 the clocks go forward: seven in the morning is 06:00 UTC before and 05:00 UTC after.
    ['tomorrow', '2027-03-29T08:00:00Z', '2027-03-28T04:59:59Z', false],
    ['tomorrow', '2027-03-29T08:00:00Z', '2027-03-28T05:00:00Z', true],
    ['tomorrow', '2027-03-28T08:00:00Z', '2027-03-27T05:59:59Z', false],
    ['tomorrow', '2027-03-28T08:00:00Z', '2027-03-27T06:00:00Z', true],
    // 31 October 2027 they go back.
    ['tomorrow', '2027-10-31T09:00:00Z', '2027-10-30T05:00:00Z', true],
    ['tomorrow', '2027-11-01T09:00:00Z', '2027-10-31T05:59:59Z', false],
    ['tomorrow', '2027-11-01T09:00:00Z', '2027-10-31T06:00:00Z', true],
    ['proposals', '2027-04-21T10:00:00Z', '2027-04-18T05:00:00Z', true],
    ['proposals', '2027-04-21T10:00:00Z', '2027-04-21T09:59:59Z', true],
    ['proposals', '2027-04-21T10:00:00Z', '2027-04-21T10:00:00Z', false],
    ['registration', '2027-05-05T08:00:00Z', '2027-04-28T05:00:00Z', true],
    ['registration', '2027-05-05T08:00:00Z', '2027-04-28T04:59:00Z', false],
  ] as const)('%s of %s at %s: %s', (kind, thing, now, due) => {
    expect(isDue(kind, new Date(thing), new Date('2027-01-01T00:00:00Z'), new Date(now))).toBe(due);
  });

  it('reminds nobody of what they were told after the hour', () => {
    expect(isDue('tomorrow', new Date('2027-05-05T08:00:00Z'), new Date('2027-05-04T09:00:00Z'), new Date('2027-05-04T10:00:00Z'))).toBe(false);
  });

  it.each([
    ['daily', '2027-03-27T20:00:00Z', '2027-03-28T05:00:00.000Z'],
    ['daily', '2027-03-28T05:00:00Z', '2027-03-29T05:00:00.000Z'],
    ['weekly', '2027-10-30T20:00:00Z', '2027-11-01T06:00:00.000Z'],
    ['weekly', '2027-11-01T06:00:00Z', '2027-11-08T06:00:00.000Z'],
    ['weekly', '2027-11-01T05:59:59Z', '2027-11-01T06:00:00.000Z'],
  ] as const)('a %s digest asked for at %s comes at %s', (pace, from, expected) => expect(nextMorning(new Date(from), pace).toISOString()).toBe(expected));
});

describe('the course of a meeting', () => {
  it('reminds of the deadline, of registering and of the day itself, each once, of those whom it concerns', async () => {
    at('2027-03-01T09:00:00Z');
    const gone = await world.person();
    const meeting = await aCalledMeeting(world, organiser, { title: 'Mindet om', startsAt: new Date('2027-03-29T08:00:00Z'), endsAt: new Date('2027-03-29T10:00:00Z'), day: '2027-03-29', proposalDeadline: new Date('2027-03-15T11:00:00Z') });
    await registerFor(world.as(coming), meeting.id, 'online');
    await uninvite(world.as(gone), meeting.id, gone.id);
    await run();
    expect(await sent('reminder.proposals', meeting.id)).toEqual([]);
    at('2027-03-12T06:00:00Z');
    await run();
    await run();
    const about = await sent('reminder.proposals', meeting.id);
    expect(new Set(about).size).toBe(about.length);
    expect(about).toEqual(expect.arrayContaining([member.id, coming.id]));
    expect(about).not.toContain(gone.id);
    at('2027-03-22T06:00:00Z');
    await run();
    const asked = await sent('reminder.registration', meeting.id);
    expect(asked).toContain(member.id);
    expect(asked).not.toContain(coming.id);
    expect(asked).not.toContain(gone.id);
    at('2027-03-28T05:00:00Z');
    await run();
    expect(await sent('reminder.tomorrow', meeting.id)).toEqual([coming.id]);
    const [mail] = await world.connection.db.select().from(mails).where(and(eq(mails.kind, 'reminder.tomorrow'), eq(mails.memberId, coming.id)));
    if (!mail) throw new Error('no mail');
    expect((await writeLetter(world.services, world.connection.db as never, mail))?.subject).toBe('Tomorrow: Mindet om, Monday 29 March 2027 at 10:00');
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    expect(await writeLetter(world.services, world.connection.db as never, mail)).toBeNull();
  });

  it('moves with the meeting', async () => {
    at('2027-05-01T09:00:00Z');
    const input = { title: 'Flyttet', startsAt: new Date('2027-06-01T08:00:00Z'), endsAt: new Date('2027-06-01T10:00:00Z'), day: '2027-06-01', proposalDeadline: new Date('2027-05-20T10:00:00Z') };
    const meeting = await aCalledMeeting(world, organiser, input);
    await registerFor(world.as(coming), meeting.id, 'on_site');
    at('2027-05-31T05:00:00Z');
    await run();
    expect(await sent('reminder.tomorrow', meeting.id)).toEqual([coming.id]);
    at('2027-05-31T09:00:00Z');
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, input), startsAt: new Date('2027-06-15T08:00:00Z'), endsAt: new Date('2027-06-15T10:00:00Z'), day: '2027-06-15', version: 2 });
    await run();
    expect(await sent('reminder.tomorrow', meeting.id)).toHaveLength(1);
    at('2027-06-14T05:00:00Z');
    await run();
    expect(await sent('reminder.tomorrow', meeting.id)).toEqual([coming.id, coming.id]);
  });

  it('goes out once when two processes remind at the same time, and also after a standstill', async () => {
    at('2027-08-01T09:00:00Z');
    const meeting = await aCalledMeeting(world, organiser, { title: 'To processer', startsAt: new Date('2027-09-01T08:00:00Z'), endsAt: new Date('2027-09-01T10:00:00Z'), day: '2027-09-01', proposalDeadline: new Date('2027-08-20T10:00:00Z') });
    const people = await Promise.all(Array.from({ length: 15 }, () => world.person()));
    for (const person of people) await registerFor(world.as(person), meeting.id, 'on_site');
    // Nobody was reminding at seven.
    at('2027-08-31T15:30:00Z');
    const second = connect(world.url, 5);
    const other = makeServices(world.config, second, makeLog('silent'), () => new Date(world.clock.now));
    await Promise.all([run(), sendReminders(other.makeCtx(null)), run(), sendReminders(other.makeCtx(null))]);
    await second.close();
    expect((await sent('reminder.tomorrow', meeting.id)).sort()).toEqual(people.map(({ id }) => id).sort());
  });
});

describe('what follows a meeting', () => {
  it('reminds of corrections while they are taken', async () => {
    at('2027-10-01T09:00:00Z');
    const { meeting } = await make.inReview('2027-10-10');
    at('2027-10-08T04:59:00Z');
    await run();
    expect(await sent('reminder.corrections', meeting.id)).toEqual([]);
    at('2027-10-08T05:00:00Z');
    await run();
    await run();
    const told = await sent('reminder.corrections', meeting.id);
    expect(told).toContain(member.id);
    expect(new Set(told).size).toBe(told.length);
  });

  it('reminds the one responsible and the owners of the initiative of an open action', async () => {
    at('2027-03-01T09:00:00Z');
    const { action } = await make.published();
    at(addDays(new Date('2027-06-01T05:30:00Z'), -3).toISOString());
    await run();
    await run();
    expect((await sent('reminder.action', action.id)).sort()).toEqual([cast.member.id]);
    const [mail] = await world.connection.db.select().from(mails).where(and(eq(mails.kind, 'reminder.action'), sql`${mails.params} ->> 'actionId' = ${action.id}`));
    if (!mail) throw new Error('no mail');
    expect((await writeLetter(world.services, world.connection.db as never, mail))?.text).toContain('Skriv et notat');
  });
});
