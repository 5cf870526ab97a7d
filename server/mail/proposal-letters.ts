export const proposalLetters = {};
