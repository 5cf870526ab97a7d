import { and, eq } from 'drizzle-orm';
import { agendaItems } from '~/db/schema';
import { meetingById } from '../calendar/read';
import { newestVersion, versionNumbered } from '../domain/agenda/queries';
import { differences } from '../domain/agenda/rules';
import { catalogueOf } from '../i18n';
import { formatInstant } from '../i18n/format';
import { sayDifference } from '../i18n/say-difference';
import { readTitle } from '../i18n/stored-titles';
import type { Services } from '../services';
import { calendarPart, isUninvited } from './invite';
import { layOut } from './layout';
import type { Letter, LetterWriters, Queued } from './letter';
import { meetingWords } from './meeting-letters';

export const agendaLetters: Pick<LetterWriters, 'agenda.published' | 'agenda.presenter_named'> = {
  /**
   * An agenda was published, or has changed since the members were told of it. A change is told as it stands when the letter leaves.
   * Not sent once the meeting has begun or is cancelled, nor to whom the meeting does not concern any more. The invite with it
   * updates the calendar's entry, or is the first one for who joined after the call.
   */
  async 'agenda.published'(services, mail) {
    const { language, params } = mail;
    const meeting = await meetingById(services.db, params.meetingId);
    if (meeting?.state !== 'called' || !meeting.startsAt || (await isUninvited(services, mail, meeting.id))) return null;
    const t = catalogueOf(language);
    const words = t.mail.agendaPublished;
    const changes = params.number === 1 ? [] : await changesSince(services, mail);
    const heading = params.number === 1 ? words.heading : words.headingAgain;
    const say = params.number === 1 ? words.first : words.again;
    const body = {
      heading,
      paragraphs: [say(meeting.title, formatInstant(language, meeting.startsAt)), ...(changes.length > 0 ? [changes.map((change) => `– ${sayDifference(t.agenda, change)}`).join('\n')] : [])],
      link: { label: words.link, path: `/moeder/${meeting.slug}/dagsorden` },
    };
    return { subject: `${heading}: ${meeting.title}`, ...layOut(services.config, language, body, words.footer), icalEvent: await calendarPart(services, meeting, mail, 'invite') };
  },

  /** What a presenter is to do. Nothing to say once another one is named, or the meeting is over or cancelled. */
  async 'agenda.presenter_named'({ db, config }, { memberId, language, params }): Promise<Letter | null> {
    const meeting = await meetingById(db, params.meetingId);
    const [item] = await db.select({ title: agendaItems.title, minutes: agendaItems.minutes }).from(agendaItems).where(and(eq(agendaItems.id, params.itemId), eq(agendaItems.presenterMemberId, memberId)));
    if (!item || !meeting || (meeting.state !== 'called' && meeting.state !== 'live')) return null;
    const t = catalogueOf(language);
    const words = t.mail.presenter;
    const { facts, example } = meetingWords(meeting, language);
    const title = readTitle(item.title, t.agenda.titles);
    const body = {
      heading: words.heading, paragraphs: [...example, words.text(title, meeting.title), facts, ...(item.minutes === null ? [] : [words.long(t.agenda.minutesLong(item.minutes))]), words.cannot],
      link: { label: words.link, path: `/moeder/${meeting.slug}` },
    };
    return { subject: words.subject(title), ...layOut(config, language, body, words.footer) };
  },
};

/** From the version that was told of last to the newest one. */
async function changesSince({ db }: Services, { params: { meetingId, number, since } }: Queued<'agenda.published'>) {
  const [before, after] = [await versionNumbered(db, meetingId, since || number - 1), await newestVersion(db, meetingId)];
  return before && after ? differences(before.items, after.items) : [];
}
