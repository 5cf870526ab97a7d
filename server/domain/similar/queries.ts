import { sql } from 'drizzle-orm';
import { agendaItems, decisions, meetings, minutes, minutesEntries, proposals, type ItemOutcome } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { itemShown, minutesShown, proposalShown } from '~/server/visible';
import { proposalsNamed, type ProposalSummary } from '../proposals/queries';
import { ALIKE, subjectOf } from './rules';

/** How many are shown at most. */
const SHOWN = 5;

type At = { slug: string; title: string; day: string };
export type Similar =
  | { kind: 'proposal'; id: string; title: string; meeting: At; state: ProposalSummary['state']; endorsements: number; endorsed: boolean; canEndorse: boolean }
  | { kind: 'decision'; id: string; title: string; meeting: At; number: string }
  | { kind: 'item'; id: string; title: string; meeting: At; outcome: ItemOutcome };

type Row = { kind: Similar['kind']; id: string; title: string; number: string | null; outcome: ItemOutcome | null; slug: string; meeting: string; day: string };

/**
 * Proposals, decisions and closed items that are about what `title` says, the most alike first, at most five, of what the
 * viewer may see. `without`: the proposal that is being written. Too short a title finds nothing.
 */
export async function similarTo(ctx: Ctx, title: string, without: string | null = null): Promise<Similar[]> {
  const subject = subjectOf(title);
  if (subject === null) return [];
  const rows = await find(ctx, subject, without);
  const known = new Map((await proposalsNamed(ctx, rows.filter((row) => row.kind === 'proposal').map((row) => row.id))).map((proposal) => [proposal.id, proposal]));
  return rows.flatMap((row): Similar[] => {
    const shared = { id: row.id, title: row.title, meeting: { slug: row.slug, title: row.meeting, day: row.day } };
    if (row.kind === 'decision') return [{ ...shared, kind: 'decision', number: row.number ?? '' }];
    if (row.kind === 'item') return row.outcome ? [{ ...shared, kind: 'item', outcome: row.outcome }] : [];
    const proposal = known.get(row.id);
    return proposal ? [{ ...shared, kind: 'proposal', state: proposal.state, endorsements: proposal.endorsements, endorsed: proposal.endorsed, canEndorse: proposal.can.endorse && !proposal.endorsed }] : [];
  });
}

/** The same expressions that are indexed (migrations 0001, 0006). A hit in the title counts fully, one in the text below it less. */
async function find(ctx: Ctx, subject: string, without: string | null): Promise<Row[]> {
  const at = sql`${meetings.slug} as slug, ${meetings.title} as meeting, ${meetings.day}::text as day`;
  const none = sql`null::text`;
  const alike = (title: typeof none) => sql`greatest(similarity(${title}, ${subject}), word_similarity(${subject}, ${title}))`;
  const proposalWords = sql`(${proposals.title} || ' ' || ${proposals.reason})`;
  const decisionWords = sql`(${decisions.number} || ' ' || ${decisions.text})`;
  const both = (one: typeof none | undefined, other: typeof none) => (one ? sql`${one} and ${other}` : other);
  const found = sql`(select 'proposal'::text as kind, ${proposals.id}::text as id, ${proposals.title} as title, ${none} as number, ${none} as outcome, ${at}, greatest(${alike(sql`${proposals.title}`)}, 0.85 * word_similarity(${subject}, ${proposalWords})) as rank
      from ${proposals} join ${meetings} on ${meetings.id} = ${proposals.meetingId}
      where ${subject} <% ${proposalWords} and ${proposals.state} not in ('draft', 'withdrawn') and ${both(proposalShown(ctx), sql`${proposals.id}::text is distinct from ${without}`)} order by rank desc limit 20)
    union all (select 'decision', ${decisions.id}::text, ${decisions.text}, ${decisions.number}, ${none}, ${at}, ${alike(sql`${decisions.text}`)} as rank
      from ${decisions} join ${minutesEntries} on ${minutesEntries.id} = ${decisions.entryId} join ${minutes} on ${minutes.id} = ${minutesEntries.minutesId} join ${meetings} on ${meetings.id} = ${minutes.meetingId}
      where ${subject} <% ${decisionWords} and ${both(minutesShown(ctx), sql`${minutes.state} <> 'draft'`)} order by rank desc limit 20)
    union all (select 'item', ${agendaItems.id}::text, ${agendaItems.title}, ${none}, ${agendaItems.outcome}, ${at}, ${alike(sql`${agendaItems.title}`)} as rank
      from ${agendaItems} join ${meetings} on ${meetings.id} = ${agendaItems.meetingId}
      where ${subject} <% ${agendaItems.title} and ${agendaItems.outcome} is not null and ${agendaItems.proposalId} is null and ${agendaItems.kind} <> 'break' and ${both(itemShown(ctx), sql`true`)} order by rank desc limit 20)`;
  return ctx.db.transaction(async (tx) => {
    await tx.execute(sql`set local pg_trgm.word_similarity_threshold = ${sql.raw(String(ALIKE.found))}`);
    return tx.execute<Row>(sql`select kind, id, title, number, outcome, slug, meeting, day from (${found}) found where rank >= ${ALIKE.shown} order by rank desc, day desc, id limit ${SHOWN}`);
  }, { accessMode: 'read only' });
}
