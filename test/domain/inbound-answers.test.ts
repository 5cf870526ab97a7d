import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { inboundMails, mails, meetings, members, registrations } from '~/db/schema';
import type { Actor } from '~/server/context';
import { callMeeting, cancelMeeting, createMeeting, editMeeting } from '~/server/domain/meetings/commands';
import type { CreateMeeting } from '~/server/domain/meetings/schema';
import { registerFor, uninvite } from '~/server/domain/registrations/commands';
import { deliverMail } from '~/server/mail/deliver';
import { receiveMail } from '~/server/mail/inbound/receive';
import { markedAddress, sealedMark } from '~/server/mail/sealed';
import { makePost } from '~/server/mail/transport';
import { meetingInput } from '../support/make';
import { aCast, minutesMaker } from '../support/minutes';
import { partOf, readMail } from '../support/mail-reader';
import { letter, programs, type Partstat, type ReplyTo } from '../support/replies';
import { useWorld } from '../support/world';

const world = useWorld();
const { google, outlook365, thunderbird } = programs;
let organiser: Actor;
beforeAll(async () => {
  world.config.inbound.answers = true;
  organiser = await world.person('organiser', { wantsNotices: false });
});

const db = () => world.connection.db;
const later = (minutes: number) => new Date(world.clock.now.getTime() + minutes * 60_000);
const pass = (minutes = 5) => (world.clock.now = later(minutes));
type Person = Actor & { email: string; organizer: string };
async function aPerson(more: Partial<typeof members.$inferInsert> = {}): Promise<Person> {
  const email = `${randomUUID()}@example.org`;
  const actor = await world.person('member', { email, wantsNotices: false, ...more });
  return { ...actor, email, organizer: markedAddress('forum@example.org', await sealedMark(db(), 'reply', actor.id)) };
}
const input = (more: Partial<CreateMeeting> = {}) => meetingInput(world.clock.now, { title: `Møde ${randomUUID()}`, ...more });
async function aMeeting(more: Partial<CreateMeeting> = {}) {
  const typed = input(more);
  const { id } = await createMeeting(world.as(organiser), typed);
  await callMeeting(world.as(organiser), id);
  const [row] = await db().select({ uid: meetings.calendarUid }).from(meetings).where(eq(meetings.id, id));
  return { id, uid: row?.uid ?? '', typed };
}
const replyOf = (person: Person, { uid }: { uid: string }, partstat: Partstat, more: Partial<ReplyTo> = {}): ReplyTo => ({ organizer: person.organizer, attendee: person.email, uid, partstat, stamp: world.clock.now, sequence: 0, ...more });
const take = (raw: string | Buffer, to?: string[]) => receiveMail(world.services, Buffer.from(raw), to);
async function rowOf(person: Actor, { id }: { id: string }) {
  return (await db().select().from(registrations).where(and(eq(registrations.meetingId, id), eq(registrations.memberId, person.id))))[0];
}
const mailsOf = (kind: string, person: Actor) => db().select().from(mails).where(and(eq(mails.kind, kind), eq(mails.memberId, person.id)));
async function changesNothing(raw: string | Buffer, reason: string, person: Person, meeting: { id: string }, to?: string[]): Promise<void> {
  const before = await rowOf(person, meeting);
  expect(await take(raw, to)).toEqual({ outcome: 'ignored', reason });
  expect(await rowOf(person, meeting)).toEqual(before);
  expect(await mailsOf('mail.refused', person)).toEqual([]);
}

describe('each program, each answer', () => {
  const told: Record<Partstat, unknown> = { ACCEPTED: { outcome: 'answered', reason: null }, DECLINED: { outcome: 'answered', reason: null }, TENTATIVE: { outcome: 'ignored', reason: 'undecided' }, DELEGATED: { outcome: 'ignored', reason: 'delegated' } };
  const becomes: Record<Partstat, string | undefined> = { ACCEPTED: 'on_site', DECLINED: 'not_attending', TENTATIVE: undefined, DELEGATED: undefined };
  const table = Object.entries(programs).flatMap(([name, write]) => (Object.keys(told) as Partstat[]).flatMap((partstat) => [true, false].map((numbered) => ({ name, write, partstat, numbered }))));
  it.each(table)('$name, $partstat, with a sequence: $numbered', async ({ write, partstat, numbered }) => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const { sequence: _none, ...rest } = replyOf(person, meeting, partstat);
    expect(await take(write(numbered ? { ...rest, sequence: 0 } : rest))).toEqual(told[partstat]);
    expect((await rowOf(person, meeting))?.answer).toBe(becomes[partstat]);
    if (becomes[partstat]) expect(await rowOf(person, meeting)).toMatchObject({ source: 'calendar', replySequence: 0, replyStamp: world.clock.now });
  });

  it('answers the invite that was sent, from the address that it was sent from', async () => {
    const [person, meeting] = [await aPerson({ wantsNotices: true }), await aMeeting()];
    const [row] = await db().select().from(mails).where(and(eq(mails.kind, 'meeting.called'), eq(mails.memberId, person.id), sql`${mails.params} ->> 'meetingId' = ${meeting.id}`));
    await deliverMail(world.services, makePost(world.config), row?.id ?? '');
    const invite = readMail(await readFile(path.join(world.config.dataDir, 'mail', `${row?.id}.eml`), 'utf8'));
    const lines = (partOf(invite, 'text/calendar')?.words ?? '').replaceAll('\r\n ', '').split('\r\n');
    const organizer = /mailto:(.+)$/.exec(lines.find((line) => line.startsWith('ORGANIZER')) ?? '')?.[1] ?? '';
    expect(organizer).toBe(person.organizer);
    expect(invite.headers.get('from')).toContain(`<${organizer}>`);
    expect(lines.find((line) => line.startsWith('ATTENDEE'))).toContain('RSVP=TRUE');
    const uid = lines.find((line) => line.startsWith('UID:'))?.slice(4) ?? '';
    expect(await take(google(replyOf(person, { uid }, 'ACCEPTED', { organizer })))).toEqual({ outcome: 'answered', reason: null });
    expect((await rowOf(person, meeting))?.answer).toBe('on_site');
  });

  it('takes the address from the envelope or from what servers noted, in any case', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const hidden = (header: string) => google(replyOf(person, meeting, 'DECLINED', { organizer: 'somebody@example.org', stamp: pass() })).replace('MIME-Version', `${header}MIME-Version`);
    expect(await take(hidden(''), [person.organizer.toUpperCase()])).toMatchObject({ outcome: 'answered' });
    for (const name of ['Delivered-To', 'X-Original-To', 'Envelope-To']) expect(await take(hidden(`${name}: <${person.organizer}>\r\n`))).toMatchObject({ outcome: 'answered' });
  });
});

describe('one answer, whichever way it comes', () => {
  it('keeps the way that was chosen on the web when the calendar says yes', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    await registerFor(world.as(person), meeting.id, 'online');
    pass();
    expect(await take(outlook365(replyOf(person, meeting, 'ACCEPTED')))).toMatchObject({ outcome: 'answered' });
    expect(await rowOf(person, meeting)).toMatchObject({ answer: 'online', source: 'calendar' });
    await registerFor(world.as(person), meeting.id, 'not_attending');
    pass();
    await take(outlook365(replyOf(person, meeting, 'ACCEPTED')));
    expect((await rowOf(person, meeting))?.answer).toBe('on_site');
  });

  it('comes online where there is no place', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting({ place: null })];
    await take(google(replyOf(person, meeting, 'ACCEPTED')));
    expect((await rowOf(person, meeting))?.answer).toBe('online');
  });

  it('lets the newest win, in whatever order they arrive', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const [first, second, third] = [world.clock.now, later(1), later(2)];
    pass(10);
    expect(await take(google(replyOf(person, meeting, 'DECLINED', { stamp: second })))).toMatchObject({ outcome: 'answered' });
    await changesNothing(google(replyOf(person, meeting, 'ACCEPTED', { stamp: first })), 'stale', person, meeting);
    await changesNothing(thunderbird(replyOf(person, meeting, 'ACCEPTED', { stamp: second })), 'stale', person, meeting);
    expect(await take(google(replyOf(person, meeting, 'ACCEPTED', { stamp: third })))).toMatchObject({ outcome: 'answered' });
  });

  it('does not undo a newer answer of the web with a delayed one', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const before = world.clock.now;
    pass();
    await registerFor(world.as(person), meeting.id, 'online');
    await changesNothing(google(replyOf(person, meeting, 'DECLINED', { stamp: before })), 'stale', person, meeting);
    // The same answer again on the web is as new as another would be.
    const between = world.clock.now;
    pass();
    await registerFor(world.as(person), meeting.id, 'online');
    await changesNothing(google(replyOf(person, meeting, 'DECLINED', { stamp: new Date(between.getTime() + 1_000) })), 'stale', person, meeting);
    pass();
    expect(await take(google(replyOf(person, meeting, 'DECLINED')))).toMatchObject({ outcome: 'answered' });
  });

  it('does not bring back one whose invitation was taken back meanwhile', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const before = world.clock.now;
    pass();
    await uninvite(world.as(organiser), meeting.id, person.id);
    await changesNothing(google(replyOf(person, meeting, 'ACCEPTED', { stamp: before })), 'stale', person, meeting);
    pass();
    expect(await take(google(replyOf(person, meeting, 'ACCEPTED')))).toMatchObject({ outcome: 'answered' });
    expect(await mailsOf('registration.invited_again', person)).toHaveLength(1);
  });

  it('takes a clock that is ahead for our own', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    expect(await take(google(replyOf(person, meeting, 'ACCEPTED', { stamp: new Date('2099-01-01T00:00:00Z') })))).toMatchObject({ outcome: 'answered' });
    expect((await rowOf(person, meeting))?.replyStamp).toEqual(world.clock.now);
    pass();
    expect(await take(google(replyOf(person, meeting, 'DECLINED')))).toMatchObject({ outcome: 'answered' });
  });

  it('puts one too many on the waiting list, and says so', async () => {
    const [first, second, meeting] = [await aPerson({ wantsNotices: true }), await aPerson({ wantsNotices: true }), await aMeeting({ capacity: 1 })];
    expect(await take(google(replyOf(first, meeting, 'ACCEPTED')))).toEqual({ outcome: 'answered', reason: null });
    expect(await take(google(replyOf(second, meeting, 'ACCEPTED')))).toEqual({ outcome: 'answered', reason: 'waiting' });
    expect(await rowOf(second, meeting)).toMatchObject({ answer: 'on_site', waiting: true });
    const [told] = await mailsOf('registration.invited', second);
    await deliverMail(world.services, makePost(world.config), told?.id ?? '');
    const mail = readMail(await readFile(path.join(world.config.dataDir, 'mail', `${told?.id}.eml`), 'utf8'));
    expect(mail.headers.get('subject')).toMatch(/^Du står på venteliste: /);
    expect(await mailsOf('registration.invited', first)).toEqual([]);
    // The seat goes on when the calendar says no.
    pass();
    await take(google(replyOf(first, meeting, 'DECLINED')));
    expect(await rowOf(second, meeting)).toMatchObject({ answer: 'on_site', waiting: false });
  });

  it('is taken once: the same bytes again, and many at once', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const raw = google(replyOf(person, meeting, 'ACCEPTED'));
    const all = await Promise.all(Array.from({ length: 5 }, () => take(raw)));
    expect(all.filter(({ outcome }) => outcome === 'answered').length).toBeGreaterThanOrEqual(1);
    expect(await rowOf(person, meeting)).toMatchObject({ answer: 'on_site', source: 'calendar' });
    const known = await take(raw);
    await registerFor(world.as(person), meeting.id, 'not_attending');
    expect(await take(raw)).toEqual(known);
    expect((await rowOf(person, meeting))?.answer).toBe('not_attending');
    // Of the mail no more than its digest and what became of it is kept.
    expect(await db().select().from(inboundMails).where(eq(inboundMails.memberId, person.id))).toEqual([{ id: expect.any(String) as string, digest: expect.stringMatching(/^[\da-f]{64}$/) as string, memberId: person.id, outcome: known.outcome, reason: known.reason, receivedAt: world.clock.now }]);
  });
});

describe('the meeting has changed', () => {
  it('was moved: an answer to the old time is none, one to the new is taken', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    await editMeeting(world.as(organiser), meeting.id, { ...meeting.typed, place: 'Et andet sted', version: 2 });
    pass();
    await changesNothing(google(replyOf(person, meeting, 'ACCEPTED')), 'stale', person, meeting);
    const { sequence: _none, ...unnumbered } = replyOf(person, meeting, 'ACCEPTED');
    await changesNothing(thunderbird(unnumbered), 'stale', person, meeting);
    expect(await take(google(replyOf(person, meeting, 'ACCEPTED', { sequence: 1 })))).toMatchObject({ outcome: 'answered' });
    // An older invite, answered later.
    pass();
    await changesNothing(google(replyOf(person, meeting, 'DECLINED', { sequence: 0 })), 'stale', person, meeting);
  });

  it('has a higher sequence for another\'s sake: the invite that one has still counts', async () => {
    const [person, other, meeting] = [await aPerson(), await aPerson(), await aMeeting()];
    await uninvite(world.as(organiser), meeting.id, other.id);
    pass();
    expect(await take(google(replyOf(person, meeting, 'ACCEPTED')))).toMatchObject({ outcome: 'answered' });
  });

  it('to a later invite than any that was sent there is no answer', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    for (const sequence of [1, 2_147_483_647]) await changesNothing(google(replyOf(person, meeting, 'ACCEPTED', { sequence })), 'never_sent', person, meeting);
  });

  it('was cancelled: the answer is refused, and its sender is told once', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    const raw = google(replyOf(person, meeting, 'ACCEPTED'));
    for (const _time of [1, 2]) expect(await take(raw)).toEqual({ outcome: 'refused', reason: 'registration_closed' });
    const told = await mailsOf('mail.refused', person);
    expect(told).toMatchObject([{ params: { reason: 'registration_closed' } }]);
    expect(await rowOf(person, meeting)).toBeUndefined();
    await deliverMail(world.services, makePost(world.config), told[0]?.id ?? '');
    const mail = readMail(await readFile(path.join(world.config.dataDir, 'mail', `${told[0]?.id}.eml`), 'utf8'));
    expect(partOf(mail, 'text/plain')?.words).toContain('Tilmeldingen til mødet er lukket.');
    expect(partOf(mail, 'text/plain')?.words).toContain('/moeder');
  });

  it('was held: the same', async () => {
    const cast = await aCast(world);
    const { meeting: held } = await minutesMaker(world, () => cast).aDraft('held');
    const person = await aPerson();
    expect(await take(google(replyOf(person, { uid: held.calendarUid }, 'ACCEPTED')))).toEqual({ outcome: 'refused', reason: 'registration_closed' });
  });

  it('is called no more than a draft: nobody is told of it', async () => {
    const person = await aPerson();
    const { id } = await createMeeting(world.as(organiser), input());
    const [draft] = await db().select({ uid: meetings.calendarUid }).from(meetings).where(eq(meetings.id, id));
    expect(await take(google(replyOf(person, { uid: draft?.uid ?? '' }, 'ACCEPTED')))).toEqual({ outcome: 'refused', reason: 'meeting_not_found' });
    expect(await rowOf(person, { id })).toBeUndefined();
  });
});

describe('forged', () => {
  it('without a mark, with a wrong one, with two, with one of another kind', async () => {
    const [person, other, meeting] = [await aPerson(), await aPerson(), await aMeeting()];
    const sent = (organizer: string) => google(replyOf(person, meeting, 'ACCEPTED', { organizer }));
    await changesNothing(sent('forum@example.org'), 'no_mark', person, meeting);
    await changesNothing(sent(`forum+${'a'.repeat(45)}@example.org`), 'no_mark', person, meeting);
    await changesNothing(sent(person.organizer.replace('forum', 'other')), 'no_mark', person, meeting);
    await changesNothing(sent(person.organizer.replace('example.org', 'example.net')), 'no_mark', person, meeting);
    await changesNothing(sent(markedAddress('forum@example.org', await sealedMark(db(), 'unsubscribe', person.id))), 'no_mark', person, meeting);
    await changesNothing(sent(`${person.organizer}>, <${other.organizer}`), 'no_mark', person, meeting);
  });

  it('with the mark of another member', async () => {
    const [person, other, meeting] = [await aPerson(), await aPerson(), await aMeeting()];
    await changesNothing(google(replyOf(person, meeting, 'ACCEPTED', { organizer: other.organizer })), 'not_the_member', person, meeting);
    // Nor by the other, for oneself.
    await changesNothing(google(replyOf(person, meeting, 'ACCEPTED', { organizer: other.organizer, from: other.email })), 'other_attendee', person, meeting);
    expect(await rowOf(other, meeting)).toBeUndefined();
  });

  it('by another sender, or by nobody in particular', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const raw = google(replyOf(person, meeting, 'ACCEPTED', { from: 'evil@example.net' }));
    await changesNothing(raw, 'not_the_member', person, meeting);
    await changesNothing(raw.replace('<evil@example.net>', `<evil@example.net>, <${person.email}>`), 'not_the_member', person, meeting);
    await changesNothing(raw.replace('Subject', `From: ${person.email}\r\nSubject`), 'not_the_member', person, meeting);
  });

  it('for another attendee: the invite was handed on', async () => {
    const [person, other, meeting] = [await aPerson(), await aPerson(), await aMeeting()];
    await changesNothing(google(replyOf({ ...person, email: other.email } as Person, meeting, 'ACCEPTED', { from: person.email })), 'other_attendee', person, meeting);
    await changesNothing(google(replyOf({ ...person, email: 'unknown@example.net' } as Person, meeting, 'ACCEPTED', { from: person.email })), 'other_attendee', person, meeting);
    expect(await rowOf(other, meeting)).toBeUndefined();
  });

  it('about no meeting of ours, or not an answer at all', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    await changesNothing(google(replyOf(person, { uid: 'x@example.org' }, 'ACCEPTED')), 'unknown_meeting', person, meeting);
    await changesNothing(outlook365(replyOf(person, { uid: `${'ø'.repeat(400)}'; drop table meetings; --` }, 'ACCEPTED')), 'unknown_meeting', person, meeting);
    for (const method of ['REQUEST', 'COUNTER', 'CANCEL', 'PUBLISH', 'REFRESH']) {
      const raw = programs.outlookDesktop(replyOf(person, meeting, 'ACCEPTED', { stamp: pass(1) })).replaceAll('REPLY', method);
      await changesNothing(raw, 'no_thread', person, meeting);
    }
    await changesNothing(programs.outlookDesktop(replyOf(person, meeting, 'NEEDS-ACTION' as Partstat)), 'not_an_answer', person, meeting);
  });

  it('says two things, or breaks off', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const raw = programs.apple(replyOf(person, meeting, 'ACCEPTED'));
    await changesNothing(raw.replace(/(?=DTEND)/, `ATTENDEE;PARTSTAT=DECLINED:mailto:${person.email}\r\n`), 'no_thread', person, meeting);
    await changesNothing(raw.slice(0, raw.indexOf('END:VEVENT')), 'no_thread', person, meeting);
  });

  it('is not vouched for by our mail server, where one is set', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    const services = { ...world.services, config: { ...world.config, inbound: { ...world.config.inbound, authserv: 'mx.forum.example' } } };
    const raw = google(replyOf(person, meeting, 'ACCEPTED'));
    expect(await receiveMail(services, Buffer.from(raw))).toEqual({ outcome: 'ignored', reason: 'not_vouched_for' });
    expect(await receiveMail(services, Buffer.from(`Authentication-Results: mx.forum.example; dmarc=fail header.from=example.org\r\n${raw}`))).toMatchObject({ outcome: 'ignored' });
    expect(await rowOf(person, meeting)).toBeUndefined();
    expect(await receiveMail(services, Buffer.from(`Authentication-Results: mx.forum.example; dmarc=pass header.from=example.org\r\n${raw}`))).toMatchObject({ outcome: 'answered' });
  });

  it('is of somebody who is no member, or not yet', async () => {
    const meeting = await aMeeting();
    const gone = { ...(await aPerson()), id: randomUUID() };
    gone.organizer = markedAddress('forum@example.org', await sealedMark(db(), 'reply', gone.id));
    await changesNothing(google(replyOf(gone, meeting, 'ACCEPTED')), 'not_the_member', gone, meeting);
    const unconfirmed = await aPerson({ emailConfirmedAt: null });
    expect(await take(google(replyOf(unconfirmed, meeting, 'ACCEPTED')))).toEqual({ outcome: 'refused', reason: 'email_not_confirmed' });
    expect(await rowOf(unconfirmed, meeting)).toBeUndefined();
    // The address was changed since: the old one answers for nobody.
    const moved = await aPerson();
    await db().update(members).set({ email: `new-${moved.email}` }).where(eq(members.id, moved.id));
    await changesNothing(google(replyOf(moved, meeting, 'ACCEPTED')), 'not_the_member', moved, meeting);
  });

  it('answers only so many refusals a day', async () => {
    const [person, meeting] = [await aPerson(), await aMeeting()];
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    for (let n = 0; n < 12; n += 1) expect(await take(google(replyOf(person, meeting, 'ACCEPTED', { stamp: pass(1) })))).toMatchObject({ outcome: 'refused' });
    expect(await mailsOf('mail.refused', person)).toHaveLength(10);
  });

  it('cannot be read: taken note of once, and not brought again', async () => {
    for (const raw of ['', `${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(500)}x`]) expect(await take(raw)).toMatchObject({ outcome: 'ignored' });
    expect(await take(letter({ from: 'member@example.org', to: Array.from({ length: 3_000 }, (_, n) => `forum+${'abcdefgh'[n % 8]}${String(n).padStart(4, '2').replace(/[0189]/g, 'z')}${'a'.repeat(40)}@example.org`).join(', ') }))).toEqual({ outcome: 'ignored', reason: 'no_mark' });
  });
});
