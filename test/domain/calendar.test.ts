import { once } from 'node:events';
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import express from 'express';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agendaVersions, meetings } from '~/db/schema';
import { toIcs, type Attendee, type IcsEvent } from '~/server/calendar/ics';
import { cancelToIcs, inviteToIcs, meetingToIcs, networkToIcs, organizerOf } from '~/server/calendar/meeting-ics';
import type { CalendarMeeting } from '~/server/calendar/read';
import type { Actor } from '~/server/context';
import { cancelMeeting, createMeeting, editMeeting, recordPastMeeting } from '~/server/domain/meetings/commands';
import { calendarRoutes } from '~/server/http/calendar';
import { addDays } from '~/server/time';
import { readByOther } from '../support/other-calendar';
import { aCalledMeeting, meetingInput } from '../support/make';
import { useWorld } from '../support/world';

const baseUrl = 'https://forum.example.org';
const organizer = { name: 'OGP-forum', email: 'forum@example.org' };
const guest: Attendee = { name: 'Et Medlem', email: 'member@example.org', answer: 'needs_action', answers: false };

const event = (more: Partial<IcsEvent> = {}): IcsEvent => ({
  uid: 'en-uid@ogp-forum', sequence: 0, createdAt: new Date('2027-02-01T09:00:00Z'), changedAt: new Date('2027-03-01T09:00:00Z'), stampedAt: new Date('2027-03-01T09:00:00Z'), when: { from: new Date('2027-05-05T08:00:00Z'), to: new Date('2027-05-05T10:00:00Z') },
  title: 'Møde', description: 'Formål', location: 'Sal', url: `${baseUrl}/moeder/m`, categories: ['Netværksmøde'], status: 'confirmed', organizer, ...more,
});
const published = (...events: IcsEvent[]) => toIcs({ method: 'PUBLISH', language: 'da', events });

const unfold = (ics: string) => ics.replaceAll('\r\n ', '').split('\r\n');
const parse = (ics: string) => new ICAL.Component(ICAL.parse(ics) as unknown[]);
const eventsIn = (ics: string) => parse(ics).getAllSubcomponents('vevent').map((found) => new ICAL.Event(found));
/** The instant that a calendar program takes from the file, by the rules in the file alone. */
function instant(ics: string, which: 'dtstart' | 'dtend'): string {
  const calendar = parse(ics);
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') as ICAL.Component);
  const time = (calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue(which) as ICAL.Time).clone();
  time.zone = zone;
  return time.toJSDate().toISOString();
}

/** What must hold of every file, whatever is in it. */
function expectSound(ics: string, count: number): void {
  expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n\u0085\u2028\u2029]|[^\P{Cc}\t]/u);
  for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  // A letter cut in two would not survive its own line being read as UTF-8.
  for (const line of ics.split('\r\n')) expect(Buffer.from(line).toString()).not.toContain('\ufffd');
  const lines = unfold(ics);
  const firstComponent = lines.findIndex((line, index) => index > 0 && line.startsWith('BEGIN:'));
  const properties = lines.slice(1, firstComponent).map((line) => line.split(/[:;]/)[0]);
  for (const needed of ['VERSION', 'PRODID', 'CALSCALE', 'METHOD']) expect(properties.filter((name) => name === needed)).toEqual([needed]);
  // After the components nothing but the end: no property of the calendar has slipped behind them.
  let depth = 0;
  for (const line of lines.slice(0, -1)) {
    if (line.startsWith('BEGIN:')) depth += 1;
    if (depth === 1 && !line.startsWith('BEGIN:')) expect(lines.indexOf(line)).toSatisfy((at: number) => at < firstComponent || line === 'END:VCALENDAR');
    if (line.startsWith('END:')) depth -= 1;
  }
  const calendar = parse(ics);
  expect(calendar.getAllSubcomponents().map((part) => part.name)).toEqual(['vtimezone', ...Array<string>(count).fill('vevent')]);
  for (const vevent of calendar.getAllSubcomponents('vevent')) for (const name of ['uid', 'dtstamp', 'dtstart', 'sequence', 'organizer', 'url']) expect([name, vevent.getAllProperties(name).length]).toEqual([name, 1]);
}

describe('the bytes', () => {
  it.each([70, 71, 72, 73, 74, 75, 76, 77, 148, 149, 150, 151])('folds %i letters of æøå and more at 75 octets, never inside a letter', (n) => {
    for (const letter of ['x', 'å', 'æøå', '€', '👩‍💻', 'a\u030a']) {
      const title = letter.repeat(n);
      const ics = published(event({ title, location: title, description: title }));
      expectSound(ics, 1);
      expect(eventsIn(ics)[0]).toMatchObject({ summary: title, location: title, description: title });
    }
  });

  it('escapes what text may not hold', () => {
    const words = 'Et \\ to; tre, fire "fem" : seks\nSyv\r\nOtte\rNi\tTi';
    const ics = published(event({ description: words, title: 'a; b, c \\ d', location: 'Gade 1, 2. sal; »Salen«' }));
    expectSound(ics, 1);
    expect(unfold(ics)).toContain('SUMMARY:a\\; b\\, c \\\\ d');
    expect(unfold(ics)).toContain('DESCRIPTION:Et \\\\ to\\; tre\\, fire "fem" : seks\\nSyv\\nOtte\\nNi\tTi');
    expect(eventsIn(ics)[0]).toMatchObject({ summary: 'a; b, c \\ d', location: 'Gade 1, 2. sal; »Salen«', description: words.replace(/\r\n?/g, '\n') });
  });

  it.each(['\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\u000b', '\u000c', '\u0000', '\\n'])('lets nobody write properties of their own (%j)', (line) => {
    const evil = `Møde${line}END:VEVENT${line}BEGIN:VEVENT${line}ATTENDEE:mailto:evil@example.com${line}X-EVIL:1`;
    const person: Attendee = { ...guest, name: `Navn";X-A=1:mailto:evil@example.com${line}ATTENDEE:mailto:evil@example.com` };
    const ics = toIcs({ method: 'REQUEST', language: 'da', name: evil, events: [event({ title: evil, location: evil, description: evil, organizer: { ...organizer, name: person.name }, attendee: person, conference: { url: `https://moede.example.org/${encodeURIComponent(evil)}`, label: evil } })] });
    expectSound(ics, 1);
    const [vevent] = parse(ics).getAllSubcomponents('vevent');
    expect(vevent?.getAllProperties('attendee').map((one) => String(one.getFirstValue()).toLowerCase())).toEqual(['mailto:member@example.org']);
    expect(vevent?.getFirstProperty('x-evil')).toBeFalsy();
    expect(Object.keys(vevent?.getFirstProperty('attendee')?.jCal[1] as object).sort()).toEqual(['cn', 'cutype', 'partstat', 'role', 'rsvp']);
    expect(parse(ics).getAllProperties('name')).toHaveLength(1);
  });

  it('leaves addresses as they are', () => {
    const url = 'https://moede.example.org/j/1?pwd=a,b;c&x=%2C\\';
    const lines = unfold(published(event({ url, conference: { url, label: 'Deltag, "online"' } })));
    expect(lines).toContain('URL;VALUE=URI:https://moede.example.org/j/1?pwd=a,b;c&x=%2C\\');
    expect(lines).toContain('CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Deltag, ^\'online^\'":https://moede.example.org/j/1?pwd=a,b;c&x=%2C\\');
    expect(unfold(published(event({ url: 'https://x.example/å b\r\nX-EVIL:1' }))).some((line) => line.startsWith('X-EVIL'))).toBe(false);
  });

  it('quotes names with carets, as RFC 6868 has it', () => {
    const name = 'Åse "Bo" \\ Hansen ^n; ph.d.: x,y';
    const ics = toIcs({ method: 'REQUEST', language: 'da', events: [event({ organizer: { ...organizer, name }, attendee: { ...guest, name, email: 'aase+1@example.org' } })] });
    expect(unfold(ics)).toContain("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;CN=\"Åse ^'Bo^' \\ Hansen ^^n; ph.d.: x,y\":mailto:aase+1@example.org");
    for (const who of ['attendee', 'organizer']) expect(parse(ics).getFirstSubcomponent('vevent')?.getFirstProperty(who)?.getParameter('cn')).toBe(name);
  });

  it('says the instants in UTC and the meeting in its zone', () => {
    const lines = unfold(published(event({ changedAt: new Date('2027-07-01T22:30:59.900Z'), stampedAt: new Date('2027-07-02T00:00:01Z') })));
    for (const line of ['CREATED:20270201T090000Z', 'DTSTAMP:20270702T000001Z', 'LAST-MODIFIED:20270701T223059Z', 'DTSTART;TZID=Europe/Copenhagen:20270505T100000', 'DTEND;TZID=Europe/Copenhagen:20270505T120000']) expect(lines).toContain(line);
  });

  it('is a whole day where no clock is known', () => {
    const ics = published(event({ when: { day: '2018-08-22' } }));
    expectSound(ics, 1);
    expect(unfold(ics)).toContain('DTSTART;VALUE=DATE:20180822');
    expect(ics).not.toContain('DTEND');
  });

  it('is a calendar also with nothing in it', () => expectSound(toIcs({ method: 'PUBLISH', language: 'da', name: 'Tom', events: [] }), 0));

  it.each([
    ['a negative sequence', () => published(event({ sequence: -1 }))],
    ['a broken sequence', () => published(event({ sequence: 1.5 }))],
    ['an invite to nobody', () => toIcs({ method: 'REQUEST', language: 'da', events: [event()] })],
    ['an invite from nobody', () => toIcs({ method: 'REQUEST', language: 'da', events: [event({ attendee: guest, organizer: { name: '', email: '' } })] })],
    ['attendees in public', () => published(event({ attendee: guest }))],
    ['an invite that says nothing of how it stands', () => toIcs({ method: 'REQUEST', language: 'da', events: [event({ attendee: guest, status: null })] })],
    ['a cancellation of what stands', () => toIcs({ method: 'CANCEL', language: 'da', events: [event({ attendee: guest })] })],
  ])('refuses %s', (_what, make) => expect(make).toThrow());

  it('reads who invites from the setting', () => {
    expect(organizerOf({ mailFrom: 'OGP-forum <forum@example.org>' })).toEqual(organizer);
    expect(organizerOf({ mailFrom: '"Netværket, OGP" <a@b.dk>' })).toEqual({ name: 'Netværket, OGP', email: 'a@b.dk' });
    expect(organizerOf({ mailFrom: 'a@b.dk' })).toEqual({ name: 'a@b.dk', email: 'a@b.dk' });
  });
});

describe('another program', () => {
  it('reads the same in every file as ical.js does', () => {
    const words = 'Et \\ to; tre, fire "fem" : seks\nÆblegrød 👩‍💻 €'.repeat(4);
    const files = [
      published(event({ title: 'a; b, c \\ d', location: 'Gade 1, 2. sal; »Salen«', description: words, url: 'https://moede.example.org/j/1?pwd=a,b;c' }), event({ uid: 'to@ogp-forum', when: { day: '2018-08-22' } })),
      toIcs({ method: 'REQUEST', language: 'da', events: [event({ attendee: { ...guest, name: 'Åse "Bo" Hansen; ph.d.' }, conference: { url: 'https://moede.example.org/1', label: 'Deltag' } })] }),
      toIcs({ method: 'CANCEL', language: 'en', events: [event({ attendee: guest, status: 'cancelled', sequence: 7 })] }),
      published(event({ when: { at: new Date('2027-10-31T02:30:00Z') } })),
    ];
    const read = readByOther(files);
    files.forEach((file, n) => {
      const expected = eventsIn(file).map(({ uid, sequence, summary, description, location, organizer: by }) => ({ uid, sequence, summary, description, location, organizer: by }));
      expect(read[n]).toMatchObject(expected);
    });
    expect(read.map((events) => events[0]?.method)).toEqual(['PUBLISH', 'REQUEST', 'CANCEL', 'PUBLISH']);
    expect(read[0]?.[0]?.url).toBe('https://moede.example.org/j/1?pwd=a,b;c');
    expect(read[0]?.[1]).toMatchObject({ start: '2018-08-22', end: null });
    expect(read[1]?.[0]?.attendees).toEqual(['mailto:member@example.org']);
    expect(read[3]?.[0]?.start).toBe('2027-10-31T02:30:00.000Z');
  });
});

describe('the clock', () => {
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  function offsetByIntl(at: Date): number {
    const p = Object.fromEntries(wall.formatToParts(at).map((part) => [part.type, Number(part.value)]));
    return (Date.UTC(p.year ?? 0, (p.month ?? 1) - 1, p.day, p.hour, p.minute, p.second) - at.getTime()) / 1000;
  }

  it.each([
    ['2027-03-28T00:59:00.000Z', '2027-03-28T01:01:00.000Z'],
    ['2027-03-28T07:00:00.000Z', '2027-03-28T09:00:00.000Z'],
    ['2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    ['2027-10-31T07:00:00.000Z', '2027-10-31T09:00:00.000Z'],
    ['2027-10-30T22:00:00.000Z', '2027-10-31T22:00:00.000Z'],
    ['2027-10-31T02:00:00.000Z', '2027-10-31T03:00:00.000Z'],
  ])('%s to %s comes back as it was', (from, to) => {
    const ics = published(event({ when: { from: new Date(from), to: new Date(to) } }));
    expectSound(ics, 1);
    expect([instant(ics, 'dtstart'), instant(ics, 'dtend')]).toEqual([from, to]);
    expect(readByOther([ics])[0]?.[0]).toMatchObject({ start: from, end: to });
  });

  it('has rules that agree with the time zone database, hour by hour, 2024 to 2037', () => {
    const zone = new ICAL.Timezone(parse(published(event())).getFirstSubcomponent('vtimezone') as ICAL.Component);
    expect(zone.tzid).toBe('Europe/Copenhagen');
    const [from, to] = [Date.UTC(2024, 0, 1), Date.UTC(2038, 0, 1)];
    const instants = Array.from({ length: (to - from) / 3_600_000 }, (_, hour) => new Date(from + hour * 3_600_000));
    const wrong = instants.filter((at) => {
      const offset = offsetByIntl(at);
      const local = new Date(at.getTime() + offset * 1000);
      const time = new ICAL.Time({ year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(), hour: local.getUTCHours(), minute: 0, second: 0, isDate: false }, zone);
      // The hour that comes twice in October has two right answers; a file can name only one.
      const other = offsetByIntl(new Date(at.getTime() + 3_600_000)) !== offset && offset === 7200 || offsetByIntl(new Date(at.getTime() - 3_600_000)) !== offset && offset === 3600;
      return !(other && at.getUTCMonth() === 9) && zone.utcOffset(time) !== offset;
    });
    expect(wrong.map((at) => at.toISOString())).toEqual([]);
  });
});

describe('a meeting', () => {
  const meeting = (more: Partial<CalendarMeeting> = {}) => ({
    id: randomUUID(), slug: '2027-05-05-moede', title: 'Netværksmøde', purpose: 'At drøfte', day: '2027-05-05', startsAt: new Date('2027-05-05T08:00:00Z'), endsAt: new Date('2027-05-05T10:00:00Z'),
    place: 'Sal 1, Københavns Rådhus', onlineUrl: 'https://moede.example.org/hemmeligt', proposalDeadline: new Date('2027-04-21T10:00:00Z'), capacity: null, state: 'called', agendaState: 'published',
    calendarUid: 'uid-1@ogp-forum', calendarSequence: 3, note: null, minutesElsewhere: null, isExample: false, calledAt: new Date(), startedAt: null, heldAt: null, cancelledAt: null, cancelReason: null,
    createdBy: null, version: 1, createdAt: new Date(), updatedAt: new Date('2027-03-01T09:00:00Z'), agenda: ['Velkomst', 'Åbne data'], changedAt: new Date('2027-03-01T09:00:00Z'), correctionsDue: null, ...more,
  }) as CalendarMeeting;
  const setting = { language: 'da' as const, baseUrl, organizer };
  const invite = { ...setting, recipient: guest, stampedAt: new Date('2027-03-02T09:00:00Z') };

  it('is public without the link and without people', () => {
    const ics = meetingToIcs(meeting(), setting);
    expectSound(ics, 1);
    expect(ics).not.toMatch(/hemmeligt|ATTENDEE|CONFERENCE/);
    expect(eventsIn(ics)[0]).toMatchObject({
      uid: 'uid-1@ogp-forum', sequence: 3, summary: 'Netværksmøde', location: 'Sal 1, Københavns Rådhus', organizer: 'mailto:forum@example.org',
      description: 'At drøfte\n\nDagsorden:\n1. Velkomst\n2. Åbne data\n\nFrist for forslag til dagsordenen: onsdag den 21. april 2027 kl. 12.00\n\nMødets side: https://forum.example.org/moeder/2027-05-05-moede',
    });
  });

  it('is an invite to one, with the link, in their language', () => {
    const ics = inviteToIcs(meeting(), { ...invite, language: 'en', recipient: { ...guest, answer: 'accepted', answers: true } });
    expectSound(ics, 1);
    const lines = unfold(ics);
    expect(lines).toContain('METHOD:REQUEST');
    expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toEqual(['ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE;CN="Et Medlem":mailto:member@example.org']);
    for (const line of ['STATUS:CONFIRMED', 'CATEGORIES:Network meeting', 'DTSTAMP:20270302T090000Z', 'LAST-MODIFIED:20270301T090000Z']) expect(lines).toContain(line);
    expect(lines).toContain('CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Attend online":https://moede.example.org/hemmeligt');
    expect(lines).toContain('URL;VALUE=URI:https://forum.example.org/en/moeder/2027-05-05-moede');
  });

  it('is cancelled with its reason', () => {
    const ics = cancelToIcs(meeting({ state: 'cancelled', cancelReason: 'Storm' }), { ...invite, alone: false });
    expectSound(ics, 1);
    const lines = unfold(ics);
    for (const line of ['METHOD:CANCEL', 'STATUS:CANCELLED', 'SUMMARY:Aflyst: Netværksmøde']) expect(lines).toContain(line);
    expect(ics).not.toContain('hemmeligt');
    expect(eventsIn(ics)[0]?.description).toContain('Mødet er aflyst. Begrundelse: Storm');
  });

  it('leaves one calendar without being called off for the others', () => {
    const ics = cancelToIcs(meeting(), { ...invite, alone: true });
    expectSound(ics, 1);
    expect(unfold(ics)).toContain('METHOD:CANCEL');
    expect(ics).not.toMatch(/^(STATUS|SUMMARY:Aflyst)/m);
    expect(ics).not.toContain('hemmeligt');
  });

  it('has its deadlines as moments that keep nobody busy', () => {
    const ics = networkToIcs([meeting({ correctionsDue: new Date('2027-05-12T21:59:59.999Z') })], setting, ['deadlines']);
    expectSound(ics, 2);
    const lines = unfold(ics);
    expect(lines.filter((line) => line.startsWith('UID'))).toEqual(['UID:uid-1-proposals@ogp-forum', 'UID:uid-1-corrections@ogp-forum']);
    expect(lines.filter((line) => line.startsWith('SUMMARY'))).toEqual(['SUMMARY:Frist for forslag: Netværksmøde', 'SUMMARY:Frist for rettelser til referatet: Netværksmøde']);
    expect(lines).toContain('DTSTART;TZID=Europe/Copenhagen:20270421T120000');
    expect(lines.filter((line) => line === 'TRANSP:TRANSPARENT')).toHaveLength(2);
    expect(ics).not.toContain('DTEND');
  });

  it('has the same bytes each time', () => {
    const make = () => inviteToIcs(meeting(), invite);
    expect(make()).toBe(make());
  });
});

describe('the addresses', () => {
  const world = useWorld();
  let organiser: Actor;
  let url: string;
  const app = express();
  const server = createServer(app);
  beforeAll(async () => {
    organiser = await world.person('organiser', { wantsNotices: false });
    app.use(calendarRoutes(world.services));
    app.use((_req, res) => void res.status(418).send('a page'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers });

  it('gives a called meeting, and 304 to who has it', async () => {
    const { id, slug } = await aCalledMeeting(world, organiser, { title: 'I kalenderen' });
    world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    const answer = await get(`/moeder/${slug}.ics`);
    const ics = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expectSound(ics, 1);
    expect(eventsIn(ics)[0]?.summary).toBe('I kalenderen');
    expect(ics).not.toContain('moede.example.org');
    expect(await (await get(`/moeder/${slug}.ics`)).text()).toBe(ics);
    const [etag, modified] = [answer.headers.get('etag') ?? '', answer.headers.get('last-modified') ?? ''];
    expect((await get(`/moeder/${slug}.ics`, { 'If-None-Match': etag })).status).toBe(304);
    expect((await get(`/moeder/${slug}.ics`, { 'If-Modified-Since': modified })).status).toBe(304);
    expect((await fetch(`${url}/moeder/${slug}.ics`, { method: 'HEAD' })).status).toBe(200);
    world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    await editMeeting(world.as(organiser), id, { ...meetingInput(new Date('2027-03-01T09:00:00Z'), { title: 'I kalenderen' }), place: 'Et andet sted', version: 2 });
    const fresh = await get(`/moeder/${slug}.ics`, { 'If-None-Match': etag, 'If-Modified-Since': modified });
    expect(fresh.status).toBe(200);
    expect(eventsIn(await fresh.text())[0]).toMatchObject({ location: 'Et andet sted', sequence: 1 });
    // A new agenda is news, though the meeting's own row stands.
    const stamp = fresh.headers.get('etag') ?? '';
    await world.connection.db.insert(agendaVersions).values({ meetingId: id, number: 1, publishedAt: new Date(world.clock.now.getTime() + 1000), items: [{ id: randomUUID(), position: 1, title: 'Velkomst', body: '', kind: 'information', minutes: 5, presenter: null, section: null, proposalId: null, initiatives: [], startsAt: null }] });
    await world.connection.db.update(meetings).set({ agendaState: 'published' }).where(eq(meetings.id, id));
    const publishedAt = world.clock.now.getTime() + 1000;
    world.clock.now = new Date(publishedAt + 60_000);
    const withAgenda = await get(`/moeder/${slug}.ics`, { 'If-None-Match': stamp });
    expect(eventsIn(await withAgenda.text())[0]?.description).toContain('Dagsorden:\n1. Velkomst');
    expect(new Date(withAgenda.headers.get('last-modified') ?? '').getTime()).toBe(publishedAt);
  });

  it('speaks English under /en', async () => {
    const { slug } = await aCalledMeeting(world, organiser, { title: 'På engelsk' });
    const ics = await (await get(`/en/moeder/${slug}.ics`)).text();
    expect(unfold(ics)).toContain(`URL;VALUE=URI:http://127.0.0.1:3000/en/moeder/${slug}`);
    expect(await (await get('/en/kalender.ics')).text()).toContain('X-WR-CALNAME:OGP-forum: meetings of the network');
  });

  it('knows no drafts and no strangers, and leaves pages alone', async () => {
    const { slug } = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Hemmelig kladde' }));
    expect((await get(`/moeder/${slug}.ics`)).status).toBe(404);
    expect((await get('/moeder/2027-01-01-findes-ikke.ics')).status).toBe(404);
    expect((await get(`/moeder/${slug}`)).status).toBe(418);
    expect((await get('/moeder/%00.ics')).status).toBe(418);
    expect((await get(`/moeder/${slug}.ics/mere`)).status).toBe(418);
    expect(await (await get('/kalender.ics')).text()).not.toContain('Hemmelig');
  });

  it('shows the network called, held and, for sixty days, cancelled meetings', async () => {
    const { id, slug } = await aCalledMeeting(world, organiser, { title: 'Snart aflyst' });
    await recordPastMeeting(world.as(organiser), { slug: '2018-08-22-gammelt', title: 'Gammelt møde', purpose: 'Kendes kun af dagen', day: '2018-08-22', note: '', minutesElsewhere: null, heldAt: new Date('2018-08-22T12:00:00Z'), topics: [] });
    const titles = async () => eventsIn(await (await get('/kalender.ics')).text()).map((one) => one.summary);
    expect(await titles()).toEqual(expect.arrayContaining(['Snart aflyst', 'Gammelt møde']));
    await cancelMeeting(world.as(organiser), id, 'Storm');
    expect(await titles()).toContain('Aflyst: Snart aflyst');
    const whole = await (await get('/kalender.ics')).text();
    expectSound(whole, (await titles()).length);
    expect(unfold(whole)).toContain('DTSTART;VALUE=DATE:20180822');
    world.clock.now = addDays(world.clock.now, 61);
    expect(await titles()).not.toContain('Aflyst: Snart aflyst');
    expect((await get(`/moeder/${slug}.ics`)).status).toBe(200);
  });
});
