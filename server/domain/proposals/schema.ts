import { z } from 'zod';
import { proposalKinds } from '~/db/schema/states';
import { choice, ids, line, minutes, optionalId, optionalText, seenVersion } from '~/server/fields';
import { limits, proposalLimits } from '~/server/limits';
import { saveDraftSchema } from '../drafts/schema';

const fields = {
  title: line(limits.title),
  reason: optionalText(limits.reason),
  kind: choice(proposalKinds),
  minutesWanted: minutes(proposalLimits.minutesMin, proposalLimits.minutesMax),
  initiativeIds: ids.refine((list) => list.length <= proposalLimits.initiatives, `too_many:${proposalLimits.initiatives}`).transform((list) => [...new Set(list)]),
  /** Which button was pressed: `draft` keeps it to oneself, `files` too and goes on to its files. */
  intent: z.enum(['submit', 'draft', 'files']).catch('submit'),
  /** The key of the form, by which late drafts of it are known. */
  _key: z.string().optional(),
};

/** A draft may still lack its reason. Said together with what else is missing. */
const hasReason = (typed: { intent: string; reason: string }) => typed.intent !== 'submit' || typed.reason !== '';
const reasonMissing = { path: ['reason'], message: 'required', when: () => true };

export const submitProposalSchema = z.object(fields).refine(hasReason, reasonMissing);
export const editProposalSchema = z.object({ ...fields, version: seenVersion }).refine(hasReason, reasonMissing);
/** `withdraw=1` takes the support back. With a draft's `_place` the form is another proposal, given up for this one (`instead`). */
export const endorsementSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())])).transform((fields) => ({
  withdraw: fields.withdraw === '1',
  instead: fields._place ? saveDraftSchema.parse(fields) : null,
}));
/** For what needs no words (withdraw). */
export const stepSchema = z.object({});

export const decisionKinds = ['accept', 'merge', 'defer', 'decline'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const decideProposalSchema = z.object({
  decision: choice(decisionKinds),
  reason: optionalText(limits.decisionReason),
  mergedIntoId: optionalId,
  deferredToMeetingId: optionalId,
  /** The wording the organiser has read. */
  version: seenVersion.optional(),
}).superRefine((typed, context) => {
  const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
  if (typed.decision !== 'accept' && typed.reason === '') say('reason', 'required');
  if (typed.decision === 'merge' && !typed.mergedIntoId) say('mergedIntoId', 'choose_one');
  if (typed.decision === 'defer' && !typed.deferredToMeetingId) say('deferredToMeetingId', 'choose_one');
});

export type SubmitProposal = z.output<typeof submitProposalSchema>;
export type EditProposal = z.output<typeof editProposalSchema>;
export type DecideProposal = z.output<typeof decideProposalSchema>;
