import { eq } from 'drizzle-orm';
import { Logger, runOnce } from 'graphile-worker';
import ICAL from 'ical.js';
import { simpleParser, type ParsedMail } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailChoices, mails, members } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, noticeAgenda, publishAgenda } from '~/server/domain/agenda/commands';
import { callMeeting, cancelMeeting, createMeeting, editMeeting } from '~/server/domain/meetings/commands';
import { registerFor, uninvite } from '~/server/domain/registrations/commands';
import { taskList } from '~/server/jobs';
import { makePost, type Post } from '~/server/mail/transport';
import { readByOther } from '../support/other-calendar';
import { itemInput } from '../support/agenda';
import { meetingInput } from '../support/make';
import { startMailServer, type Taken } from '../support/mail-reader';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let anna: Actor;
let bo: Actor;
let server: Awaited<ReturnType<typeof startMailServer>>;
let post: Post;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
  anna = await world.person('member', { email: 'anna@example.org', name: 'Anna "Ø" Ærø, ph.d.' });
  bo = await world.person('member', { email: 'bo@example.org', name: 'Bo', language: 'en' });
  server = await startMailServer();
  post = makePost({ ...world.config, smtpUrl: server.url });
});
afterAll(async () => {
  post.close();
  await server.stop();
});
beforeEach(() => void (server.taken.length = 0));

const quiet = new Logger(() => () => undefined);
/** Works the queue until it is empty, a little later. */
async function work(): Promise<void> {
  world.clock.now = new Date(world.clock.now.getTime() + 5 * 60_000);
  await runOnce({ connectionString: world.url, taskList: taskList(world.services, post), logger: quiet, noHandleSignals: true });
}

const may = { day: '2027-05-05', startsAt: new Date('2027-05-05T08:00:00Z'), endsAt: new Date('2027-05-05T10:00:00Z'), proposalDeadline: new Date('2027-04-21T10:00:00Z') };

type Read = { mail: ParsedMail; ics: string; method: string; uid: string; sequence: number; stamp: string; changed: string; status: string | null; attendees: string[]; partstat: string; organizer: string; location: string; start: string; description: string };

async function read(taken: Taken): Promise<Read | null> {
  const mail = await simpleParser(Buffer.from(taken.raw, 'latin1'));
  const part = mail.attachments.find((one) => one.contentType === 'text/calendar');
  if (!part) return null;
  const ics = part.content.toString('utf8');
  const calendar = new ICAL.Component(ICAL.parse(ics) as unknown[]);
  const event = calendar.getFirstSubcomponent('vevent');
  if (!event) throw new Error('no event');
  const said = (name: string) => String(event.getFirstPropertyValue(name) ?? '');
  const attendee = event.getFirstProperty('attendee');
  return {
    mail, ics, method: String(calendar.getFirstPropertyValue('method')), uid: said('uid'), sequence: Number(said('sequence')), stamp: said('dtstamp'), changed: said('last-modified'), status: event.getFirstPropertyValue('status') as string | null,
    attendees: event.getAllProperties('attendee').map((one) => String(one.getFirstValue()).toLowerCase()), partstat: String(attendee?.getParameter('partstat') ?? ''), organizer: said('organizer'), location: said('location'), start: readByOther([ics])[0]?.[0]?.start ?? '', description: said('description'),
  };
}

/** What came to one address since the last look, with its calendar part, in the order of arrival. */
async function arrived(email: string): Promise<Read[]> {
  const found = await Promise.all(server.taken.filter((taken) => taken.to.includes(email)).map(read));
  return found.filter((one) => one !== null);
}
async function only(email: string): Promise<Read> {
  const all = await arrived(email);
  expect(all.map((one) => one.method)).toHaveLength(1);
  return all[0]!;
}

describe('the whole life of a meeting, in the calendars of two', () => {
  let meeting: { id: string; slug: string };
  let version = 2;
  let before: { anna: Read; bo: Read };
  const edit = async (change: Partial<typeof may> & { place?: string }) => {
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, { ...may, title: 'Åbne data; blå, grøn', ...change }), version });
    version += 1;
  };

  it('called: both are invited, each for themselves', async () => {
    meeting = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { ...may, title: 'Åbne data; blå, grøn' }));
    await callMeeting(world.as(organiser), meeting.id);
    await work();
    before = { anna: await only('anna@example.org'), bo: await only('bo@example.org') };
    for (const one of Object.values(before)) expect(one).toMatchObject({ method: 'REQUEST', sequence: 0, status: 'CONFIRMED', partstat: 'NEEDS-ACTION', organizer: 'mailto:forum@example.org', start: '2027-05-05T08:00:00.000Z' });
    expect([before.anna.attendees, before.bo.attendees]).toEqual([['mailto:anna@example.org'], ['mailto:bo@example.org']]);
    expect(before.anna.uid).toBe(before.bo.uid);
    for (const { mail, organizer } of Object.values(before)) expect(`mailto:${mail.from?.value[0]?.address}`).toBe(organizer);
    expect(server.taken.find((taken) => taken.to.includes('anna@example.org'))?.raw).not.toMatch(/bo@example\.org/);
  });

  it('moved: the same event with a higher sequence', async () => {
    await registerFor(world.as(anna), meeting.id, 'on_site');
    await edit({ startsAt: new Date('2027-05-05T11:00:00Z'), endsAt: new Date('2027-05-05T13:00:00Z') });
    await work();
    const now = { anna: await only('anna@example.org'), bo: await only('bo@example.org') };
    for (const one of Object.values(now)) expect(one).toMatchObject({ method: 'REQUEST', uid: before.anna.uid, sequence: 1, status: 'CONFIRMED', start: '2027-05-05T11:00:00.000Z', organizer: 'mailto:forum@example.org' });
    expect([now.anna.partstat, now.bo.partstat]).toEqual(['ACCEPTED', 'NEEDS-ACTION']);
    newer(now.anna, before.anna, true);
    before = now;
  });

  it('agenda published, then changed: the same sequence, a newer stamp', async () => {
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Velkomst' }));
    await publishAgenda(world.as(organiser), meeting.id);
    await work();
    const now = { anna: await only('anna@example.org'), bo: await only('bo@example.org') };
    for (const one of Object.values(now)) expect(one).toMatchObject({ method: 'REQUEST', uid: before.anna.uid, sequence: 1, start: '2027-05-05T11:00:00.000Z' });
    expect(now.anna.description).toContain('Dagsorden:\n1. Velkomst');
    newer(now.anna, before.anna, true);
    before = now;
    server.taken.length = 0;
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Åbne data' }));
    await publishAgenda(world.as(organiser), meeting.id);
    world.clock.now = new Date(world.clock.now.getTime() + 15 * 60_000);
    await noticeAgenda(world.as(null), meeting.id);
    await work();
    const again = await only('anna@example.org');
    expect(again).toMatchObject({ method: 'REQUEST', uid: before.anna.uid, sequence: 1, partstat: 'ACCEPTED' });
    expect(again.description).toContain('2. Åbne data');
    newer(again, before.anna, true);
    before = { anna: again, bo: await only('bo@example.org') };
  });

  it('another title: no mail, and nothing new but for who subscribes', async () => {
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, { ...may, startsAt: new Date('2027-05-05T11:00:00Z'), endsAt: new Date('2027-05-05T13:00:00Z'), title: 'Åbne data' }), version });
    version += 1;
    await work();
    expect(server.taken).toEqual([]);
  });

  it('another place: a higher sequence', async () => {
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, { ...may, startsAt: new Date('2027-05-05T11:00:00Z'), endsAt: new Date('2027-05-05T13:00:00Z'), title: 'Åbne data', place: 'Et andet sted' }), version });
    await work();
    const now = { anna: await only('anna@example.org'), bo: await only('bo@example.org') };
    for (const one of Object.values(now)) expect(one).toMatchObject({ method: 'REQUEST', uid: before.anna.uid, sequence: 2, location: 'Et andet sted' });
    newer(now.anna, before.anna, true);
    before = now;
  });

  it('one uninvited: a cancel to that one alone, without a status, and silence to the others', async () => {
    await uninvite(world.as(organiser), meeting.id, bo.id);
    await work();
    const gone = await only('bo@example.org');
    expect(gone).toMatchObject({ method: 'CANCEL', uid: before.bo.uid, sequence: 3, status: null, attendees: ['mailto:bo@example.org'], organizer: 'mailto:forum@example.org' });
    newer(gone, before.bo, true);
    expect(await arrived('anna@example.org')).toEqual([]);
  });

  it('invited again by an answer: the same sequence, a newer stamp', async () => {
    await registerFor(world.as(bo), meeting.id, 'not_attending');
    await work();
    expect(server.taken).toEqual([]);
    await registerFor(world.as(bo), meeting.id, 'online');
    await work();
    const back = await only('bo@example.org');
    expect(back).toMatchObject({ method: 'REQUEST', uid: before.bo.uid, sequence: 3, status: 'CONFIRMED', partstat: 'ACCEPTED' });
    await uninvite(world.as(bo), meeting.id, bo.id);
    await work();
    expect((await arrived('bo@example.org')).at(-1)).toMatchObject({ method: 'CANCEL', sequence: 4, status: null });
  });

  it('cancelled: for all who were invited and still are, with its status', async () => {
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    await work();
    const end = await only('anna@example.org');
    expect(end).toMatchObject({ method: 'CANCEL', uid: before.anna.uid, sequence: 5, status: 'CANCELLED', attendees: ['mailto:anna@example.org'], organizer: 'mailto:forum@example.org' });
    newer(end, before.anna, true);
    expect(await arrived('bo@example.org')).toEqual([]);
    expect((await world.connection.db.select({ state: mails.state }).from(mails)).map(({ state }) => state)).not.toContain('queued');
  });
});

/** Whether a later file is newer by its stamp, and by when the event was changed. */
function newer(now: Read, then: Read, changed: boolean): void {
  expect(now.stamp > then.stamp, `${now.stamp} after ${then.stamp}`).toBe(true);
  expect(now.changed > then.changed).toBe(changed);
}

const called = async (title: string) => {
  const meeting = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { ...may, title }));
  await callMeeting(world.as(organiser), meeting.id);
  return meeting;
};
const setNotices = (member: Actor, wantsNotices: boolean) => world.connection.db.update(members).set({ wantsNotices }).where(eq(members.id, member.id));

describe('whose calendar has it', () => {
  it('gets it who comes without having been called, once, and then hears of every change', async () => {
    const meeting = await called('Kom senere');
    await work();
    server.taken.length = 0;
    const late = await world.person('member', { email: 'late@example.org', wantsNotices: false });
    await registerFor(world.as(late), meeting.id, 'not_attending');
    await registerFor(world.as(late), meeting.id, 'online');
    await registerFor(world.as(late), meeting.id, 'on_site');
    await work();
    expect(await only('late@example.org')).toMatchObject({ method: 'REQUEST', sequence: 0, partstat: 'ACCEPTED', mail: { subject: 'Du er tilmeldt: Kom senere, onsdag den 5. maj 2027 kl. 10.00' } });
    server.taken.length = 0;
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, { ...may, title: 'Kom senere', place: 'B' }), version: 2 });
    await work();
    expect(await only('late@example.org')).toMatchObject({ method: 'REQUEST', sequence: 1, location: 'B' });
    server.taken.length = 0;
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    await work();
    expect(await only('late@example.org')).toMatchObject({ method: 'CANCEL', sequence: 2 });
  });

  it('is told of moves and the end also when its owner wants no more notices: nothing stays behind', async () => {
    const meeting = await called('Spøgelse');
    await work();
    await setNotices(bo, false);
    server.taken.length = 0;
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, { ...may, title: 'Spøgelse', place: 'B' }), version: 2 });
    await work();
    expect((await only('bo@example.org')).mail.subject).toMatch(/^Changed: /);
    server.taken.length = 0;
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    await work();
    expect(await only('bo@example.org')).toMatchObject({ method: 'CANCEL', sequence: 2 });
    server.taken.length = 0;
    // And of a meeting they were never called to they hear nothing.
    const other = await called('Uden ham');
    await cancelMeeting(world.as(organiser), other.id, 'Storm');
    await work();
    expect(await arrived('bo@example.org')).toEqual([]);
    await setNotices(bo, true);
  });

  it('gets its first invite with the agenda, where the call never came, and is told of a move after that', async () => {
    const meeting = await called('Dagsorden først');
    await work();
    const late = await world.person('member', { email: 'agenda@example.org' });
    server.taken.length = 0;
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Velkomst' }));
    await publishAgenda(world.as(organiser), meeting.id);
    await work();
    expect(await only('agenda@example.org')).toMatchObject({ method: 'REQUEST', sequence: 0, status: 'CONFIRMED' });
    server.taken.length = 0;
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, { ...may, title: 'Dagsorden først', place: 'B' }), version: 2 });
    await work();
    expect((await only('agenda@example.org')).mail.subject).toMatch(/^Ændret: /);
    await setNotices(late, false);
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
  });

  it('is told of a move though an agenda with the new time left before', async () => {
    const meeting = await called('Flyttet midt i det hele');
    await work();
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Velkomst' }));
    await editMeeting(world.as(organiser), meeting.id, { ...meetingInput(world.clock.now, { ...may, title: 'Flyttet midt i det hele', place: 'B' }), version: 2 });
    await world.connection.sql`update graphile_worker._private_jobs set run_at = now() + interval '1 day' where key like 'mail:%'`;
    await publishAgenda(world.as(organiser), meeting.id);
    server.taken.length = 0;
    await work();
    expect((await only('anna@example.org')).mail.subject).toMatch(/^Dagsordenen/);
    server.taken.length = 0;
    await world.connection.sql`update graphile_worker._private_jobs set run_at = now() where key like 'mail:%'`;
    await work();
    expect((await only('anna@example.org')).mail.subject).toMatch(/^Ændret: /);
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    await work();
  });

  it('holds nobody back by a digest: calls and moves come at once, the agenda with the others', async () => {
    await world.connection.db.insert(mailChoices).values({ memberId: anna.id, topic: 'meetings', pace: 'daily' });
    const meeting = await called('Straks');
    await work();
    expect((await only('anna@example.org')).method).toBe('REQUEST');
    server.taken.length = 0;
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Velkomst' }));
    await publishAgenda(world.as(organiser), meeting.id);
    await work();
    expect(await arrived('anna@example.org')).toEqual([]);
    await world.connection.db.delete(mailChoices);
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    await work();
  });
});

describe('the mail as it goes over the wire', () => {
  it('has the calendar last among its forms and as a file, byte for byte, in lines that any server takes', async () => {
    await called('En lang titel med æøå og 👩‍💻 '.repeat(4).trim());
    await work();
    const taken = server.taken.find((one) => one.to.includes('anna@example.org'));
    const raw = taken?.raw ?? '';
    for (const line of raw.split('\r\n')) expect(Buffer.byteLength(line, 'latin1')).toBeLessThanOrEqual(998);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    // Only ASCII: no server on the way may change a byte.
    expect(raw).toMatch(/^[\x00-\x7f]*$/);
    const types = [...raw.matchAll(/^Content-Type: ([^;\r\n]+)/gim)].map((match) => match[1]);
    expect(types).toEqual(['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'text/calendar', 'application/ics']);
    expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8;\s+method=REQUEST/i);
    expect(raw).toMatch(/filename="?invite\.ics/);
    const mail = await simpleParser(Buffer.from(raw, 'latin1'));
    const [inline, file] = ['text/calendar', 'application/ics'].map((type) => mail.attachments.find((one) => one.contentType === type)?.content);
    expect(inline?.equals(file ?? Buffer.alloc(0))).toBe(true);
    const ics = inline?.toString('utf8') ?? '';
    expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('says in its head what it is, where it belongs and how to be rid of it', async () => {
    const meeting = await called('Brevhoved');
    await work();
    const mail = (await only('bo@example.org')).mail;
    const header = (name: string) => mail.headerLines.find(({ key }) => key === name)?.line.replace(/\r\n\s+/g, ' ') ?? '';
    expect(header('list-id')).toMatch(/^List-ID: =\?utf-8\?B\?[\w+/=]+\?= <moeder\.127\.0\.0\.1>$/i);
    expect(header('list-unsubscribe')).toMatch(/^List-Unsubscribe: <http:\/\/127\.0\.0\.1:3000\/en\/afmeld\/moeder\/[\w-]+>$/);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(header('auto-submitted')).toBe('Auto-Submitted: auto-generated');
    expect(mail.references).toBe(`<meeting.${meeting.id}@127.0.0.1>`);
    expect(mail.text).toContain('Unsubscribe from mail about meetings:\nhttp://127.0.0.1:3000/en/afmeld/moeder/');
  });
});
