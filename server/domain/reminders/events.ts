type Meeting = { meetingId: string };

declare module '~/server/write' {
  /** Reminders change nothing, so they tell nothing on a stream. */
  interface MailMap {
    'reminder.registration': Meeting;
    'reminder.proposals': Meeting;
    'reminder.tomorrow': Meeting;
    'reminder.corrections': Meeting;
    'reminder.action': { actionId: string };
  }
}

export {};
