import { and, eq, ne } from 'drizzle-orm';
import { registrations } from '~/db/schema';
import { meetingById } from '../calendar/read';
import { getAction } from '../domain/actions/queries';
import { isDue, type ReminderKind } from '../domain/reminders/rules';
import { catalogueOf } from '../i18n';
import { formatDay, formatInstant } from '../i18n/format';
import { readTitle } from '../i18n/stored-titles';
import type { Services } from '../services';
import { dayOf, endOfDay } from '../time';
import { isUninvited } from './invite';
import { layOut } from './layout';
import type { LetterWriters } from './letter';
import { answerLinks, meetingWords } from './meeting-letters';

type Reminders = Pick<LetterWriters, 'reminder.registration' | 'reminder.proposals' | 'reminder.tomorrow' | 'reminder.corrections' | 'reminder.action'>;

/** Whether it is still the time for it: whoever's letter was held up is not reminded of what has moved meanwhile. */
const isTime = (kind: ReminderKind, at: Date | null | undefined, { now }: Services): at is Date => at instanceof Date && isDue(kind, at, new Date(0), now());

/** None of them is sent once it is too late to do anything, once it was done, or when the thing has moved away. */
export const reminderLetters: Reminders = {
  async 'reminder.registration'(services, mail) {
    const meeting = await meetingById(services.db, mail.params.meetingId);
    const answered = and(eq(registrations.meetingId, mail.params.meetingId), eq(registrations.memberId, mail.memberId));
    if (meeting?.state !== 'called' || !isTime('registration', meeting.startsAt, services) || (await isUninvited(services, mail, meeting.id)) || (await services.db.$count(registrations, answered)) > 0) return null;
    const t = catalogueOf(mail.language).mail.reminders;
    const { start, facts, example } = meetingWords(meeting, mail.language);
    const body = { heading: t.registrationHeading(meeting.title), paragraphs: [...example, t.registrationText, facts], link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` }, links: await answerLinks(services, mail, meeting) };
    return { subject: t.registrationSubject(meeting.title, start), ...layOut(services.config, mail.language, body, t.footer) };
  },
  async 'reminder.proposals'(services, mail) {
    const meeting = await meetingById(services.db, mail.params.meetingId);
    if (meeting?.state !== 'called' || !isTime('proposals', meeting.proposalDeadline, services) || (await isUninvited(services, mail, meeting.id))) return null;
    const t = catalogueOf(mail.language).mail.reminders;
    const { example } = meetingWords(meeting, mail.language);
    const deadline = formatInstant(mail.language, meeting.proposalDeadline);
    const body = { heading: t.proposalsHeading(meeting.title), paragraphs: [...example, t.proposalsText(deadline)], link: { label: t.propose, path: `/moeder/${meeting.slug}/forslag/nyt` }, links: [{ label: t.seeProposals, path: `/moeder/${meeting.slug}/forslag` }] };
    return { subject: t.proposalsSubject(meeting.title, deadline), ...layOut(services.config, mail.language, body, t.footer) };
  },
  async 'reminder.tomorrow'(services, mail) {
    const meeting = await meetingById(services.db, mail.params.meetingId);
    const coming = and(eq(registrations.meetingId, mail.params.meetingId), eq(registrations.memberId, mail.memberId), ne(registrations.answer, 'not_attending'));
    if (meeting?.state !== 'called' || !isTime('tomorrow', meeting.startsAt, services) || (await services.db.$count(registrations, coming)) === 0) return null;
    const t = catalogueOf(mail.language).mail.reminders;
    const { start, facts, example } = meetingWords(meeting, mail.language);
    // After a standstill it goes out late, and never says what is not so.
    const on = dayOf(services.now()) === dayOf(meeting.startsAt) ? 'today' : 'tomorrow';
    const body = {
      heading: t.tomorrowHeading[on](meeting.title), paragraphs: [...example, facts, ...(meeting.agenda.length > 0 ? [[t.agenda, ...meeting.agenda.map((title, index) => `${index + 1}. ${readTitle(title, catalogueOf(mail.language).agenda.titles)}`)].join('\n')] : [])],
      link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` }, links: await answerLinks(services, mail, meeting),
    };
    return { subject: t.tomorrowSubject[on](meeting.title, start), ...layOut(services.config, mail.language, body, t.comingFooter) };
  },
  async 'reminder.corrections'(services, mail) {
    const meeting = await meetingById(services.db, mail.params.meetingId);
    if (!meeting || !isTime('corrections', meeting.correctionsDue, services)) return null;
    const t = catalogueOf(mail.language).mail.reminders;
    const body = { heading: t.correctionsHeading(meeting.title), paragraphs: [t.correctionsText(formatInstant(mail.language, meeting.correctionsDue))], link: { label: t.readMinutes, path: `/moeder/${meeting.slug}/referat` } };
    return { subject: t.correctionsHeading(meeting.title), ...layOut(services.config, mail.language, body, t.footer) };
  },
  async 'reminder.action'(services, mail) {
    const action = await getAction(services.makeCtx(null), mail.params.actionId);
    if (action.state !== 'open' || !isTime('action', endOfDay(action.dueOn), services)) return null;
    const t = catalogueOf(mail.language).mail.reminders;
    const due = formatDay(mail.language, action.dueOn);
    const body = { heading: t.actionHeading(due), paragraphs: [action.text, t.actionText(action.meetingTitle)], link: { label: t.actionLink, path: `/moeder/${action.slug}/referat#opfoelgning-${action.id}` } };
    return { subject: t.actionSubject(due), ...layOut(services.config, mail.language, body, t.actionFooter) };
  },
};
