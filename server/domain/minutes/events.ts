type Minutes = { meetingId: string };

declare module '~/server/write' {
  /** Stream `meeting:<id>`, as public as the meeting: what a draft says is not told, only that it was written. */
  interface EventMap {
    'minutes.begun': Minutes;
    'minutes.entry_written': Minutes & { entryId: string; agendaItemId: string; version: number };
    /** Mails `minutes.in_review`; asks the job `approve_minutes` for when the date has passed. */
    'minutes.sent_to_review': Minutes & { correctionsDue: string };
    'minutes.approved': Minutes & { tacit: boolean };
    /** Also on every `initiative:<id>` that its decisions and actions concern. Mails `minutes.published`. */
    'minutes.published': Minutes & { number: number };
    /** A version more, on the same streams. Mails `minutes.erratum`. */
    'minutes.erratum_published': Minutes & { number: number };
  }
  interface MailMap {
    'minutes.in_review': Minutes;
    'minutes.published': Minutes;
    'minutes.erratum': Minutes & { number: number };
  }
}

export {};
