type Minutes = { meetingId: string };
type Decided = Minutes & { decisionId: string; number: string; agendaItemId: string };
type Action = Minutes & { actionId: string; agendaItemId: string };
type Corrected = Minutes & { correctionId: string; entryId: string };

declare module '~/server/write' {
  /** Stream `meeting:<id>`, as public as the meeting: what a draft says is not told, only that it was written. */
  interface EventMap {
    'minutes.begun': Minutes;
    'minutes.entry_written': Minutes & { entryId: string; agendaItemId: string; version: number };
    /** Decisions also on the concerned `initiative:<id>` and the item's `proposal:<id>`. */
    'minutes.decision_recorded': Decided;
    'minutes.decision_edited': Decided;
    'minutes.decision_withdrawn': Decided;
    /** Actions also on the concerned `initiative:<id>`. */
    'minutes.action_added': Action;
    'minutes.action_removed': Action;
    'minutes.action_closed': Action & { state: 'done' | 'dropped' };
    /** Mails `minutes.in_review`; asks the job `approve_minutes` for when the date has passed. */
    'minutes.sent_to_review': Minutes & { correctionsDue: string };
    'minutes.correction_proposed': Corrected;
    /** Mails `minutes.correction_decided` to its author. */
    'minutes.correction_decided': Corrected & { state: 'accepted' | 'declined' };
    'minutes.approved': Minutes & { tacit: boolean };
    /** Also on every `initiative:<id>` that its decisions and actions concern. Mails `minutes.published`. */
    'minutes.published': Minutes & { number: number };
  }
  interface MailMap {
    'minutes.in_review': Minutes;
    'minutes.published': Minutes;
    'minutes.correction_decided': { correctionId: string };
  }
}

export {};
