// What someone subscribes to is nobody else's business: nothing of it goes on a stream.

declare module '~/server/write' {
  interface MailMap {
    /** What was held back for someone since their last digest. */
    digest: { pace: 'daily' | 'weekly' };
    /** Why a mail that they sent was not taken: a code. */
    'mail.refused': { reason: string };
  }
}

export {};
