import type { RegistrationAnswer } from '~/db/schema';

declare module '~/server/write' {
  /**
   * Stream `meeting:<id>`, public. They are recorded without an actor: who comes is told by name only with
   * consent, and a stream keeps what it says for ever.
   */
  interface EventMap {
    'registration.answered': { meetingId: string; answer: RegistrationAnswer; waiting: boolean };
    /** `count` people got a seat from the waiting list. Mails `registration.moved_up` to each. */
    'registration.moved_up': { meetingId: string; count: number };
    /** Mails `registration.uninvited` to the one. */
    'registration.uninvited': { meetingId: string };
  }
  interface MailMap {
    'registration.moved_up': { meetingId: string };
    /** The meeting for the calendar of one who comes without having been called. */
    'registration.invited': { meetingId: string };
    'registration.uninvited': { meetingId: string };
    'registration.invited_again': { meetingId: string };
  }
}

export {};
