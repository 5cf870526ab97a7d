/** Minutes a proposal may ask for, and how many initiatives it may concern. */
export const proposalLimits = { minutesMin: 5, minutesMax: 240, minutesUsual: 20, initiatives: 5 } as const;

/** How long a person's words may be (letters), shared by the forms and the schemas. */
export const limits = {
  name: 100, email: 254, passwordMin: 10, password: 200, organisation: 150,
  title: 160, reason: 5_000, decisionReason: 2_000, purpose: 5_000, place: 300, url: 500,
  itemBody: 5_000, presenter: 150, entry: 20_000, decision: 2_000, action: 1_000, correctionWhy: 1_000,
  post: 10_000, threadTitle: 160, search: 200, cancelReason: 1_000,
} as const;
