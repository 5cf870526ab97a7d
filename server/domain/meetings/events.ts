import type { MeetingPart } from '~/db/schema';

type Meeting = { meetingId: string };
type Part = Meeting & { part: MeetingPart };

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
    /** `resumesAt`: when it is said to go on, an instant in ISO form. */
    'meeting.paused': Meeting & { resumesAt: string | null };
    /** Not told when the meeting ends: a pause ends with it. */
    'meeting.resumed': Meeting;
    'meeting.held': Meeting;
    /** Who has a part is told by name only with consent, so the public stream does not say who. Each mails the member. */
    'meeting.part_given': Part;
    'meeting.part_taken': Part;
    /** Stream `member:<id>`: private, kept for the audit. Ends the member's sockets. */
    'member.part_given': Part & { memberId: string };
    'member.part_taken': Part & { memberId: string };
  }
  interface MailMap {
    'meeting.called': Meeting;
    'meeting.moved': Meeting;
    'meeting.cancelled': Meeting;
    'meeting.part_given': Part;
    'meeting.part_taken': Part;
  }
}

export {};
