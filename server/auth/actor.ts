import { eq } from 'drizzle-orm';
import type { Db } from '~/db/client';
import { initiativeOwners, meetingParts, members, type MeetingPart } from '~/db/schema';
import type { Actor } from '../context';
import { isId } from '../fields';

type Reader = Pick<Db, 'select'>;

/** What a member may do beyond their role: the initiatives they answer for, and their parts in meetings. */
export async function rightsOf(db: Reader, memberId: string): Promise<Pick<Actor, 'owns' | 'chairs' | 'takesMinutes'>> {
  const [owned, parts] = await Promise.all([
    db.select({ id: initiativeOwners.initiativeId }).from(initiativeOwners).where(eq(initiativeOwners.memberId, memberId)),
    db.select({ id: meetingParts.meetingId, part: meetingParts.part }).from(meetingParts).where(eq(meetingParts.memberId, memberId)),
  ]);
  const inPart = (part: MeetingPart) => parts.filter((row) => row.part === part).map((row) => row.id);
  return { owns: owned.map((row) => row.id), chairs: inPart('chair'), takesMinutes: inPart('minute_taker') };
}

/** A member as the one who acts, for those who have shown otherwise than by a session who they are; null for nobody. */
export async function actorOf(db: Reader, memberId: string): Promise<Actor | null> {
  if (!isId(memberId)) return null;
  const [member] = await db.select({ id: members.id, name: members.name, role: members.role, language: members.language, confirmedAt: members.emailConfirmedAt }).from(members).where(eq(members.id, memberId));
  if (!member) return null;
  const { confirmedAt, ...who } = member;
  return { ...who, confirmed: confirmedAt !== null, ...(await rightsOf(db, memberId)) };
}
