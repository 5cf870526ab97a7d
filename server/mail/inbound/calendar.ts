import ICAL from 'ical.js';

/** An answer as a calendar program writes it (iTIP REPLY). `attendee` is small. */
export type CalendarAnswer = { uid: string; attendee: string; partstat: string; sequence: number; stamp: Date };

/** Letters of one calendar part: an answer to one meeting is a tenth of it, with its time zone. */
const LARGEST = 200_000;
/** The largest that a program can count to (RFC 5545, 3.3.8), and our database with it. */
const HIGHEST = 2_147_483_647;

/**
 * The one answer in a calendar part. `method`: what its Content-Type says; it counts where the calendar is silent, and two that
 * differ are none (RFC 6047, 2.4). Null too for what is larger than an answer is, for more than one event or attendee, for one
 * occurrence of a series (no meeting of ours is one), and for what cannot be read. Rules of repetition are never worked out.
 */
export function readAnswer(text: string, method: string | null): CalendarAnswer | null {
  if (text.length > LARGEST) return null;
  try {
    const parsed: unknown = ICAL.parse(text);
    if (!Array.isArray(parsed) || parsed[0] !== 'vcalendar') return null;
    const calendar = new ICAL.Component(parsed);
    const said = [method, wordOf(calendar.getFirstPropertyValue('method'))].filter((one) => one !== null).map((one) => one.trim().toUpperCase());
    const events = calendar.getAllSubcomponents('vevent');
    const [event] = events;
    if (said.length === 0 || said.some((one) => one !== 'REPLY') || !event || events.length !== 1) return null;
    return answerIn(event);
  } catch {
    // Not a calendar after all: whoever sent it, it answers nothing.
    return null;
  }
}

function answerIn(event: ICAL.Component): CalendarAnswer | null {
  const attendees = event.getAllProperties('attendee');
  const [attendee] = attendees;
  if (!attendee || attendees.length !== 1 || event.hasProperty('recurrence-id')) return null;
  const stamp: unknown = event.getFirstPropertyValue('dtstamp');
  const uid = wordOf(event.getFirstPropertyValue('uid')) ?? '';
  // Missing is 0 (RFC 5546, 3.2.3).
  const sequence = Number(event.getFirstPropertyValue('sequence') ?? 0);
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > HIGHEST) return null;
  if (!(stamp instanceof ICAL.Time) || stamp.isDate || stamp.zone !== ICAL.Timezone.utcTimezone) return null;
  const at = stamp.toJSDate();
  if (Number.isNaN(at.getTime()) || !/^[^\p{Cc}]{1,500}$/u.test(uid)) return null;
  return { uid, attendee: addressOf(attendee), partstat: (parameterOf(attendee, 'partstat') ?? 'NEEDS-ACTION').toUpperCase(), sequence, stamp: at };
}

/** The mail address of an attendee: of its `mailto:`, or, where it is named otherwise, beside it (RFC 7986, 6.2). */
function addressOf(attendee: ICAL.Property): string {
  const named = wordOf(attendee.getFirstValue()) ?? '';
  const address = /^mailto:/i.test(named) ? decoded(named.slice('mailto:'.length)) : (parameterOf(attendee, 'email') ?? named);
  return address.trim().replace(/^mailto:/i, '').toLowerCase();
}

/** What we escaped in an address comes back escaped. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    // A lone percent sign: it was never escaped.
    return address;
  }
}

const wordOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const parameterOf = (property: ICAL.Property, name: string): string | null => {
  const value: unknown = property.getParameter(name);
  return wordOf(Array.isArray(value) ? value[0] : value);
};
