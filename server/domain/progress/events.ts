type Proposal = { proposalId: string };

declare module '~/server/write' {
  /** What becomes of a proposal, told to whom it concerns: once a person and step. */
  interface MailMap {
    'proposal.placed': Proposal;
    'proposal.discussed': Proposal;
    'proposal.minuted': Proposal;
    'proposal.followed_up': Proposal & { actionId: string };
  }
}

export {};
