import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { and, eq, sql } from 'drizzle-orm';
import { Logger, runOnce } from 'graphile-worker';
import ICAL from 'ical.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { mails, members } from '~/db/schema';
import type { Actor } from '~/server/context';
import { callMeeting, cancelMeeting, createMeeting, editMeeting } from '~/server/domain/meetings/commands';
import type { CreateMeeting } from '~/server/domain/meetings/schema';
import { registerFor } from '~/server/domain/registrations/commands';
import { taskList } from '~/server/jobs';
import { deliverMail } from '~/server/mail/deliver';
import { layOut } from '~/server/mail/layout';
import { sealedToken } from '~/server/mail/sealed';
import { makePost } from '~/server/mail/transport';
import type { MailKind } from '~/server/write';
import { meetingInput } from '../support/make';
import { partOf, readMail, startMailServer, type Part } from '../support/mail-reader';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let danish: Actor;
let english: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
  danish = await world.person('member', { email: 'dansk@example.org', name: 'Åse "Bo" Ærø, ph.d.' });
  english = await world.person('member', { email: 'english@example.org', name: 'English Reader', language: 'en' });
});

// 5 May 2027, 10 to 12 o'clock in Denmark.
const may = { day: '2027-05-05', startsAt: new Date('2027-05-05T08:00:00Z'), endsAt: new Date('2027-05-05T10:00:00Z'), proposalDeadline: new Date('2027-04-21T10:00:00Z'), onlineUrl: 'https://moede.example.org/j/1?a,b;c' };
const input = (more: Partial<CreateMeeting>) => meetingInput(world.clock.now, { ...may, ...more });

async function draft(more: Partial<CreateMeeting>) {
  return createMeeting(world.as(organiser), input(more));
}
async function called(more: Partial<CreateMeeting>) {
  const meeting = await draft(more);
  await callMeeting(world.as(organiser), meeting.id);
  return meeting;
}
const folder = () => path.join(world.config.dataDir, 'mail');
const queued = (kind: MailKind, meetingId: string, member: Actor) => world.connection.db.select().from(mails).where(and(eq(mails.kind, kind), eq(mails.memberId, member.id), sql`${mails.params} ->> 'meetingId' = ${meetingId}`)).orderBy(mails.id);
const pass = () => (world.clock.now = new Date(world.clock.now.getTime() + 5 * 60_000));

/** Delivers the newest letter of a kind to a member; answers it as read, or null if it was dropped. */
async function deliver(kind: MailKind, meetingId: string, member: Actor): Promise<Part | null> {
  const row = (await queued(kind, meetingId, member)).at(-1);
  if (!row) throw new Error(`no ${kind} is queued`);
  await deliverMail(world.services, makePost(world.config), row.id);
  const file = path.join(folder(), `${row.id}.eml`);
  const there = await stat(file).then(() => true, () => false);
  const [after] = await world.connection.db.select().from(mails).where(eq(mails.id, row.id));
  expect(after?.state).toBe(there ? 'sent' : 'dropped');
  return there ? readMail(await readFile(file, 'utf8')) : null;
}
const text = (mail: Part | null) => (partOf(mail as Part, 'text/plain')?.words ?? '').replaceAll('\r\n', '\n');
const ics = (mail: Part | null) => partOf(mail as Part, 'text/calendar')?.words ?? '';
const linesOf = (calendar: string) => calendar.replaceAll('\r\n ', '').split('\r\n');

describe('the call', () => {
  it('says when, where, until when and how, in Danish, with an invite for one', async () => {
    const { id, slug } = await called({ title: 'Møde om åbne data', capacity: 5 });
    const mail = await deliver('meeting.called', id, danish);
    expect(mail?.headers.get('subject')).toBe('Indkaldelse: Møde om åbne data, onsdag den 5. maj 2027 kl. 10.00');
    expect(mail?.headers.get('from')).toBe('"OGP-forum" <forum@example.org>');
    expect(mail?.headers.get('to')).toContain('<dansk@example.org>');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    const way = `http://127.0.0.1:3000/svar/${await sealedToken(world.connection.db, 'answer', [danish.id, id])}`;
    for (const words of [
      'Tid: onsdag den 5. maj 2027 kl. 10.00–12.00', 'Sted: Mødelokale 1', `Online: ${may.onlineUrl}`, 'Fristen er onsdag den 21. april 2027 kl. 12.00.',
      ...['on_site', 'online', 'not_attending'].map((answer) => `${way}?svar=${answer}`), `http://127.0.0.1:3000/moeder/${slug}/forslag/nyt`,
    ]) expect(text(mail)).toContain(words);
    const html = partOf(mail as Part, 'text/html')?.words ?? '';
    expect(html).toContain('<html lang="da">');
    expect(html).toContain(`href="${way}?svar=online"`);
    // The invite stands beside the words, so that mail programs offer it, and as a file for those that do not.
    const alternative = mail?.parts.find((part) => part.type.startsWith('multipart/alternative'));
    expect(alternative?.parts.map((part) => part.type.replace(/\s+/g, ' '))).toEqual([expect.stringMatching(/^text\/plain/), expect.stringMatching(/^text\/html/), expect.stringMatching(/^text\/calendar; charset=utf-8; method=REQUEST/)]);
    const lines = linesOf(ics(mail));
    expect(ics(mail).endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toEqual([expect.stringContaining(`CN="Åse ^'Bo^' Ærø, ph.d.":mailto:dansk@example.org`)]);
    expect(lines).toContain('ORGANIZER;CN="OGP-forum":mailto:forum@example.org');
    expect(lines).toContain(`CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Deltag online":${may.onlineUrl}`);
    expect(lines).toContain('SEQUENCE:0');
    expect(new ICAL.Event(new ICAL.Component(ICAL.parse(ics(mail)) as unknown[]).getFirstSubcomponent('vevent') ?? undefined).startDate.toString()).toBe('2027-05-05T10:00:00');
    expect(await readFile(path.join(folder(), `${(await queued('meeting.called', id, danish))[0]?.id}.eml`), 'utf8')).not.toContain('english@example.org');
  });

  it('is in English for who reads English', async () => {
    const { id } = await called({ title: 'In English', onlineUrl: null });
    const mail = await deliver('meeting.called', id, english);
    expect(mail?.headers.get('subject')).toBe('Meeting called: In English, Wednesday 5 May 2027 at 10:00');
    expect(text(mail)).toContain('Time: Wednesday 5 May 2027 at 10:00–12:00');
    expect(text(mail)).toMatch(/http:\/\/127\.0\.0\.1:3000\/en\/svar\/[\w-]{59}\?svar=on_site\n/);
    // No link, so no way to come online.
    expect(text(mail)).not.toContain('svar=online');
    expect(ics(mail)).not.toContain('CONFERENCE');
  });

  it('is not sent for a meeting cancelled meanwhile, and the cancellation then not to who never heard of it', async () => {
    const { id } = await called({ title: 'Straks aflyst' });
    await cancelMeeting(world.as(organiser), id, 'Fejl');
    expect(await deliver('meeting.called', id, danish)).toBeNull();
    expect(await deliver('meeting.cancelled', id, danish)).toBeNull();
    // Also when the cancellation is worked first, while the call still waits.
    expect(await deliver('meeting.cancelled', id, english)).toBeNull();
    expect(await deliver('meeting.called', id, english)).toBeNull();
  });
});

describe('the change', () => {
  it('says what is new, with a higher sequence of the same event', async () => {
    const { id } = await called({ title: 'Flyttes' });
    const first = ics(await deliver('meeting.called', id, danish));
    pass();
    await editMeeting(world.as(organiser), id, { ...input({ title: 'Flyttes' }), startsAt: new Date('2027-05-05T11:00:00Z'), endsAt: new Date('2027-05-05T13:00:00Z'), place: 'Et andet sted', version: 2 });
    const mail = await deliver('meeting.moved', id, danish);
    expect(mail?.headers.get('subject')).toBe('Ændret: Flyttes, onsdag den 5. maj 2027 kl. 13.00');
    for (const words of ['Ny tid: onsdag den 5. maj 2027 kl. 13.00–15.00', 'Nyt sted: Et andet sted']) expect(text(mail)).toContain(words);
    expect(text(mail)).not.toContain('nyt link');
    const lines = linesOf(ics(mail));
    for (const line of ['METHOD:REQUEST', 'SEQUENCE:1', 'DTSTART;TZID=Europe/Copenhagen:20270505T130000']) expect(lines).toContain(line);
    const uid = (calendar: string) => linesOf(calendar).find((line) => line.startsWith('UID:'));
    expect(uid(ics(mail))).toBe(uid(first));
  });

  it('is told once: two changes before the first letter left are one letter', async () => {
    const { id } = await called({ title: 'To ændringer' });
    await deliver('meeting.called', id, danish);
    pass();
    await editMeeting(world.as(organiser), id, { ...input({ title: 'To ændringer' }), place: 'B', version: 2 });
    await editMeeting(world.as(organiser), id, { ...input({ title: 'To ændringer' }), place: 'C', onlineUrl: null, version: 3 });
    pass();
    const [early, late] = await queued('meeting.moved', id, danish);
    await deliverMail(world.services, makePost(world.config), early?.id ?? '');
    const mail = readMail(await readFile(path.join(folder(), `${early?.id}.eml`), 'utf8'));
    expect(text(mail)).toContain('Nyt sted: C\nMan kan ikke længere deltage online.');
    expect(linesOf(ics(mail))).toContain('SEQUENCE:2');
    expect(await deliver('meeting.moved', id, danish)).toBeNull();
    expect(late?.id).not.toBe(early?.id);
  });

  it('leaves it to a call that has not left yet', async () => {
    const { id } = await called({ title: 'Ændret før brevet' });
    await editMeeting(world.as(organiser), id, { ...input({ title: 'Ændret før brevet' }), place: 'Nyt lokale', version: 2 });
    expect(await deliver('meeting.moved', id, danish)).toBeNull();
    const mail = await deliver('meeting.called', id, danish);
    expect(text(mail)).toContain('Sted: Nyt lokale');
    expect(linesOf(ics(mail))).toContain('SEQUENCE:1');
  });

  it('is the call itself for who joined after it', async () => {
    const { id } = await called({ title: 'Nyt medlem' });
    const late = await world.person('member', { email: 'ny@example.org' });
    await editMeeting(world.as(organiser), id, { ...input({ title: 'Nyt medlem' }), place: 'B', version: 2 });
    const mail = await deliver('meeting.moved', id, late);
    expect(mail?.headers.get('subject')).toMatch(/^Indkaldelse: Nyt medlem/);
    await world.connection.db.update(members).set({ wantsNotices: false }).where(eq(members.id, late.id));
  });
});

describe('the cancellation', () => {
  it('takes the meeting out of the calendars it is in, with the reason', async () => {
    const { id } = await called({ title: 'Aflyses' });
    await deliver('meeting.called', id, danish);
    await cancelMeeting(world.as(organiser), id, 'For få kan komme <b>desværre</b>');
    const mail = await deliver('meeting.cancelled', id, danish);
    expect(mail?.headers.get('subject')).toBe('Aflyst: Aflyses, onsdag den 5. maj 2027 kl. 10.00');
    expect(text(mail)).toContain('Begrundelse:\nFor få kan komme <b>desværre</b>');
    expect(partOf(mail as Part, 'text/html')?.words).toContain('&lt;b&gt;desværre&lt;/b&gt;');
    const lines = linesOf(ics(mail));
    for (const line of ['METHOD:CANCEL', 'STATUS:CANCELLED', 'SEQUENCE:1']) expect(lines).toContain(line);
    expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toHaveLength(1);
  });

  it('reaches who said they come, without a word to a calendar that never heard of it', async () => {
    const { id } = await called({ title: 'Uden invitation' });
    const late = await world.person('member', { email: 'sent@example.org' });
    await registerFor(world.as(late), id, 'online');
    await cancelMeeting(world.as(organiser), id, 'Storm');
    const mail = await deliver('meeting.cancelled', id, late);
    expect(text(mail)).toContain('Storm');
    expect(partOf(mail as Part, 'text/calendar')).toBeUndefined();
    await world.connection.db.update(members).set({ wantsNotices: false }).where(eq(members.id, late.id));
  });

  it('waits for a call that is just leaving', async () => {
    const { id } = await called({ title: 'Samtidig' });
    const [row] = await queued('meeting.called', id, danish);
    const slow = makePost(world.config);
    let leaves: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (leaves = resolve));
    let reached: () => void = () => undefined;
    const sending = new Promise<void>((resolve) => (reached = resolve));
    const call = deliverMail(world.services, { ...slow, send: async (mailId, mail) => (reached(), await gate, slow.send(mailId, mail)) }, row?.id ?? '');
    await sending;
    await cancelMeeting(world.as(organiser), id, 'Samtidig');
    const cancellation = deliver('meeting.cancelled', id, danish);
    leaves();
    await call;
    expect(linesOf(ics(await cancellation))).toContain('METHOD:CANCEL');
  });
});

describe('the waiting list', () => {
  it('tells who got a seat, unless they gave it up meanwhile', async () => {
    const { id } = await called({ title: 'Venteliste', capacity: 1 });
    const first = await world.person('member', { wantsNotices: false });
    await registerFor(world.as(first), id, 'on_site');
    await registerFor(world.as(danish), id, 'on_site');
    await registerFor(world.as(first), id, 'online');
    const mail = await deliver('registration.moved_up', id, danish);
    expect(mail?.headers.get('subject')).toBe('Du har fået en plads: Venteliste, onsdag den 5. maj 2027 kl. 10.00');
    await registerFor(world.as(first), id, 'on_site');
    await registerFor(world.as(danish), id, 'not_attending');
    await registerFor(world.as(first), id, 'not_attending');
    expect(await deliver('registration.moved_up', id, first)).toBeNull();
  });

  it('moves up by the job that a raised capacity leaves, and the mail leaves with it', async () => {
    const { id } = await called({ title: 'Job', capacity: 1 });
    await registerFor(world.as(english), id, 'on_site');
    await registerFor(world.as(danish), id, 'on_site');
    await editMeeting(world.as(organiser), id, { ...input({ title: 'Job', capacity: 2 }), version: 2 });
    const quiet = new Logger(() => () => undefined);
    await runOnce({ connectionString: world.url, taskList: taskList(world.services, makePost(world.config)), logger: quiet, noHandleSignals: true });
    expect(await queued('registration.moved_up', id, danish)).toMatchObject([{ state: 'sent' }]);
  });
});

describe('delivery', () => {
  it('sends once, twice in a row and twice at once', async () => {
    const { id } = await called({ title: 'Kun én gang' });
    const server = await startMailServer();
    const post = makePost({ ...world.config, smtpUrl: server.url });
    try {
      const [row] = await queued('meeting.called', id, danish);
      await Promise.all([1, 2, 3].map(() => deliverMail(world.services, post, row?.id ?? '')));
      await deliverMail(world.services, post, row?.id ?? '');
      expect(server.taken).toMatchObject([{ from: 'forum@example.org', to: ['dansk@example.org'] }]);
      const mail = readMail(server.taken[0]?.raw ?? '');
      expect(mail.headers.get('message-id')).toBe(`<${row?.id}@127.0.0.1>`);
      expect(mail.headers.get('bcc')).toBeUndefined();
      expect(linesOf(ics(mail))).toContain('METHOD:REQUEST');
      expect((await queued('meeting.called', id, danish))[0]).toMatchObject({ state: 'sent', attempts: 1, lastError: null });
    } finally {
      post.close();
      await server.stop();
    }
  });

  it('keeps a failure and sends at the next try', async () => {
    const { id } = await called({ title: 'Prøver igen' });
    const server = await startMailServer();
    const post = makePost({ ...world.config, smtpUrl: server.url });
    try {
      const [row] = await queued('meeting.called', id, danish);
      server.state.refuse = true;
      await expect(deliverMail(world.services, post, row?.id ?? '')).rejects.toThrow('451');
      expect((await queued('meeting.called', id, danish))[0]).toMatchObject({ state: 'failed', attempts: 1, lastError: expect.stringContaining('451 not now') as string, sentAt: null });
      server.state.refuse = false;
      await deliverMail(world.services, post, row?.id ?? '');
      expect((await queued('meeting.called', id, danish))[0]).toMatchObject({ state: 'sent', attempts: 2, lastError: null });
      expect(server.taken).toHaveLength(1);
    } finally {
      post.close();
      await server.stop();
    }
  });

  it('needs no more connections than mails under way', async () => {
    const { id } = await called({ title: 'Mange på én gang' });
    const all = await Promise.all([danish, english].map(async (member) => (await queued('meeting.called', id, member))[0]?.id ?? ''));
    await Promise.all(Array.from({ length: 40 }, (_, index) => deliverMail(world.services, makePost(world.config), all[index % 2] ?? '')));
    expect((await queued('meeting.called', id, english))[0]).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('lays the file where only its owner reads it, whole or not at all', async () => {
    const { id } = await called({ title: 'Som fil' });
    await deliver('meeting.called', id, danish);
    const [row] = await queued('meeting.called', id, danish);
    expect((await stat(path.join(folder(), `${row?.id}.eml`))).mode & 0o077).toBe(0);
    expect((await readdir(folder())).filter((name) => !name.endsWith('.eml'))).toEqual([]);
  });

  it('writes the same words as text and as html, every one escaped', () => {
    const { text: plain, html } = layOut({ baseUrl: 'https://x.example' }, 'en', { heading: '<h>', paragraphs: ['a & "b"\nc'], link: { label: 'L', path: '/p?a=1&b=2' }, links: [{ label: 'M', path: '/m' }] }, 'F');
    expect(plain).toBe('<h>\n\na & "b"\nc\n\nL:\nhttps://x.example/en/p?a=1&b=2\n\nM:\nhttps://x.example/en/m\n\n-- \nF');
    expect(html).toContain('<p style="margin:0 0 16px">a &amp; &quot;b&quot;<br>c</p>');
    expect(html).toContain('href="https://x.example/en/p?a=1&amp;b=2"');
    expect(html).not.toContain('<h>');
  });
});
