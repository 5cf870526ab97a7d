import { and, eq, inArray, ne } from 'drizzle-orm';
import { events, registrations, type Language } from '~/db/schema';
import { meetingById, type CalendarMeeting } from '../calendar/read';
import { movesMeeting } from '../domain/meetings/rules';
import { answersTo, takesAnswers } from '../domain/registrations/rules';
import { catalogueOf } from '../i18n';
import { formatDay, formatInstant, formatTime } from '../i18n/format';
import type { Services } from '../services';
import { dayOf } from '../time';
import { answerPath, calendarPart, earlierInvites, isUninvited } from './invite';
import { layOut } from './layout';
import type { Letter, LetterWriters, Queued } from './letter';

type Notice = Queued<'meeting.called' | 'meeting.moved' | 'meeting.cancelled'>;

/** What a meeting letter needs to know, in the recipient's words. */
export function meetingWords(meeting: CalendarMeeting, language: Language) {
  const t = catalogueOf(language).mail.meetings;
  const { startsAt, endsAt, place, onlineUrl } = meeting;
  const end = startsAt && endsAt ? (dayOf(startsAt) === dayOf(endsAt) ? formatTime(language, endsAt) : formatInstant(language, endsAt)) : '';
  const when = startsAt ? `${formatInstant(language, startsAt)}–${end}` : formatDay(language, meeting.day);
  const facts = [t.when(when), place && t.place(place), onlineUrl && t.online(onlineUrl)].filter(Boolean).join('\n');
  return { t, when, start: startsAt ? formatInstant(language, startsAt) : when, facts, example: meeting.isExample ? [t.example] : [] };
}

/** Yes, online and no, each a link of the recipient's own. */
export async function answerLinks(services: Services, mail: Pick<Notice, 'memberId' | 'language'>, meeting: CalendarMeeting) {
  const { answers } = catalogueOf(mail.language).mail.meetings;
  return Promise.all(answersTo(meeting).map(async (answer) => ({ label: answers[answer], path: await answerPath(services, mail, meeting.id, answer) })));
}

/** The call, with an invite. Nothing to say once the meeting is over or cancelled, or to one whose invitation was taken back. */
export async function called(services: Services, mail: Pick<Notice, 'id' | 'memberId' | 'language' | 'createdAt' | 'params'>): Promise<Letter | null> {
  const meeting = await meetingById(services.db, mail.params.meetingId);
  if (!meeting || !takesAnswers(meeting) || (await isUninvited(services, mail, meeting.id))) return null;
  const { t, start, facts, example } = meetingWords(meeting, mail.language);
  const deadline = meeting.proposalDeadline && meeting.proposalDeadline > services.now() ? [t.howToPropose(formatInstant(mail.language, meeting.proposalDeadline))] : [];
  const body = {
    heading: t.calledHeading(meeting.title), paragraphs: [...example, facts, meeting.purpose, ...deadline, t.howToRegister],
    link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` },
    links: [...(await answerLinks(services, mail, meeting)), ...(meeting.state === 'called' ? [{ label: t.propose, path: `/moeder/${meeting.slug}/forslag/nyt` }] : [])],
    after: [services.config.inbound.answers ? t.calendarNoteAnswers : t.calendarNote],
  };
  return { subject: t.calledSubject(meeting.title, start), ...layOut(services.config, mail.language, body, t.footer), icalEvent: await calendarPart(services, meeting, mail, 'invite') };
}

/** An event and the letter about it have the same clock, but a change is visible only some time after its instant. */
const MARGIN = 60_000;

/** When the member was last told of time and place in words; 0: never. The first agenda tells of them, later ones only of themselves. */
function toldAt(invites: Awaited<ReturnType<typeof earlierInvites>>): number {
  const left = invites.flatMap(({ kind, state, sentAt }) => (state === 'sent' && sentAt ? [{ ofAgenda: kind === 'agenda.published', at: sentAt.getTime() }] : []));
  const notices = left.filter(({ ofAgenda }) => !ofAgenda).map(({ at }) => at);
  if (notices.length > 0) return Math.max(...notices);
  return left.length > 0 ? Math.min(...left.map(({ at }) => at)) : 0;
}

/** What is new since this member was last told, with the invite of the higher sequence. Says nothing twice. */
async function moved(services: Services, mail: Notice): Promise<Letter | null> {
  const meeting = await meetingById(services.db, mail.params.meetingId);
  if (!meeting || !takesAnswers(meeting) || (await isUninvited(services, mail, meeting.id))) return null;
  const earlier = await earlierInvites(services, mail, mail.params.meetingId);
  const told = toldAt(earlier);
  // Who never got the call gets it now, as things stand; one that is still queued will say all there is.
  if (told === 0) return earlier.some((invite) => invite.state === 'queued') ? null : called(services, mail);
  const record = await services.db.select({ type: events.type, at: events.at, payload: events.payload }).from(events).where(and(eq(events.stream, `meeting:${meeting.id}`), inArray(events.type, ['meeting.called', 'meeting.edited']))).orderBy(events.seq);
  const sinceCall = record.slice(record.findIndex((event) => event.type === 'meeting.called') + 1);
  const changed = sinceCall.filter((event) => event.at.getTime() > told - MARGIN).flatMap(({ payload }) => payload.changed as string[]);
  if (!movesMeeting(changed)) return null;
  const { t, when, start, facts, example } = meetingWords(meeting, mail.language);
  const news = [
    changed.includes('startsAt') || changed.includes('endsAt') ? t.newTime(when) : null,
    changed.includes('place') ? (meeting.place ? t.newPlace(meeting.place) : t.noPlace) : null,
    changed.includes('onlineUrl') ? (meeting.onlineUrl ? t.newLink : t.noLink) : null,
  ].filter((line) => line !== null);
  const body = {
    heading: t.movedHeading(meeting.title), paragraphs: [...example, news.join('\n'), t.asItStands, facts, t.stillRegistered],
    link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` },
    links: await answerLinks(services, mail, meeting), after: [t.calendarUpdated],
  };
  return { subject: t.movedSubject(meeting.title, start), ...layOut(services.config, mail.language, body, t.footer), icalEvent: await calendarPart(services, meeting, mail, 'invite') };
}

/** The cancellation with its reason, to those who were invited or have said that they come. Calendars hear of it only if they heard of the meeting. */
async function cancelled(services: Services, mail: Notice): Promise<Letter | null> {
  const meeting = await meetingById(services.db, mail.params.meetingId);
  if (!meeting || meeting.state !== 'cancelled' || (await isUninvited(services, mail, meeting.id))) return null;
  const invited = (await earlierInvites(services, mail, mail.params.meetingId)).some((invite) => invite.state === 'sent');
  const coming = await services.db.$count(registrations, and(eq(registrations.meetingId, meeting.id), eq(registrations.memberId, mail.memberId), ne(registrations.answer, 'not_attending')));
  if (!invited && coming === 0) return null;
  const { t, when, start, example } = meetingWords(meeting, mail.language);
  const body = {
    heading: t.cancelledHeading(meeting.title), paragraphs: [...example, t.cancelledText(when), t.reason(meeting.cancelReason ?? '')],
    link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` }, after: invited ? [t.calendarRemoved] : [],
  };
  const letter = { subject: t.cancelledSubject(meeting.title, start), ...layOut(services.config, mail.language, body, t.footer) };
  return invited ? { ...letter, icalEvent: await calendarPart(services, meeting, mail, 'cancel') } : letter;
}

export const meetingLetters: Pick<LetterWriters, 'meeting.called' | 'meeting.moved' | 'meeting.cancelled'> = { 'meeting.called': called, 'meeting.moved': moved, 'meeting.cancelled': cancelled };
