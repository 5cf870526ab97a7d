import { eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { meetings, members, proposals } from '~/db/schema';
import { catalogueOf } from '../i18n';
import type { Services } from '../services';
import { layOut } from './layout';
import type { Letter, Queued } from './letter';

/** A proposal with the names that its letters say. */
async function read(db: Services['db'], id: string) {
  const into = alias(proposals, 'into_proposal');
  const later = alias(meetings, 'later_meeting');
  const [row] = await db.select({
    title: proposals.title, state: proposals.state, late: proposals.late, reason: proposals.decisionReason,
    meeting: meetings.title, author: members.name, into: into.title, later: later.title,
  }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).innerJoin(members, eq(members.id, proposals.authorId))
    .leftJoin(into, eq(into.id, proposals.mergedIntoId)).leftJoin(later, eq(later.id, proposals.deferredToMeetingId)).where(eq(proposals.id, id));
  return row;
}

export const proposalLetters = {
  /** A proposal came in. Not sent once it is decided or withdrawn. */
  'proposal.submitted': async ({ db, config }: Services, { language, params }: Queued<'proposal.submitted'>): Promise<Letter | null> => {
    const proposal = await read(db, params.proposalId);
    if (proposal?.state !== 'submitted') return null;
    const words = catalogueOf(language).mail.proposals.submitted;
    const paragraphs = [words.text(proposal.title, proposal.meeting, proposal.author), ...(proposal.late ? [words.late] : [])];
    return { subject: `${words.heading}: ${proposal.title}`, ...layOut(config, language, { heading: words.heading, paragraphs, link: { label: words.link, path: `/forslag/${params.proposalId}` } }, words.footer) };
  },
  /** A proposal was decided; the reason stands in the mail as on the page. */
  'proposal.decided': async ({ db, config }: Services, { language, params }: Queued<'proposal.decided'>): Promise<Letter | null> => {
    const proposal = await read(db, params.proposalId);
    if (!proposal) return null;
    const { title, state, meeting, reason } = proposal;
    const words = catalogueOf(language).mail.proposals.decided;
    if (state !== 'accepted' && state !== 'merged' && state !== 'deferred' && state !== 'declined') return null;
    const told = { accepted: words.accepted(title, meeting), merged: words.merged(title, meeting, proposal.into ?? ''), deferred: words.deferred(title, meeting, proposal.later ?? ''), declined: words.declined(title, meeting) }[state];
    const heading = words.headings[state];
    return { subject: `${heading}: ${title}`, ...layOut(config, language, { heading, paragraphs: [told, ...(reason ? [words.reason(reason)] : [])], link: { label: words.link, path: `/forslag/${params.proposalId}` } }, words.footer) };
  },
};
