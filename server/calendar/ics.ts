import { getVtimezoneComponent } from '@touch4it/ical-timezones';
import ical, { escape, foldLines, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency, type ICalEventData } from 'ical-generator';
import { DateTime } from 'luxon';
import type { Language } from '~/db/schema/states';
import { ZONE } from '../time';

// The one place that knows ical-generator, and what it leaves to its caller: words are made safe before it gets
// them, and the lines that it writes wrongly or not at all are written here (RFC 5545, 5546, 6868, 7986).

export type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL';
export type Person = { name: string; email: string };
/** PARTSTAT of the one who is invited, as the site knows it; `tentative`: on the waiting list. */
export type Answer = 'needs_action' | 'accepted' | 'tentative' | 'declined';
/** `answers`: whether a reply from a calendar program is read by anyone (RSVP). */
export type Attendee = Person & { answer: Answer; answers: boolean };
export type IcsEvent = {
  uid: string;
  /** Rises with time, place and state; never negative. */
  sequence: number;
  createdAt: Date;
  /** LAST-MODIFIED: when what the event says was last changed. */
  changedAt: Date;
  /** DTSTAMP: when this file's account of it was made; in a feed, when it was last changed. */
  stampedAt: Date;
  /** Two instants, the whole day (`YYYY-MM-DD`) where no clock is known, or one instant. */
  when: { from: Date; to: Date } | { day: string } | { at: Date };
  title: string; description: string; location: string | null; url: string;
  categories: string[];
  /** A link to take part by; leave it out of what anyone may read. */
  conference?: { url: string; label: string };
  /** Null in a CANCEL to one alone: the event itself stands for the others (RFC 5546, 3.2.5). */
  status: 'confirmed' | 'tentative' | 'cancelled' | null;
  organizer: Person;
  attendee?: Attendee;
};
type Calendar = { method: Method; language: Language; name?: string; events: IcsEvent[] };

/**
 * A calendar file: CRLF to the last line, none over 75 octets, the same bytes for the same input.
 * Throws on what would not be a calendar: a negative or broken sequence, an invite without its one attendee, a published
 * one with any, a CANCEL of what is said to stand.
 */
export function toIcs({ method, language, name, events }: Calendar): string {
  const calendar = ical({ prodId: { company: 'OGP-forum', product: 'OGP-forum', language: language.toUpperCase() }, method: ICalCalendarMethod[method] });
  calendar.scale('GREGORIAN');
  for (const event of events) {
    check(method, event);
    calendar.createEvent(forLibrary(event));
  }
  const lines = calendar.toString().replaceAll('\r\n ', '').split('\r\n');
  const firstEvent = lines.findIndex((line) => line === 'BEGIN:VEVENT' || line === 'END:VCALENDAR');
  const extras = events.map(ownLines);
  const body = lines.slice(firstEvent).flatMap((line) => (line === 'END:VEVENT' ? [...(extras.shift() ?? []), line] : [line]));
  // Properties of the calendar stand before its components.
  return `${foldLines([...lines.slice(0, firstEvent), ...(name ? nameLines(name) : []), ...zoneLines(), ...body].join('\r\n'))}\r\n`;
}

function check(method: Method, event: IcsEvent): void {
  if (!Number.isSafeInteger(event.sequence) || event.sequence < 0) throw new Error(`a calendar sequence is a whole number from 0, not ${event.sequence}`);
  if (!event.organizer.email) throw new Error('a calendar event needs an organizer');
  if ((method === 'PUBLISH') === (event.attendee !== undefined)) throw new Error(`${method} takes ${method === 'PUBLISH' ? 'no' : 'one'} attendee`);
  if (method === 'CANCEL' && event.status !== 'cancelled' && event.status !== null) throw new Error('CANCEL is for what is cancelled, or for one who is no longer invited');
  if (method !== 'CANCEL' && event.status === null) throw new Error(`${method} says how the event stands`);
}

const statuses = { confirmed: ICalEventStatus.CONFIRMED, tentative: ICalEventStatus.TENTATIVE, cancelled: ICalEventStatus.CANCELLED };

function forLibrary(event: IcsEvent): ICalEventData {
  const { when, status } = event;
  const busy = 'from' in when && status === 'confirmed';
  return {
    id: event.uid, sequence: event.sequence, timezone: ZONE,
    created: inUtc(event.createdAt), stamp: inUtc(event.stampedAt), lastModified: inUtc(event.changedAt),
    ...span(when),
    summary: oneLine(event.title), description: manyLines(event.description), location: event.location && oneLine(event.location),
    categories: event.categories.map((name) => ({ name: oneLine(name) })),
    ...(status ? { status: statuses[status] } : {}),
    transparency: busy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
  };
}

// Never a native Date: with a time zone the library would print the server's own clock.
function span(when: IcsEvent['when']): Pick<ICalEventData, 'start'> & Partial<ICalEventData> {
  if ('day' in when) return { start: DateTime.fromISO(when.day, { zone: ZONE }), allDay: true };
  return 'at' in when ? { start: inZone(when.at) } : { start: inZone(when.from), end: inZone(when.to) };
}

const partstats = { needs_action: 'NEEDS-ACTION', accepted: 'ACCEPTED', tentative: 'TENTATIVE', declined: 'DECLINED' } as const;

/** People and addresses: names stand in quotes, and nothing in an address is escaped with a backslash. */
function ownLines({ organizer, attendee, url, conference }: IcsEvent): string[] {
  return [
    `ORGANIZER;CN="${parameter(organizer.name || organizer.email)}":mailto:${mailAddress(organizer.email)}`,
    ...(attendee ? [`ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${partstats[attendee.answer]};RSVP=${attendee.answers ? 'TRUE' : 'FALSE'};CN="${parameter(attendee.name || attendee.email)}":mailto:${mailAddress(attendee.email)}`] : []),
    `URL;VALUE=URI:${webAddress(url)}`,
    ...(conference ? [`CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="${parameter(conference.label)}":${webAddress(conference.url)}`] : []),
  ];
}

function nameLines(name: string): string[] {
  const safe = escape(oneLine(name), false);
  return [`NAME:${safe}`, `X-WR-CALNAME:${safe}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H', `X-WR-TIMEZONE:${ZONE}`];
}

/** The zone's own rules travel along, without the address that a client might fetch. */
function zoneLines(): string[] {
  const zone = getVtimezoneComponent(ZONE);
  if (!zone) throw new Error(`no rules for ${ZONE}`);
  return zone.trim().split(/\r?\n/).filter((line) => !line.startsWith('TZURL'));
}

const inUtc = (instant: Date) => DateTime.fromJSDate(instant, { zone: 'utc' });
const inZone = (instant: Date) => DateTime.fromJSDate(instant, { zone: ZONE });

/** Text may hold no control letters but tab and line end; some readers take the rarer line ends for real ones. */
const manyLines = (words: string) => words.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '');
const oneLine = (words: string) => manyLines(words).replace(/\s*\n\s*/g, ' ').trim();
/** A parameter's value has no backslash to escape with; a caret does it (RFC 6868). */
const parameter = (words: string) => oneLine(words).replaceAll('^', '^^').replaceAll('"', "^'");
const webAddress = (address: string) => new URL(address).href;
const mailAddress = (address: string) => encodeURI(address).replace(/[;,\\:]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
