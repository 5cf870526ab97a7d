import { and, eq, inArray, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { agendaItemMinutes, agendaItems, meetings, proposals, type ProposalKind } from '~/db/schema';
import { carriedOutcomes, proposalKinds } from '~/db/schema/states';
import type { Tx } from '~/server/write';

/** Follow-up, and minutes to be approved, come up again by themselves as items. */
const comesAsProposal = (db: Tx['db']) => and(eq(agendaItems.followsUp, false), notExists(db.select({ id: agendaItemMinutes.agendaItemId }).from(agendaItemMinutes).where(eq(agendaItemMinutes.agendaItemId, agendaItems.id))));

/**
 * Items of held meetings that were postponed or not reached and go on nowhere yet, oldest first, each with the called meeting
 * that comes next after its day. Left out: those without such a meeting, and those that nobody stands for as an author.
 */
export function itemsToCarry(db: Tx['db']) {
  const next = alias(meetings, 'next');
  const nextId = sql<string>`(select ${next.id} from ${meetings} ${sql.identifier('next')} where ${next.state} = 'called' and ${next.day} > ${meetings.day} order by ${next.startsAt}, ${next.id} limit 1)`;
  const authorId = sql<string>`coalesce(${proposals.authorId}, ${meetings.createdBy})`;
  return db.select({
    id: agendaItems.id, meetingId: agendaItems.meetingId, title: agendaItems.title, body: agendaItems.body, kind: sql<ProposalKind>`${agendaItems.kind}`, minutes: agendaItems.minutes,
    proposalId: agendaItems.proposalId, reason: proposals.reason, authorId, isExample: sql<boolean>`coalesce(${proposals.isExample}, ${meetings.isExample})`, nextId,
  }).from(agendaItems).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId)).leftJoin(proposals, eq(proposals.id, agendaItems.proposalId))
    .where(and(eq(meetings.state, 'held'), inArray(agendaItems.outcome, [...carriedOutcomes]), inArray(agendaItems.kind, [...proposalKinds]), isNull(agendaItems.carriedToId), comesAsProposal(db), isNotNull(authorId), isNotNull(nextId)))
    .orderBy(meetings.day, meetings.id, agendaItems.position);
}
