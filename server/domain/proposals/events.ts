import type { Role } from '~/db/schema';

type Proposal = { proposalId: string };
/** `role`: in which the decision was taken. Missing in the oldest events: an organiser's. */
type Decision = Proposal & { role?: Role };

declare module '~/server/write' {
  /**
   * Streams `proposal:<id>`, `meeting:<id>` and `initiative:<id>` of each initiative concerned (endorsements: not the
   * initiatives). A draft has no events: the record begins when it is submitted.
   */
  interface EventMap {
    /** Mails `proposal.submitted` to the organisers. */
    'proposal.submitted': Proposal & { meetingId: string; late: boolean };
    'proposal.edited': Proposal & { changed: string[] };
    'proposal.withdrawn': Proposal;
    'proposal.endorsed': Proposal;
    'proposal.endorsement_withdrawn': Proposal;
    /** The four decisions mail `proposal.decided` to whom the proposal concerns: its author, those of proposals merged into it, and its supporters. */
    'proposal.accepted': Decision & { agendaItemId: string };
    /** Also on the stream of the proposal it was merged into. */
    'proposal.merged': Decision & { intoId: string };
    /** `meetingId`: the later meeting; `continuedById`: the proposal that stands there instead. */
    'proposal.deferred': Decision & { meetingId: string; continuedById: string };
    'proposal.declined': Decision;
    /**
     * On the streams of the proposal that goes on at a later meeting. `continuesId`: the one before it. When it takes up an
     * agenda item that was postponed or not reached (`itemId`), also on those of the item's meeting and proposal; then mails
     * `proposal.carried_over` to whom the proposal before it concerns.
     */
    'proposal.continued': Proposal & { meetingId: string; continuesId: string | null; itemId?: string };
  }
  interface MailMap {
    'proposal.submitted': Proposal;
    'proposal.decided': Proposal;
    /** `proposalId`: the one that goes on at the next meeting. */
    'proposal.carried_over': Proposal;
  }
}

export {};
