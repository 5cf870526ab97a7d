import type { ProposalKind } from '~/db/schema';
import { proposalLimits } from '~/server/limits';

/** Asked for where an item's length is unknown. */
const MINUTES_UNKNOWN = 15;

/**
 * What an item that was postponed or not reached asks of the next meeting: the reason that was given for it, else what was
 * written about it, else no more than its title; its minutes, within what a proposal may ask for.
 */
export function wordsOfItem<K extends ProposalKind>({ title, body, kind, minutes, reason }: { title: string; body: string; kind: K; minutes: number | null; reason: string | null }) {
  const { minutesMin, minutesMax } = proposalLimits;
  return { title, kind, reason: reason?.trim() || body.trim() || title, minutesWanted: Math.min(minutesMax, Math.max(minutesMin, minutes ?? MINUTES_UNKNOWN)) };
}
