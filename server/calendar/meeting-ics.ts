import type { Language } from '~/db/schema/states';
import { catalogueOf } from '../i18n';
import { formatDay, formatInstant } from '../i18n/format';
import { readTitle } from '../i18n/stored-titles';
import { address } from '../mail/layout';
import { toIcs, type Attendee, type IcsEvent, type Person } from './ics';
import type { CalendarMeeting, OwnAction } from './read';

export type Setting = { language: Language; baseUrl: string; organizer: Person };

/** What a calendar can hold beside meetings; each can be subscribed to alone. */
export const calendarKinds = ['meetings', 'deadlines'] as const;
export type CalendarKind = (typeof calendarKinds)[number];

/** Who invites: name and address of `MAIL_FROM` (`OGP-forum <forum@example.org>`, or the address alone). */
export function organizerOf({ mailFrom }: { mailFrom: string }): Person {
  const [, name = '', email = mailFrom] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(mailFrom) ?? [];
  return { name: name || email.trim(), email: email.trim() };
}

/** One meeting as a file for anyone: no attendee, and no link to the online meeting, which the site shows to members only. */
export function meetingToIcs(meeting: CalendarMeeting, setting: Setting): string {
  return toIcs({ method: 'PUBLISH', language: setting.language, events: [toEvent(meeting, setting)] });
}

type Invite = Setting & { recipient: Attendee; stampedAt: Date };

/** One meeting for one recipient (iTIP REQUEST); nobody else is named. `stampedAt`: when the mail was made, if that is later than the change. */
export function inviteToIcs(meeting: CalendarMeeting, { recipient, stampedAt, ...setting }: Invite): string {
  return toIcs({ method: 'REQUEST', language: setting.language, events: [{ ...toEvent(meeting, setting, true), attendee: recipient, stampedAt: later(stampedAt, meeting.changedAt) }] });
}

/** Takes a meeting out of one recipient's calendar (iTIP CANCEL): it is cancelled, or, `alone`, they are no longer invited. */
export function cancelToIcs(meeting: CalendarMeeting, { recipient, stampedAt, alone, ...setting }: Invite & { alone: boolean }): string {
  const event = toEvent(meeting, setting);
  return toIcs({ method: 'CANCEL', language: setting.language, events: [{ ...event, status: alone ? null : event.status, attendee: { ...recipient, answers: false }, stampedAt: later(stampedAt, meeting.changedAt) }] });
}

/** The network's meetings and deadlines as one calendar to subscribe to. */
export function networkToIcs(meetings: CalendarMeeting[], setting: Setting, kinds: readonly CalendarKind[] = ['meetings']): string {
  const t = catalogueOf(setting.language).registrations;
  return toIcs({ method: 'PUBLISH', language: setting.language, name: t.calendarName, events: eventsOf(meetings, setting, kinds) });
}

type Own = { meetings: (CalendarMeeting & { coming: boolean; answeredAt: Date | null })[]; actions: OwnAction[] };

/** One member's own calendar, with the links that members see: what they come to, what waits for their answer, what they are to do. */
export function ownToIcs({ meetings, actions }: Own, setting: Setting, kinds: readonly CalendarKind[] = calendarKinds): string {
  const t = catalogueOf(setting.language).registrations;
  const asOwn = (meeting: Own['meetings'][number]): IcsEvent => {
    const event = toEvent(meeting, setting, true);
    const changedAt = meeting.answeredAt ? later(meeting.answeredAt, event.changedAt) : event.changedAt;
    return { ...event, status: event.status === 'confirmed' && !meeting.coming ? 'tentative' : event.status, changedAt, stampedAt: changedAt };
  };
  const events = [
    ...(kinds.includes('meetings') ? meetings.map(asOwn) : []),
    ...(kinds.includes('deadlines') ? [...meetings.flatMap((meeting) => deadlinesOf(meeting, setting)), ...actions.map((action) => actionEvent(action, setting))] : []),
  ];
  return toIcs({ method: 'PUBLISH', language: setting.language, name: t.ownCalendarName, events });
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

const eventsOf = (meetings: CalendarMeeting[], setting: Setting, kinds: readonly CalendarKind[]): IcsEvent[] => [
  ...(kinds.includes('meetings') ? meetings.map((meeting) => toEvent(meeting, setting)) : []),
  ...(kinds.includes('deadlines') ? meetings.flatMap((meeting) => deadlinesOf(meeting, setting)) : []),
];

function toEvent(meeting: CalendarMeeting, { language, baseUrl, organizer }: Setting, withLink = false): IcsEvent {
  const t = catalogueOf(language).registrations.calendar;
  const { startsAt, endsAt, onlineUrl } = meeting;
  const cancelled = meeting.state === 'cancelled';
  const url = address({ baseUrl }, language, `/moeder/${meeting.slug}`);
  const link = withLink && !cancelled ? onlineUrl : null;
  const description = [
    meeting.isExample ? t.example : null,
    cancelled ? t.cancelledBecause(meeting.cancelReason ?? '') : null,
    meeting.purpose,
    meeting.agenda.length > 0 ? [t.agenda, ...meeting.agenda.map((title, index) => `${index + 1}. ${readTitle(title, catalogueOf(language).agenda.titles)}`)].join('\n') : null,
    meeting.state === 'called' && meeting.proposalDeadline ? t.deadline(formatInstant(language, meeting.proposalDeadline)) : null,
    link ? t.joinOnline(link) : null,
    t.page(url),
  ].filter((part) => part !== null && part !== '').join('\n\n');
  return {
    uid: meeting.calendarUid, sequence: meeting.calendarSequence, createdAt: meeting.createdAt, changedAt: meeting.changedAt, stampedAt: meeting.changedAt,
    when: startsAt && endsAt ? { from: startsAt, to: endsAt } : { day: meeting.day },
    title: cancelled ? t.cancelledTitle(meeting.title) : meeting.title,
    description, location: meeting.place ?? (onlineUrl ? t.online : null), url, categories: [t.categories.meeting],
    status: cancelled ? 'cancelled' : 'confirmed', organizer,
    ...(link ? { conference: { url: link, label: t.conference } } : {}),
  };
}

/** Until when something can be sent in about a meeting, as moments that keep nobody busy. */
function deadlinesOf(meeting: CalendarMeeting, { language, baseUrl, organizer }: Setting): IcsEvent[] {
  const t = catalogueOf(language).registrations.calendar;
  const [id = '', host = ''] = meeting.calendarUid.split('@');
  const one = (kind: 'proposals' | 'corrections', at: Date, path: string): IcsEvent => {
    const url = address({ baseUrl }, language, path);
    return {
      // Any edit of the meeting may have moved it, and its version only rises.
      uid: `${id}-${kind}@${host}`, sequence: meeting.version, createdAt: meeting.createdAt, changedAt: meeting.changedAt, stampedAt: meeting.changedAt, when: { at },
      title: t.due[kind](meeting.title), description: t.page(url), location: null, url, categories: [t.categories.deadline], status: meeting.state === 'cancelled' ? 'cancelled' : 'confirmed', organizer,
    };
  };
  return [
    ...(meeting.proposalDeadline && (meeting.state === 'called' || meeting.state === 'cancelled') ? [one('proposals', meeting.proposalDeadline, `/moeder/${meeting.slug}/forslag/nyt`)] : []),
    ...(meeting.correctionsDue ? [one('corrections', meeting.correctionsDue, `/moeder/${meeting.slug}/referat`)] : []),
  ];
}

function actionEvent(action: OwnAction, { language, baseUrl, organizer }: Setting): IcsEvent {
  const t = catalogueOf(language).registrations.calendar;
  const url = address({ baseUrl }, language, `/moeder/${action.slug}/referat#opfoelgning-${action.id}`);
  const changedAt = action.publishedAt ?? action.createdAt;
  return {
    uid: `${action.id}@ogp-forum`, sequence: action.version - 1, createdAt: action.createdAt, changedAt, stampedAt: changedAt, when: { day: action.dueOn },
    title: t.due.action(action.text.length > 120 ? `${action.text.slice(0, 119)}…` : action.text),
    description: [action.text, t.actionFrom(action.title), t.actionDue(formatDay(language, action.dueOn)), t.page(url)].join('\n\n'),
    location: null, url, categories: [t.categories.deadline], status: 'confirmed', organizer,
  };
}
