type Meeting = { meetingId: string };

declare module '~/server/write' {
  /** Stream `meeting:<id>`. Public from the call on; before that nobody may subscribe. */
  interface EventMap {
    'meeting.created': Meeting;
    /** Mails `meeting.called`. */
    'meeting.called': Meeting;
    /** Mails `meeting.moved` when time or place are among the changed fields. */
    'meeting.edited': Meeting & { changed: string[] };
    /** Mails `meeting.cancelled`, if it had been called. */
    'meeting.cancelled': Meeting;
    'meeting.started': Meeting;
    'meeting.held': Meeting;
  }
  interface MailMap {
    'meeting.called': Meeting;
    'meeting.moved': Meeting;
    'meeting.cancelled': Meeting;
  }
}

export {};
