import { and, eq } from 'drizzle-orm';
import { meetingParts } from '~/db/schema';
import { meetingById } from '../calendar/read';
import { takesAnswers } from '../domain/registrations/rules';
import { catalogueOf } from '../i18n';
import type { Services } from '../services';
import { layOut } from './layout';
import type { LetterWriters, Queued } from './letter';
import { meetingWords } from './meeting-letters';

/** Whether the member has the part now: whoever was named and let go meanwhile is not told of what is no longer so. */
async function hasPart({ db }: Services, { memberId, params }: Queued<'meeting.part_given' | 'meeting.part_taken'>): Promise<boolean> {
  return (await db.$count(meetingParts, and(eq(meetingParts.meetingId, params.meetingId), eq(meetingParts.memberId, memberId), eq(meetingParts.part, params.part)))) > 0;
}

export const partLetters: Pick<LetterWriters, 'meeting.part_given' | 'meeting.part_taken'> = {
  /** What a chair or minute taker is to do. Nothing to say once the meeting is cancelled or, to a chair, over. */
  async 'meeting.part_given'(services, mail) {
    const meeting = await meetingById(services.db, mail.params.meetingId);
    const open = meeting && (takesAnswers(meeting) || (meeting.state === 'held' && mail.params.part === 'minute_taker'));
    if (!open || !(await hasPart(services, mail))) return null;
    const t = catalogueOf(mail.language).mail.parts;
    const { facts, example, start } = meetingWords(meeting, mail.language);
    const words = t.given[mail.params.part];
    const path = `/moeder/${meeting.slug}`;
    const body = { heading: words.heading, paragraphs: [...example, words.text(meeting.title), facts, t.cannot], link: { label: t.seeMeeting, path }, links: meeting.state === 'held' ? [] : [{ label: t.live, path: `${path}/live` }], after: [t.shown] };
    return { subject: words.subject(meeting.title, start), ...layOut(services.config, mail.language, body, t.footer) };
  },

  async 'meeting.part_taken'(services, mail) {
    const meeting = await meetingById(services.db, mail.params.meetingId);
    if (!meeting || (await hasPart(services, mail))) return null;
    const t = catalogueOf(mail.language).mail.parts;
    const words = t.taken[mail.params.part];
    const body = { heading: words.heading, paragraphs: [...meetingWords(meeting, mail.language).example, words.text(meeting.title)], link: { label: t.seeMeeting, path: `/moeder/${meeting.slug}` } };
    return { subject: words.subject(meeting.title), ...layOut(services.config, mail.language, body, t.footer) };
  },
};
