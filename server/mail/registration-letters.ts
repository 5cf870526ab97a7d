import { and, eq, ne } from 'drizzle-orm';
import { registrations } from '~/db/schema';
import { meetingById } from '../calendar/read';
import { takesAnswers } from '../domain/registrations/rules';
import { catalogueOf } from '../i18n';
import { calendarPart, earlierInvites, isUninvited } from './invite';
import { layOut } from './layout';
import type { LetterWriters } from './letter';
import { answerLinks, called, meetingWords } from './meeting-letters';

export const registrationLetters: Pick<LetterWriters, 'registration.moved_up' | 'registration.invited' | 'registration.uninvited' | 'registration.invited_again'> = {
  /** A seat fell free. Not sent to who has given it up again meanwhile. */
  async 'registration.moved_up'({ db, config }, { memberId, language, params }) {
    const meeting = await meetingById(db, params.meetingId);
    const seated = and(eq(registrations.meetingId, params.meetingId), eq(registrations.memberId, memberId), eq(registrations.answer, 'on_site'), eq(registrations.waiting, false));
    if (!meeting || !takesAnswers(meeting) || (await db.$count(registrations, seated)) === 0) return null;
    const t = catalogueOf(language).mail.registrations;
    const { facts, example, start } = meetingWords(meeting, language);
    const body = {
      heading: t.movedUpHeading, paragraphs: [...example, t.movedUpText(meeting.title), facts, t.giveBack],
      link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` }, links: [{ label: t.changeAnswer, path: `/moeder/${meeting.slug}/tilmelding` }],
    };
    return { subject: t.movedUpSubject(meeting.title, start), ...layOut(config, language, body, t.footer) };
  },
  /** Confirms the answer of one who was never called, with the meeting for their calendar. Not sent to who has changed their mind. */
  async 'registration.invited'(services, mail) {
    const { memberId, language, params } = mail;
    const meeting = await meetingById(services.db, params.meetingId);
    const own = and(eq(registrations.meetingId, params.meetingId), eq(registrations.memberId, memberId), ne(registrations.answer, 'not_attending'));
    const [registration] = await services.db.select({ answer: registrations.answer, waiting: registrations.waiting }).from(registrations).where(own);
    if (!meeting || !takesAnswers(meeting) || !registration || (await isUninvited(services, mail, meeting.id))) return null;
    const t = catalogueOf(language).mail.registrations;
    const { facts, example, start } = meetingWords(meeting, language);
    const body = {
      heading: (registration.waiting ? t.waitingHeading : t.invitedHeading)(meeting.title), paragraphs: [...example, registration.waiting ? t.invitedWaiting : t.invitedText[registration.answer === 'online' ? 'online' : 'on_site'], facts, meeting.purpose],
      link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` }, links: await answerLinks(services, mail, meeting), after: [t.invitedCalendar],
    };
    return { subject: (registration.waiting ? t.waitingSubject : t.invitedSubject)(meeting.title, start), ...layOut(services.config, language, body, t.footer), icalEvent: await calendarPart(services, meeting, mail, 'invite') };
  },
  /** The meeting leaves one calendar, if it ever came there; it stands for the others. Not sent to who has answered anew meanwhile. */
  async 'registration.uninvited'(services, mail) {
    const { language, params } = mail;
    const meeting = await meetingById(services.db, params.meetingId);
    if (!meeting || !takesAnswers(meeting) || !(await isUninvited(services, mail, meeting.id))) return null;
    const invited = (await earlierInvites(services, mail, meeting.id)).some((invite) => invite.state === 'sent');
    const t = catalogueOf(language).mail.registrations;
    const { when, start, example } = meetingWords(meeting, language);
    const body = {
      heading: t.uninvitedHeading(meeting.title), paragraphs: [...example, t.uninvitedText(when)],
      link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` }, after: invited ? [t.calendarRemoved] : [],
    };
    const letter = { subject: t.uninvitedSubject(meeting.title, start), ...layOut(services.config, language, body, t.uninvitedFooter) };
    return invited ? { ...letter, icalEvent: await calendarPart(services, meeting, mail, 'withdraw') } : letter;
  },
  /** The call once more, for one who was no longer invited and has answered. */
  'registration.invited_again': (services, mail) => called(services, mail),
};
