type Corrected = { meetingId: string; correctionId: string; entryId: string };

declare module '~/server/write' {
  /** Stream `meeting:<id>`. */
  interface EventMap {
    'minutes.correction_proposed': Corrected;
    /** Mails `minutes.correction_decided` to its author. */
    'minutes.correction_decided': Corrected & { state: 'accepted' | 'declined' };
  }
  interface MailMap {
    'minutes.correction_decided': { correctionId: string };
  }
}

export {};
