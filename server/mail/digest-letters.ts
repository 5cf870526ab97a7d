import { and, asc, desc, eq, notInArray } from 'drizzle-orm';
import { mails, meetings, proposals } from '~/db/schema';
import { catalogueOf } from '../i18n';
import type { Services } from '../services';
import { daysBetween, dayOf } from '../time';
import { layOut } from './layout';
import type { Gist, Letter, LetterWriter, Queued } from './letter';

/** More than this nobody reads in a mail; the site has them all. */
const MOST = 60;

/** Own proposals that still wait for an answer, so that a digest says where one's input stands also when nothing has happened to it. */
async function waitingOf({ db }: Services, memberId: string) {
  return db.select({ id: proposals.id, title: proposals.title, submittedAt: proposals.submittedAt, meeting: meetings.title }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId))
    .where(and(eq(proposals.authorId, memberId), eq(proposals.state, 'submitted'), notInArray(meetings.state, ['held', 'cancelled']))).orderBy(desc(proposals.submittedAt)).limit(10);
}

/** The writer of digests, made from the writers of what they gather. */
export const digestLetters = (writers: () => Record<string, unknown>) => ({
  digest: async (services: Services, mail: Queued<'digest'>): Promise<Letter | null> => {
    const { language, memberId, params } = mail;
    const rows = await services.db.select().from(mails).where(eq(mails.digestId, mail.id)).orderBy(asc(mails.id)).limit(MOST);
    const gists: Gist[] = [];
    for (const row of rows) {
      const letter = await (writers()[row.kind] as LetterWriter)(services, row);
      if (letter?.gist) gists.push(letter.gist);
    }
    if (gists.length === 0) return null;
    const t = catalogueOf(language).mail.digest;
    const waiting = await waitingOf(services, memberId);
    const today = dayOf(services.now());
    const body = {
      heading: t.heading[params.pace], paragraphs: [t.lead(gists.length)],
      entries: gists.map(({ heading, words, link }) => ({ heading, words, link })),
      links: waiting.map((row) => ({ label: t.waiting(row.title, row.meeting, row.submittedAt ? daysBetween(dayOf(row.submittedAt), today) : 0), path: `/forslag/${row.id}` })),
      ...(waiting.length > 0 ? { linksHeading: t.own } : {}),
    };
    return { subject: t.subject[params.pace](gists.length), ...layOut(services.config, language, body, t.footer) };
  },
});

