import type { Role } from '~/db/schema';

type Member = { memberId: string };
type Owner = Member & { initiativeId: string };

declare module '~/server/write' {
  /** Stream `member:<id>`: private, kept for the audit. What concerns an initiative stands on `initiative:<id>` too. */
  interface EventMap {
    /** Mails `member.confirm`. */
    'member.joined': Member;
    'member.confirmed': Member;
    'member.profile_edited': Member & { changed: string[] };
    'member.password_set': Member;
    /** Ends the member's sockets. */
    'member.role_changed': Member & { from: Role; to: Role };
    'member.owner_set': Owner;
    'member.owner_removed': Owner;
  }
  /** Each carries a one-time link that is made when the mail leaves: no secret waits in the queue. */
  interface MailMap {
    'member.confirm': Member;
    'member.address_known': Member;
    'member.reset': Member;
  }
}

export {};
