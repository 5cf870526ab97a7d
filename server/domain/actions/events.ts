type Action = { meetingId: string; actionId: string; agendaItemId: string };

declare module '~/server/write' {
  /** Streams `meeting:<id>` and the concerned `initiative:<id>`. */
  interface EventMap {
    'minutes.action_added': Action;
    'minutes.action_removed': Action;
    /** Also on the `meeting:<id>` of meetings that follow it up. */
    'minutes.action_closed': Action & { state: 'done' | 'dropped' };
  }
}

export {};
