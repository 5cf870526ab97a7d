import type { Language } from '~/db/schema/states';
import { catalogueOf } from '../i18n';
import { formatInstant } from '../i18n/format';
import { address } from '../mail/layout';
import { toIcs, type IcsEvent, type Method, type Person } from './ics';
import type { CalendarMeeting } from './read';

type Setting = { language: Language; baseUrl: string; organizer: Person };

/** Who invites: name and address of `MAIL_FROM` (`OGP-forum <forum@example.org>`, or the address alone). */
export function organizerOf({ mailFrom }: { mailFrom: string }): Person {
  const [, name = '', email = mailFrom] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(mailFrom) ?? [];
  return { name: name || email.trim(), email: email.trim() };
}

/**
 * One meeting as a calendar file. PUBLISH is for anyone: no attendee, and no link to the online meeting, which the
 * site shows to members only. REQUEST and CANCEL are for one recipient and name no other.
 */
export function meetingToIcs(meeting: CalendarMeeting, { method, recipient, ...setting }: Setting & { method: Method; recipient?: Person }): string {
  return toIcs({ method, language: setting.language, events: [toEvent(meeting, setting, recipient)] });
}

/** All the network's meetings as one calendar to subscribe to. */
export function networkToIcs(meetings: CalendarMeeting[], setting: Setting): string {
  return toIcs({ method: 'PUBLISH', language: setting.language, name: catalogueOf(setting.language).registrations.calendarName, events: meetings.map((meeting) => toEvent(meeting, setting)) });
}

function toEvent(meeting: CalendarMeeting, { language, baseUrl, organizer }: Setting, recipient?: Person): IcsEvent {
  const t = catalogueOf(language).registrations.calendar;
  const { startsAt, endsAt, onlineUrl } = meeting;
  const cancelled = meeting.state === 'cancelled';
  const url = address({ baseUrl }, language, `/moeder/${meeting.slug}`);
  const link = recipient && !cancelled ? onlineUrl : null;
  const description = [
    meeting.isExample ? t.example : null,
    cancelled ? t.cancelledBecause(meeting.cancelReason ?? '') : null,
    meeting.purpose,
    meeting.agenda.length > 0 ? [t.agenda, ...meeting.agenda.map((title, index) => `${index + 1}. ${title}`)].join('\n') : null,
    meeting.state === 'called' && meeting.proposalDeadline ? t.deadline(formatInstant(language, meeting.proposalDeadline)) : null,
    link ? t.joinOnline(link) : null,
    t.page(url),
  ].filter((part) => part !== null && part !== '').join('\n\n');
  return {
    uid: meeting.calendarUid, sequence: meeting.calendarSequence, changedAt: meeting.changedAt,
    when: startsAt && endsAt ? { from: startsAt, to: endsAt } : { day: meeting.day },
    title: cancelled ? t.cancelledTitle(meeting.title) : meeting.title,
    description, location: meeting.place ?? (onlineUrl ? t.online : null), url, cancelled, organizer,
    ...(link ? { conference: { url: link, label: t.conference } } : {}),
    ...(recipient ? { attendee: recipient } : {}),
  };
}
