import { eq } from 'drizzle-orm';
import { meetings } from '~/db/schema';
import { catalogueOf } from '../i18n';
import { formatInstant } from '../i18n/format';
import type { Services } from '../services';
import { layOut } from './layout';
import type { Letter, Queued } from './letter';

export const agendaLetters = {
  /** An agenda was published, or published anew. Not sent once the meeting has begun or is cancelled. */
  'agenda.published': async ({ db, config }: Services, { language, params }: Queued<'agenda.published'>): Promise<Letter | null> => {
    const [meeting] = await db.select().from(meetings).where(eq(meetings.id, params.meetingId));
    if (meeting?.state !== 'called' || !meeting.startsAt) return null;
    const t = catalogueOf(language);
    const words = t.mail.agendaPublished;
    const first = params.number === 1;
    const heading = first ? words.heading : words.headingAgain(params.number);
    const body = {
      heading,
      paragraphs: [first ? words.first(meeting.title, formatInstant(language, meeting.startsAt)) : words.again(meeting.title, formatInstant(language, meeting.startsAt))],
      link: { label: words.link, path: `/moeder/${meeting.slug}/dagsorden` },
    };
    return { subject: `${heading}: ${meeting.title}`, ...layOut(config, language, body, words.footer) };
  },
};
