import { and, eq, gt, inArray, isNotNull, lte, max, ne, or, sql } from 'drizzle-orm';
import { actionItemInitiatives, actionItems, events, initiativeOwners, meetings, members, minutes, minutesEntries, registrations, uninvitations } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { addDays, dayOf, endOfDay } from '~/server/time';
import { write, type Tx } from '~/server/write';
import { noticeRecipients } from '../members/queries';
import { isDue, type ReminderKind } from './rules';

type Recipient = { id: string; language: 'da' | 'en' };
type Meeting = typeof meetings.$inferSelect;

/**
 * Queues every reminder whose hour has come and that was not sent: registration, deadline for proposals, meeting tomorrow,
 * corrections, actions. Each is one mail a person and moment (its dedupe names the moment it is about), so that run again,
 * or by two processes at once, nothing is sent twice, and what was moved is reminded of anew. Answers how many occasions it saw.
 */
export async function sendReminders(ctx: Ctx): Promise<{ occasions: number }> {
  return write(ctx, undefined, async (tx) => ({ occasions: (await ofMeetings(tx)) + (await ofMinutes(tx)) + (await ofActions(tx)) }));
}

/** A little more than the longest time before which anyone is reminded. */
const HORIZON_DAYS = 9;

async function ofMeetings(tx: Tx): Promise<number> {
  const coming = await tx.db.select().from(meetings).where(and(eq(meetings.state, 'called'), gt(meetings.startsAt, tx.now), or(lte(meetings.startsAt, addDays(tx.now, HORIZON_DAYS)), lte(meetings.proposalDeadline, addDays(tx.now, HORIZON_DAYS))))).limit(200);
  let occasions = 0;
  for (const meeting of coming) {
    const told = await toldAt(tx, meeting);
    if (meeting.startsAt && isDue('registration', meeting.startsAt, told.start, tx.now)) occasions += await remind(tx, 'registration', meeting, meeting.startsAt, await unanswered(tx, meeting.id));
    if (meeting.proposalDeadline && isDue('proposals', meeting.proposalDeadline, told.deadline, tx.now)) occasions += await remind(tx, 'proposals', meeting, meeting.proposalDeadline, await stillInvited(tx, meeting.id));
    if (meeting.startsAt && isDue('tomorrow', meeting.startsAt, told.start, tx.now)) occasions += await remind(tx, 'tomorrow', meeting, meeting.startsAt, await comingTo(tx, meeting.id));
  }
  return occasions;
}

/** Since when people could know the times as they stand: the call, or the last move of them. */
async function toldAt(tx: Tx, meeting: Meeting): Promise<{ start: Date; deadline: Date }> {
  const last = async (field: string) => {
    const [row] = await tx.db.select({ at: max(events.at) }).from(events).where(and(eq(events.stream, `meeting:${meeting.id}`), or(eq(events.type, 'meeting.called'), and(eq(events.type, 'meeting.edited'), sql`${events.payload} -> 'changed' ? ${field}`))));
    return row?.at ?? meeting.calledAt ?? meeting.createdAt;
  };
  return { start: await last('startsAt'), deadline: await last('proposalDeadline') };
}

async function remind(tx: Tx, kind: Exclude<ReminderKind, 'action'>, { id }: { id: string }, at: Date, recipients: Recipient[]): Promise<number> {
  await tx.mail(`reminder.${kind}`, recipients, { meetingId: id }, `${id}:${at.toISOString()}`);
  return 1;
}

const inMeeting = (meetingId: string) => and(eq(registrations.meetingId, meetingId), eq(registrations.memberId, members.id));

async function stillInvited(tx: Tx, meetingId: string): Promise<Recipient[]> {
  const gone = new Set((await tx.db.select({ id: uninvitations.memberId }).from(uninvitations).where(eq(uninvitations.meetingId, meetingId))).map(({ id }) => id));
  return (await noticeRecipients(tx.db)).filter(({ id }) => !gone.has(id));
}

async function unanswered(tx: Tx, meetingId: string): Promise<Recipient[]> {
  const answered = new Set((await tx.db.select({ id: registrations.memberId }).from(registrations).where(eq(registrations.meetingId, meetingId))).map(({ id }) => id));
  return (await stillInvited(tx, meetingId)).filter(({ id }) => !answered.has(id));
}

/** Everyone who has said that they come, whatever mail they want: it is their own appointment. */
async function comingTo(tx: Tx, meetingId: string): Promise<Recipient[]> {
  return tx.db.select({ id: members.id, language: members.language }).from(registrations).innerJoin(members, inMeeting(meetingId)).where(and(ne(registrations.answer, 'not_attending'), eq(registrations.waiting, false)));
}

async function ofMinutes(tx: Tx): Promise<number> {
  const rows = await tx.db.select({ id: minutes.meetingId, due: minutes.correctionsDue, sentAt: max(events.at) }).from(minutes)
    .innerJoin(events, and(eq(events.stream, sql`'meeting:' || ${minutes.meetingId}`), eq(events.type, 'minutes.sent_to_review')))
    .where(and(eq(minutes.state, 'in_review'), gt(minutes.correctionsDue, tx.now), lte(minutes.correctionsDue, addDays(tx.now, HORIZON_DAYS)))).groupBy(minutes.id).limit(100);
  let occasions = 0;
  for (const { id, due, sentAt } of rows) if (due && sentAt && isDue('corrections', due, sentAt, tx.now)) occasions += await remind(tx, 'corrections', { id }, due, await stillInvited(tx, id));
  return occasions;
}

/** The one who answers for an action, the owners of the initiatives it concerns, or, where an organisation answers for it, its members. */
async function ofActions(tx: Tx): Promise<number> {
  const [from, to] = [dayOf(tx.now), dayOf(addDays(tx.now, HORIZON_DAYS))];
  const rows = await tx.db.select({ id: actionItems.id, dueOn: actionItems.dueOn, memberId: actionItems.responsibleMemberId, organisationId: actionItems.responsibleOrganisationId, publishedAt: minutes.publishedAt }).from(actionItems)
    .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
    .where(and(eq(actionItems.state, 'open'), eq(minutes.state, 'published'), sql`${actionItems.dueOn} between ${from} and ${to}`)).limit(500);
  let occasions = 0;
  for (const action of rows) {
    const due = endOfDay(action.dueOn);
    if (!action.publishedAt || !isDue('action', due, action.publishedAt, tx.now)) continue;
    const owners = tx.db.select({ id: initiativeOwners.memberId }).from(initiativeOwners).innerJoin(actionItemInitiatives, eq(actionItemInitiatives.initiativeId, initiativeOwners.initiativeId)).where(eq(actionItemInitiatives.actionItemId, action.id));
    const concerned = [inArray(members.id, owners), ...(action.memberId ? [eq(members.id, action.memberId)] : []), ...(action.organisationId ? [eq(members.organisationId, action.organisationId)] : [])];
    const recipients = await tx.db.select({ id: members.id, language: members.language }).from(members).where(and(isNotNull(members.emailConfirmedAt), or(...concerned))).limit(50);
    await tx.mail('reminder.action', recipients, { actionId: action.id }, `${action.id}:${action.dueOn}`);
    occasions += 1;
  }
  return occasions;
}
