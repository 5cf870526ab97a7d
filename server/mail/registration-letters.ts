import { and, eq } from 'drizzle-orm';
import { registrations } from '~/db/schema';
import { meetingById } from '../calendar/read';
import { takesAnswers } from '../domain/registrations/rules';
import { catalogueOf } from '../i18n';
import { layOut } from './layout';
import type { LetterWriters } from './letter';
import { meetingWords } from './meeting-letters';

export const registrationLetters: Pick<LetterWriters, 'registration.moved_up'> = {
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
};
