import { eq } from 'drizzle-orm';
import { meetings } from '~/db/schema';
import { getCorrection } from '../domain/corrections/queries';
import { minutesOfMeeting, minutesVersionList } from '../domain/minutes/queries';
import { catalogueOf } from '../i18n';
import { formatDay } from '../i18n/format';
import type { Services } from '../services';
import { dayOf } from '../time';
import { layOut } from './layout';
import type { Letter, Queued } from './letter';

/** The minutes as anyone may read them. */
async function read(services: Services, meetingId: string) {
  const [meeting] = await services.db.select({ slug: meetings.slug, title: meetings.title }).from(meetings).where(eq(meetings.id, meetingId));
  if (!meeting) throw new Error(`no meeting ${meetingId}`);
  return { meeting, minutes: await minutesOfMeeting(services.makeCtx(null), meetingId) };
}

export const minutesLetters = {
  /** Not sent once the review is over. */
  'minutes.in_review': async (services: Services, { language, params }: Queued<'minutes.in_review'>): Promise<Letter | null> => {
    const { meeting, minutes } = await read(services, params.meetingId);
    if (minutes.state !== 'in_review' || !minutes.correctionsDue || minutes.correctionsDue < services.now()) return null;
    const words = catalogueOf(language).mail.minutes;
    const heading = words.inReview(meeting.title);
    const body = { heading, paragraphs: [words.inReviewText(formatDay(language, dayOf(minutes.correctionsDue)))], link: { label: words.inReviewLink, path: `/moeder/${meeting.slug}/referat` } };
    return { subject: heading, ...layOut(services.config, language, body, words.noticeFooter) };
  },
  'minutes.published': async (services: Services, { language, params }: Queued<'minutes.published'>): Promise<Letter | null> => {
    const { meeting, minutes } = await read(services, params.meetingId);
    const words = catalogueOf(language).mail.minutes;
    const heading = words.published(meeting.title);
    const decided = minutes.entries.flatMap((entry) => entry.decisions);
    const todo = minutes.entries.flatMap((entry) => entry.actions);
    const list = decided.map((decision) => `${decision.number}: ${decision.text}`);
    const body = { heading, paragraphs: [words.publishedText(decided.length, todo.length), ...list], link: { label: words.publishedLink, path: `/moeder/${meeting.slug}/referat` } };
    return { subject: heading, ...layOut(services.config, language, body, words.noticeFooter) };
  },
  'minutes.erratum': async (services: Services, { language, params }: Queued<'minutes.erratum'>): Promise<Letter | null> => {
    const { meeting } = await read(services, params.meetingId);
    const version = (await minutesVersionList(services.makeCtx(null), params.meetingId)).find(({ number }) => number === params.number);
    const words = catalogueOf(language).mail.minutes;
    const heading = words.erratum(meeting.title);
    const body = { heading, paragraphs: [words.erratumText(params.number), words.erratumNote(version?.note ?? '')], link: { label: words.erratumLink, path: `/moeder/${meeting.slug}/referat/versioner` } };
    return { subject: heading, ...layOut(services.config, language, body, words.noticeFooter) };
  },
  'minutes.correction_decided': async (services: Services, { language, params }: Queued<'minutes.correction_decided'>): Promise<Letter | null> => {
    const { correction, entry, meeting } = await getCorrection(services.makeCtx(null), params.correctionId);
    const words = catalogueOf(language).mail.minutes;
    const heading = correction.state === 'accepted' ? words.accepted : words.declined;
    const body = {
      heading,
      paragraphs: [words.correctionOf(entry.title, meeting.title), words.because(correction.decisionReason ?? '')],
      link: { label: words.correctionLink, path: `/moeder/${meeting.slug}/referat#rettelse-${correction.id}` },
    };
    return { subject: heading, ...layOut(services.config, language, body, words.authorFooter) };
  },
};
