import type { MeetingState, ProposalKind, ProposalState } from '~/db/schema';
import { isOrganiser, type Actor } from '~/server/context';
import { differenceOf, type Piece } from '~/server/difference';
import { refuse, type RefusalCode, type Verdict } from '~/server/refusal';
import { dayOf, daysBetween } from '~/server/time';
import { mayOrganise } from '../meetings/rules';
import { mayWrite } from '../members/rules';

export type ProposalFacts = { id: string; meetingId: string; authorId: string; state: ProposalState; submittedAt: Date | null; late: boolean };
export type HostFacts = { id: string; state: MeetingState; startsAt: Date | null };

/** Late is after the deadline; the instant of the deadline itself is in time. */
export const isLate = (submittedAt: Date, deadline: Date): boolean => submittedAt > deadline;

/** The response clock: whole days, by the Danish calendar, from the submission to the decision, or until now. */
export const daysWaited = (submittedAt: Date, until: Date): number => Math.max(0, daysBetween(dayOf(submittedAt), dayOf(until)));

/** Drafts are their author's own; withdrawn ones are gone for all but the author and the organisers. Refuses `proposal_not_found`, `proposal_withdrawn`. */
export function maySeeProposal(actor: Actor | null, proposal: Pick<ProposalFacts, 'authorId' | 'state' | 'submittedAt'>): Verdict {
  if (proposal.authorId === actor?.id) return null;
  if (!proposal.submittedAt) return refuse('proposal_not_found');
  return proposal.state === 'withdrawn' && !isOrganiser(actor) ? refuse('proposal_withdrawn') : null;
}

/** While the meeting is called. Refuses `proposals_closed`. */
export const takesProposals = (meeting: Pick<HostFacts, 'state'>): Verdict => (meeting.state === 'called' ? null : refuse('proposals_closed'));

/** Any confirmed member, while the meeting is called, after the deadline too. Refuses `not_signed_in`, `email_not_confirmed`, `proposals_closed`. */
export function maySubmit(actor: Actor | null, meeting: Pick<HostFacts, 'state'>): Verdict {
  return mayWrite(actor) ?? takesProposals(meeting);
}

const whyNot: Partial<Record<ProposalState, RefusalCode>> = {
  accepted: 'proposal_decided', merged: 'proposal_decided', deferred: 'proposal_decided', declined: 'proposal_decided', withdrawn: 'proposal_withdrawn',
};

/** Neither decided nor withdrawn, and, where `draft` is false, submitted. */
function isOpen(proposal: Pick<ProposalFacts, 'state'>, draft: boolean): Verdict {
  const code = whyNot[proposal.state];
  if (code) return refuse(code);
  return proposal.state === 'draft' && !draft ? refuse('proposal_not_submitted') : null;
}

function isAuthor(actor: Actor | null, proposal: ProposalFacts): Verdict {
  return mayWrite(actor) ?? maySeeProposal(actor, proposal) ?? (proposal.authorId === actor?.id ? null : refuse('author_only'));
}

/** The author, until it is decided or the meeting starts. Refuses `author_only`, `proposal_decided`, `proposal_withdrawn`, `proposals_closed`. */
export function mayEditProposal(actor: Actor | null, proposal: ProposalFacts, meeting: Pick<HostFacts, 'state'>): Verdict {
  return isAuthor(actor, proposal) ?? isOpen(proposal, true) ?? takesProposals(meeting);
}

/** The author, until it is decided. Refuses `author_only`, `proposal_decided`, `proposal_withdrawn`. */
export function mayWithdraw(actor: Actor | null, proposal: ProposalFacts): Verdict {
  return isAuthor(actor, proposal) ?? isOpen(proposal, true);
}

/** Supports, or takes the support back: any confirmed member but the author, until it is decided. Refuses `own_proposal_not_endorsed`, `proposal_not_submitted`, `proposal_decided`. */
export function mayEndorse(actor: Actor | null, proposal: ProposalFacts): Verdict {
  const no = mayWrite(actor) ?? maySeeProposal(actor, proposal);
  if (no) return no;
  return proposal.authorId === actor?.id ? refuse('own_proposal_not_endorsed') : isOpen(proposal, false);
}

/** Organisers, once it is submitted. Refuses `organisers_only`, `proposal_not_submitted`, `proposal_decided`, `proposal_withdrawn`. */
export function mayDecide(actor: Actor | null, proposal: ProposalFacts): Verdict {
  return mayOrganise(actor) ?? maySeeProposal(actor, proposal) ?? isOpen(proposal, false);
}

/** submitted -> accepted. Refuses `meeting_cancelled`, `meeting_not_called`, and `late_reason_required` for a late one without a reason. */
export function mayAccept(actor: Actor | null, proposal: ProposalFacts, meeting: Pick<HostFacts, 'state'>, reason: string): Verdict {
  const no = mayDecide(actor, proposal);
  if (no) return no;
  if (meeting.state !== 'called') return refuse(meeting.state === 'cancelled' ? 'meeting_cancelled' : 'meeting_not_called');
  return proposal.late && reason === '' ? refuse('late_reason_required') : null;
}

const withReason = (reason: string): Verdict => (reason === '' ? refuse('reason_required') : null);

/** submitted -> merged into another one of the meeting that is submitted or accepted. Refuses `reason_required`, `merge_into_other`. */
export function mayMerge(actor: Actor | null, proposal: ProposalFacts, into: Pick<ProposalFacts, 'id' | 'meetingId' | 'state'> | null, reason: string): Verdict {
  const no = mayDecide(actor, proposal) ?? withReason(reason);
  if (no) return no;
  const fits = into !== null && into.id !== proposal.id && into.meetingId === proposal.meetingId && (into.state === 'submitted' || into.state === 'accepted');
  return fits ? null : refuse('merge_into_other');
}

/** submitted -> deferred to a called meeting that begins later. Refuses `reason_required`, `defer_to_later_meeting`. */
export function mayDefer(actor: Actor | null, proposal: ProposalFacts, meeting: HostFacts, to: HostFacts | null, reason: string): Verdict {
  const no = mayDecide(actor, proposal) ?? withReason(reason);
  if (no) return no;
  const later = to !== null && to.id !== meeting.id && to.state === 'called' && to.startsAt !== null && meeting.startsAt !== null && to.startsAt > meeting.startsAt;
  return later ? null : refuse('defer_to_later_meeting');
}

/** submitted -> declined. Refuses `reason_required`. */
export function mayDecline(actor: Actor | null, proposal: ProposalFacts, reason: string): Verdict {
  return mayDecide(actor, proposal) ?? withReason(reason);
}

export type Wording = { title: string; reason: string; kind: ProposalKind; minutesWanted: number; initiativeNumbers: string[]; at: Date };
type FromTo<T> = { from: T; to: T };
/** What a new wording, written at `at`, changed; null is as before. */
export type WordingChange = { at: Date; title: Piece[] | null; reason: Piece[] | null; kind: FromTo<ProposalKind> | null; minutesWanted: FromTo<number> | null; initiativeNumbers: FromTo<string[]> | null };

/** Each change of wordings that are given newest first, newest first. */
export function changesBetween(wordings: Wording[]): WordingChange[] {
  return wordings.slice(0, -1).map((to, index): WordingChange => {
    const from = wordings[index + 1] ?? to;
    const asOne = (value: Wording[keyof Wording]) => (Array.isArray(value) ? [...value].sort() : value).toString();
    const moved = <K extends 'kind' | 'minutesWanted' | 'initiativeNumbers'>(field: K): FromTo<Wording[K]> | null => (asOne(from[field]) === asOne(to[field]) ? null : { from: from[field], to: to[field] });
    const reworded = (field: 'title' | 'reason') => (from[field] === to[field] ? null : differenceOf(from[field], to[field]));
    return { at: to.at, title: reworded('title'), reason: reworded('reason'), kind: moved('kind'), minutesWanted: moved('minutesWanted'), initiativeNumbers: moved('initiativeNumbers') };
  });
}
