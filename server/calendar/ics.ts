import { getVtimezoneComponent } from '@touch4it/ical-timezones';
import ical, { escape, foldLines, ICalAttendeeRole, ICalAttendeeStatus, ICalAttendeeType, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency, type ICalEventData } from 'ical-generator';
import { DateTime } from 'luxon';
import type { Language } from '~/db/schema/states';
import { ZONE } from '../time';

// The one place that knows ical-generator, and what it leaves to its caller: words are made safe before it gets
// them, and the lines that it writes wrongly or not at all are written here (RFC 5545, 5546, 7986).

export type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL';
export type Person = { name: string; email: string };
export type IcsEvent = {
  uid: string;
  /** Rises with time, place and state; never negative. */
  sequence: number;
  changedAt: Date;
  /** Two instants, or the whole day (`YYYY-MM-DD`) where no clock is known. */
  when: { from: Date; to: Date } | { day: string };
  title: string; description: string; location: string | null; url: string;
  /** A link to take part by; leave it out of what anyone may read. */
  conference?: { url: string; label: string };
  cancelled: boolean;
  organizer: Person;
  attendee?: Person;
};
type Calendar = { method: Method; language: Language; name?: string; events: IcsEvent[] };

/**
 * A calendar file: CRLF to the last line, none over 75 octets, the same bytes for the same input.
 * Throws on what would not be a calendar: a negative or broken sequence, an invite without its one attendee, a published one with any.
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
  if (method === 'CANCEL' && !event.cancelled) throw new Error('CANCEL is for cancelled events');
}

function forLibrary(event: IcsEvent): ICalEventData {
  const { when, attendee } = event;
  const allDay = 'day' in when;
  return {
    id: event.uid, sequence: event.sequence, timezone: ZONE,
    stamp: inUtc(event.changedAt), lastModified: inUtc(event.changedAt),
    // Never a native Date: with a time zone the library would print the server's own clock.
    ...(allDay ? { start: DateTime.fromISO(when.day, { zone: ZONE }), allDay: true } : { start: inZone(when.from), end: inZone(when.to) }),
    summary: oneLine(event.title), description: manyLines(event.description), location: event.location && oneLine(event.location),
    status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: allDay || event.cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    organizer: { name: quotable(event.organizer.name) || event.organizer.email, email: mailAddress(event.organizer.email) },
    attendees: attendee ? [{ name: quotable(attendee.name) || attendee.email, email: mailAddress(attendee.email), type: ICalAttendeeType.INDIVIDUAL, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.NEEDSACTION, rsvp: false }] : [],
  };
}

/** Addresses are no text: nothing in them is escaped with a backslash. */
function ownLines({ url, conference }: IcsEvent): string[] {
  return [
    `URL;VALUE=URI:${webAddress(url)}`,
    ...(conference ? [`CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="${quotable(conference.label)}":${webAddress(conference.url)}`] : []),
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
/** A quoted parameter has no way to write a quotation mark that every client reads. */
const quotable = (words: string) => oneLine(words).replaceAll('"', '”').replaceAll('\\', '/');
const webAddress = (address: string) => new URL(address).href;
const mailAddress = (address: string) => encodeURI(address).replace(/[;,\\:]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
