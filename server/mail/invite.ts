import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { mails, members, registrations, uninvitations } from '~/db/schema';
import type { Answer, Person } from '../calendar/ics';
import { cancelToIcs, inviteToIcs, organizerOf } from '../calendar/meeting-ics';
import type { CalendarMeeting } from '../calendar/read';
import type { Services } from '../services';
import { inviting } from '../mail-topics';
import type { Letter } from './letter';
import { markedAddress, sealedMark, sealedToken } from './sealed';

// The calendar part of a mail about a meeting (iMIP, RFC 6047): one recipient, and nobody else's address in it.

const answers: Record<typeof registrations.$inferSelect['answer'], Answer> = { on_site: 'accepted', online: 'accepted', not_attending: 'declined' };

export type ToOne = { id: string; memberId: string; language: 'da' | 'en'; createdAt: Date };

/** `cancel`: the meeting is cancelled; `withdraw`: it stands, but not for this recipient. */
export async function calendarPart({ db, config }: Services, meeting: CalendarMeeting, { memberId, language, createdAt }: ToOne, what: 'invite' | 'cancel' | 'withdraw'): Promise<Letter['icalEvent']> {
  const [found] = await db.select({ name: members.name, email: members.email, answer: registrations.answer, waiting: registrations.waiting }).from(members)
    .leftJoin(registrations, and(eq(registrations.memberId, members.id), eq(registrations.meetingId, meeting.id))).where(eq(members.id, memberId));
  if (!found) throw new Error('the recipient is gone');
  const recipient = { name: found.name, email: found.email, answer: found.waiting ? ('tentative' as const) : found.answer ? answers[found.answer] : ('needs_action' as const), answers: config.inbound.answers };
  const setting = { recipient, language, baseUrl: config.baseUrl, organizer: await organizerFor(db, config, memberId), stampedAt: createdAt };
  const method = what === 'invite' ? 'REQUEST' : 'CANCEL';
  return { method, filename: 'invite.ics', content: what === 'invite' ? inviteToIcs(meeting, setting) : cancelToIcs(meeting, { ...setting, alone: what === 'withdraw' }) };
}

/**
 * Who invites this recipient, the same in every mail about any meeting: where answers are read, an address of their own, so
 * that an answer shows whose it is. It is the From of the mail too, as programs expect of an organizer.
 */
export async function organizerFor(db: Pick<Services['db'], 'select' | 'insert'>, config: Services['config'], memberId: string): Promise<Person> {
  const organizer = organizerOf(config);
  return config.inbound.answers ? { ...organizer, email: markedAddress(organizer.email, await sealedMark(db, 'reply', memberId)) } : organizer;
}

/** The invites to a meeting queued for this member before this letter. Waits for one that is just leaving. */
export function earlierInvites({ db }: Services, { id, memberId }: ToOne, meetingId: string) {
  const ofMeeting = sql`${mails.params} ->> 'meetingId' = ${meetingId}`;
  // Only older ones, so that two letters never wait for each other.
  return db.select({ kind: mails.kind, state: mails.state, sentAt: mails.sentAt }).from(mails).where(and(eq(mails.memberId, memberId), inArray(mails.kind, inviting), ofMeeting, lt(mails.id, id))).for('share');
}

/** Whether this member's invitation was taken back and not given again. */
export async function isUninvited({ db }: Services, { memberId }: Pick<ToOne, 'memberId'>, meetingId: string): Promise<boolean> {
  return (await db.$count(uninvitations, and(eq(uninvitations.meetingId, meetingId), eq(uninvitations.memberId, memberId)))) > 0;
}

/** The recipient's own way of answering a meeting with one click and one button, without signing in. */
export async function answerPath({ db }: Services, { memberId }: Pick<ToOne, 'memberId'>, meetingId: string, answer: string): Promise<string> {
  return `/svar/${await sealedToken(db, 'answer', [memberId, meetingId])}?svar=${answer}`;
}
