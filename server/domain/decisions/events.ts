type Decided = { meetingId: string; decisionId: string; number: string; agendaItemId: string };

declare module '~/server/write' {
  /** Streams `meeting:<id>`, the concerned `initiative:<id>` and the item's `proposal:<id>`. */
  interface EventMap {
    'minutes.decision_recorded': Decided;
    'minutes.decision_edited': Decided;
    'minutes.decision_withdrawn': Decided;
  }
}

export {};
