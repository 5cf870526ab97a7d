import type { ActionState, ItemOutcome, ItemState, MinutesState, ProposalState, Role } from '~/db/schema';
import { daysWaited } from '../proposals/rules';

/** What is known of a proposal's way, from its rows and its events. */
export type ProgressFacts = {
  state: ProposalState; submittedAt: Date; decidedAt: Date | null; withdrawnAt: Date | null; role: Role | null;
  /** When its words were changed, another proposal was merged into it, files came or went. */
  edits: Date[]; mergedHere: { id: string; at: Date }[]; files: { added: boolean; at: Date; file: Record<string, unknown> }[];
  cancelledAt: Date | null;
  item: { state: ItemState; outcome: ItemOutcome | null; openedAt: Date | null; closedAt: Date | null } | null;
  /** The first published agenda that it stands on, and its number on the newest. */
  placed: { number: number; at: Date; position: number } | null;
  minutes: { state: MinutesState; publishedAt: Date | null } | null;
  actions: { state: ActionState; closedAt: Date | null }[];
  /** When it went on at a later meeting. */
  continuedAt: Date | null;
};

export const stepKinds = ['received', 'edited', 'file_added', 'file_removed', 'merged_here', 'considered', 'decided', 'withdrawn', 'placed', 'cancelled', 'discussed', 'carried_over', 'minuted', 'followed_up'] as const;
export type StepKind = (typeof stepKinds)[number];

/** `current`: where the proposal is now. `days`: of the response clock. `of`: the proposal that was merged into it. `file`: what its event tells of it. */
export type Step = { kind: StepKind; state: 'done' | 'current' | 'ahead'; at: Date | null; days?: number; of?: string; role?: Role; file?: Record<string, unknown> };

const done = (kind: StepKind, at: Date | null, more: Partial<Step> = {}): Step => ({ kind, state: 'done', at, ...more });
const ahead = (kind: StepKind): Step => ({ kind, state: 'ahead', at: null });

/** From what came in to what became of it: what has happened in its order, then where it is now, then what is still to come. */
export function stepsOf(facts: ProgressFacts, now: Date): Step[] {
  const steps = [
    done('received', facts.submittedAt),
    ...facts.edits.map((at) => done('edited', at)),
    ...facts.files.map(({ added, at, file }) => done(added ? 'file_added' : 'file_removed', at, { file })),
    ...facts.mergedHere.map(({ id, at }) => done('merged_here', at, { of: id })),
    ...answer(facts, now), ...meeting(facts), ...record(facts),
  ];
  const told = steps.filter((step) => step.state === 'done').sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
  const [next, ...later] = steps.filter((step) => step.state !== 'done');
  return [...told, ...(next ? [{ ...next, state: 'current' as const }] : []), ...later.map((step) => ({ ...step, state: 'ahead' as const }))];
}

/** The response clock runs until the organisers have decided. */
function answer({ state, submittedAt, decidedAt, withdrawnAt, role }: ProgressFacts, now: Date): Step[] {
  if (state === 'withdrawn') return [done('withdrawn', withdrawnAt)];
  if (!decidedAt) return [{ ...ahead('considered'), days: daysWaited(submittedAt, now) }, ahead('decided')];
  return [done('considered', decidedAt, { days: daysWaited(submittedAt, decidedAt) }), done('decided', decidedAt, { role: role ?? 'organiser' })];
}

const comesBack = (outcome: ItemOutcome | null | undefined) => outcome === 'postponed' || outcome === 'not_reached';

/** From the agenda to what the meeting made of it; what it did not finish goes on at the next one. */
function meeting({ state, item, placed, cancelledAt, continuedAt }: ProgressFacts): Step[] {
  if (state === 'deferred') return [done('carried_over', continuedAt)];
  if (state !== 'submitted' && state !== 'accepted') return [];
  const onAgenda = placed ? done('placed', placed.at) : ahead('placed');
  if (cancelledAt && item?.state !== 'closed') return [...(placed ? [onAgenda] : []), done('cancelled', cancelledAt)];
  if (item?.state !== 'closed') return [onAgenda, ahead('discussed')];
  const discussed = done('discussed', item.closedAt);
  if (!comesBack(item.outcome)) return [...(placed ? [onAgenda] : []), discussed];
  return [...(placed ? [onAgenda] : []), discussed, continuedAt ? done('carried_over', continuedAt) : ahead('carried_over')];
}

/** The minutes and what they set going. */
function record({ state, item, minutes, actions, cancelledAt }: ProgressFacts): Step[] {
  if ((state !== 'submitted' && state !== 'accepted') || (cancelledAt && item?.state !== 'closed')) return [];
  const published = minutes?.state === 'published' ? minutes.publishedAt : null;
  if (comesBack(item?.outcome)) return published ? [done('minuted', published)] : [];
  if (!published) return [ahead('minuted'), ahead('followed_up')];
  if (actions.length === 0) return [done('minuted', published)];
  const closed = actions.flatMap(({ closedAt }) => closedAt ?? []);
  const last = closed.length === actions.length ? new Date(Math.max(...closed.map((at) => at.getTime()))) : null;
  return [done('minuted', published), last ? done('followed_up', last) : ahead('followed_up')];
}
