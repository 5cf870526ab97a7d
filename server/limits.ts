/** Minutes a proposal may ask for, and how many initiatives it may concern. */
export const proposalLimits = { minutesMin: 5, minutesMax: 240, minutesUsual: 20, initiatives: 5 } as const;

/** Of attached files: bytes of one, how many a proposal holds, and how many times an hour one member may send some. */
export const fileLimits = { bytes: 10 * 1024 * 1024, each: 10, sendsAnHour: 60 } as const;

/** Of what someone is writing: letters of one draft in all, its fields, and how many drafts one member has at a time. */
export const draftLimits = { letters: 100_000, fields: 60, kept: 100 } as const;

/** How long a person's words may be (letters), shared by the forms and the schemas. */
export const limits = {
  name: 100, email: 254, passwordMin: 10, password: 200, organisation: 150,
  title: 160, reason: 5_000, decisionReason: 2_000, purpose: 5_000, place: 300, url: 500,
  itemBody: 5_000, presenter: 150, section: 100, entry: 20_000, decision: 2_000, action: 1_000, correctionWhy: 1_000,
  post: 10_000, sounding: 300, threadTitle: 160, search: 200, cancelReason: 1_000,
} as const;

/** When the desk calls something due or late (days, unless said), and how far ahead it looks. */
export const deskLimits = {
  /** A meeting is called so long before it begins, and its agenda published so long before. */
  callBefore: 28, agendaBefore: 7,
  /** A proposal is answered within so long, and at the latest so long after the meeting's deadline. */
  answerWithin: 14, decideAfterDeadline: 3,
  /** After the meeting: the minutes begun, sent to review, and published once approved. */
  beginMinutesWithin: 3, reviewWithin: 14, publishWithin: 3,
  /** A running meeting is said to go on too long so many minutes after its planned end. */
  overtimeMinutes: 30,
  /** What is due within so long stands as due soon. */
  soon: 7,
  /** Open follow-up is shown so long before its date. */
  actionsAhead: 14,
  /** A first post that nobody has answered is shown after so long. */
  unansweredAfter: 3,
} as const;

/** How long housekeeping leaves what nobody needs any more (days). */
export const keepDays = { rateLimits: 2, tokens: 7, idempotencyKeys: 14, inboundMails: 90, writers: 1 } as const;
