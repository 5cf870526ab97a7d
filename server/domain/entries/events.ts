type Entry = { meetingId: string; entryId: string; agendaItemId: string };

declare module '~/server/write' {
  /** Stream `meeting:<id>`. Public: from then on everyone reads the entry, though its minutes are a draft. */
  interface EventMap {
    'minutes.entry_shown': Entry & { on: boolean };
    /** Text or decisions of an entry that is shown have changed. */
    'minutes.shown_entry_changed': Entry;
  }
}

export {};
