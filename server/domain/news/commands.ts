import { and, eq } from 'drizzle-orm';
import { endorsements, events, proposals } from '~/db/schema';
import type { Ctx } from '~/server/context';
import type { InitiativeNews } from '~/server/news';
import { write, type Tx } from '~/server/write';
import { followersOf } from '../subscriptions/queries';

/** The id of what the news is about, in the payload of its event. */
const aboutOf = { 'proposal.accepted': 'proposalId', 'minutes.published': 'meetingId', 'minutes.action_closed': 'actionId' } as const satisfies Record<InitiativeNews, string>;

/**
 * Tells who follows an initiative, and who answers for it, of an event on its stream. Less the one who did it, those who have muted
 * it, and those whom the same step is mailed to as their own. Asked twice, it tells once; of a proposal or an action that concerns
 * several initiatives a person hears once. Done by nobody, after the write.
 */
export async function tellInitiative(ctx: Ctx, { stream, seq }: { stream: string; seq: number }): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    const [event] = await tx.db.select().from(events).where(and(eq(events.stream, stream), eq(events.seq, seq)));
    if (!event) return;
    const news = event.type as InitiativeNews;
    const initiativeId = stream.slice('initiative:'.length);
    const aboutId = String(event.payload[aboutOf[news]]);
    const own = news === 'proposal.accepted' ? await ofProposal(tx, aboutId) : new Set<string>();
    const told = (await followersOf(tx.db, stream, [], initiativeId, event.actor)).filter(({ id }) => !own.has(id));
    await tx.mail('initiative.news', told, { initiativeId, news, aboutId }, `${news}:${aboutId}${news === 'minutes.published' ? `:${initiativeId}` : ''}`);
  });
}

/** Its author and those who support it get the decision itself. */
async function ofProposal(tx: Tx, proposalId: string): Promise<Set<string>> {
  const [authors, supporters] = [
    await tx.db.select({ id: proposals.authorId }).from(proposals).where(eq(proposals.id, proposalId)),
    await tx.db.select({ id: endorsements.memberId }).from(endorsements).where(eq(endorsements.proposalId, proposalId)),
  ];
  return new Set([...authors, ...supporters].map(({ id }) => id));
}
