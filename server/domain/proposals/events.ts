type Proposal = { proposalId: string };

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
    /** The four decisions mail `proposal.decided` to the author and those who support the proposal. */
    'proposal.accepted': Proposal & { agendaItemId: string };
    /** Also on the stream of the proposal it was merged into. */
    'proposal.merged': Proposal & { intoId: string };
    /** `meetingId`: the later meeting; `continuedById`: the proposal that stands there instead. */
    'proposal.deferred': Proposal & { meetingId: string; continuedById: string };
    'proposal.declined': Proposal;
    /**
     * On the streams of the proposal that goes on at a later meeting. `continuesId`: the one before it. When it takes up an
     * agenda item that was postponed or not reached (`itemId`), also on those of the item's meeting and proposal.
     */
    'proposal.continued': Proposal & { meetingId: string; continuesId: string | null; itemId?: string };
  }
  interface MailMap {
    'proposal.submitted': Proposal;
    'proposal.decided': Proposal;
  }
}

export {};
