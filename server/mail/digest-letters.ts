import { and, asc, desc, eq, notInArray } from 'drizzle-orm';
import { mails, meetings, proposals } from '~/db/schema';
import { catalogueOf } from '../i18n';
import type { Services } from '../services';
import { daysBetween, dayOf } from '../time';
import type { MailKind } from '../write';
import { layOut } from './layout';
import type { Gist, Letter, LetterWriter, Queued } from './letter';

/** More than this nobody reads in a mail; the site has them all. */
const MOST = 60;

/** Own proposals that still wait for an answer, so that a digest says where one's input stands also when nothing has happened to it. */
async function waitingOf({ db }: Services, memberId: string) {
  return db.select({ id: proposals.id, title: proposals.title, submittedAt: proposals.submittedAt, meeting: meetings.title }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId))
    .where(and(eq(proposals.authorId, memberId), eq(proposals.state, 'submitted'), notInArray(meetings.state, ['held', 'cancelled']))).orderBy(desc(proposals.submittedAt)).limit(10);
}

/** Why an answer to a meeting was refused; the others are about posts. */
const meetingReasons = ['registration_closed', 'no_such_attendance', 'meeting_not_found'];

export const refusedMailLetters = {
  /** To who answered a mail in a way that could not be taken. */
  'mail.refused': async ({ config }: Services, { language, params }: Queued<'mail.refused'>): Promise<Letter> => {
    const all = catalogueOf(language);
    const t = all.mail.refused;
    const why = t.reasons[params.reason as keyof typeof t.reasons] ?? t.other;
    return { subject: t.subject, ...layOut(config, language, { heading: t.subject, paragraphs: [why, t.whatNow], link: meetingReasons.includes(params.reason) ? { label: t.meetingsLink, path: '/moeder' } : { label: t.link, path: '/debat' } }, t.footer) };
  },
};

/** What became of what one has sent in oneself, or supports. */
const ofOwnInput: string[] = ['proposal.decided', 'proposal.placed', 'proposal.discussed', 'proposal.minuted', 'proposal.followed_up', 'proposal.carried_over', 'minutes.correction_decided'] satisfies MailKind[];

/** The writer of digests, made from the writers of what they gather. What has nothing left to say is left out; with nothing at all there is no digest. */
export const digestLetters = (writers: () => Record<string, unknown>) => ({
  digest: async (services: Services, mail: Queued<'digest'>): Promise<Letter | null> => {
    const { language, memberId, params } = mail;
    const gathered = eq(mails.digestId, mail.id);
    const rows = await services.db.select().from(mails).where(gathered).orderBy(asc(mails.id)).limit(MOST);
    const own: Gist[] = [];
    const news: Gist[] = [];
    for (const row of rows) {
      const letter = await (writers()[row.kind] as LetterWriter)(services, row);
      if (letter?.gist) (ofOwnInput.includes(row.kind) ? own : news).push(letter.gist);
    }
    const n = own.length + news.length;
    if (n === 0) return null;
    const t = catalogueOf(language).mail.digest;
    const [waiting, all] = [await waitingOf(services, memberId), await services.db.$count(mails, gathered)];
    const today = dayOf(services.now());
    const body = {
      heading: t.heading[params.pace], paragraphs: [t.lead(n)],
      groups: [...(own.length > 0 ? [{ heading: t.input, entries: own }] : []), ...(news.length > 0 ? [{ ...(own.length > 0 ? { heading: t.news } : {}), entries: news }] : [])],
      ...(all > rows.length ? { more: t.more(all - rows.length) } : {}),
      links: waiting.map((row) => ({ label: t.waiting(row.title, row.meeting, row.submittedAt ? daysBetween(dayOf(row.submittedAt), today) : 0), path: `/forslag/${row.id}` })),
      ...(waiting.length > 0 ? { linksHeading: t.own } : {}),
    };
    return { subject: t.subject[params.pace](n), ...layOut(services.config, language, body, t.footer) };
  },
});
