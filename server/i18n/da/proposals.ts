export const proposals = {};

export const proposalEvents = {};
