import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { attachments, meetings, proposals } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { mayAttach, maySeeAttachment } from './rules';
import { maySeeProposal } from '../proposals/rules';

const proposalFacts = { id: proposals.id, meetingId: proposals.meetingId, authorId: proposals.authorId, state: proposals.state, submittedAt: proposals.submittedAt, late: proposals.late };
const hostFacts = { id: meetings.id, state: meetings.state, startsAt: meetings.startsAt };

async function hostOf(ctx: Ctx, proposalId: string) {
  const [host] = isId(proposalId) ? await ctx.db.select({ proposal: proposalFacts, meeting: hostFacts }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).where(eq(proposals.id, proposalId)) : [];
  if (!host) throw refuse('proposal_not_found');
  ensure(maySeeProposal(ctx.actor, host.proposal));
  return host;
}

/** Asked before a single byte is taken. Refuses `proposal_not_found` and what `mayAttach` refuses. */
export async function ensureMayAttach(ctx: Ctx, proposalId: string): Promise<void> {
  const { proposal, meeting } = await hostOf(ctx, proposalId);
  ensure(mayAttach(ctx.actor, proposal, meeting));
}

export type AttachmentView = { id: string; name: string; mediaType: string; bytes: number; addedAt: Date | string; inherited: boolean };
export type Attachments = { proposalId: string; files: AttachmentView[]; can: { attach: boolean } };

/**
 * The files of a proposal in the order they came, those of the proposals it continues first (`inherited`), and whether the viewer
 * may attach and remove. Refuses `proposal_not_found`, `proposal_withdrawn`.
 */
export async function attachmentsOf(ctx: Ctx, { proposalId }: { proposalId: string }): Promise<Attachments> {
  const { proposal, meeting } = await hostOf(ctx, proposalId);
  const line = sql`with recursive line(id, before) as (
    select p.id, p.continues_id from proposals p where p.id = ${proposalId}
    union select p.id, p.continues_id from proposals p join line on p.id = line.before) select id from line`;
  const rows = await ctx.db.select({ id: attachments.id, name: attachments.name, mediaType: attachments.mediaType, bytes: attachments.bytes, addedAt: attachments.addedAt, host: attachments.proposalId })
    .from(attachments).where(and(inArray(attachments.proposalId, sql`(${line})`), isNull(attachments.removedAt))).orderBy(asc(attachments.addedAt), asc(attachments.id)).limit(100);
  return { proposalId, files: rows.map(({ host, ...row }) => ({ ...row, inherited: host !== proposalId })), can: { attach: mayAttach(ctx.actor, proposal, meeting) === null } };
}

/** One file to be sent to the viewer. Refuses `file_not_found`, `proposal_withdrawn`, `file_removed`. */
export async function getAttachment(ctx: Ctx, id: string) {
  const [row] = isId(id) ? await ctx.db.select({ file: attachments, proposal: proposalFacts }).from(attachments).innerJoin(proposals, eq(proposals.id, attachments.proposalId)).where(eq(attachments.id, id)) : [];
  if (!row) throw refuse('file_not_found');
  ensure(maySeeAttachment(ctx.actor, row.file, row.proposal));
  return { ...row.file, proposalId: row.proposal.id };
}
