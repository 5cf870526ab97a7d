import { and, asc, eq, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import { agendaItems, hands, meetings, members, soundingAnswers, soundings, type HandKind, type SoundingAnswer } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { mayChair, maySeeMeeting } from '../meetings/rules';
import { mayWrite } from '../members/rules';
import type { SoundingFigures } from './events';
import { mayRaise } from './rules';

export type HandView = { id: string; kind: HandKind; name: string; own: boolean; state: 'waiting' | 'speaking'; calledAt: Date | null; /** The item it was raised at, where that is no longer the current one. */ earlier: { position: number; title: string } | null };
export type Sounding = { id: string; itemId: string; question: string; openedAt: Date; closedAt: Date | null; figures: SoundingFigures };

const handColumns = {
  id: hands.id, kind: hands.kind, state: hands.state, memberId: hands.memberId, name: members.name, calledAt: hands.calledAt,
  position: agendaItems.position, title: agendaItems.title, itemState: agendaItems.state,
};

/** Those who wait and the one who speaks, in the order in which they come. Names are for the meeting as it runs: afterwards there are none. */
async function handsIn(ctx: Ctx, meetingId: string): Promise<HandView[]> {
  const up = inArray(hands.state, ['waiting', 'speaking']);
  const rows = await ctx.db.select(handColumns).from(hands).innerJoin(members, eq(members.id, hands.memberId)).leftJoin(agendaItems, eq(agendaItems.id, hands.agendaItemId))
    .where(and(eq(hands.meetingId, meetingId), up)).orderBy(asc(hands.position), asc(hands.raisedAt), asc(hands.id)).limit(500);
  return rows.map(({ memberId, position, title, itemState, state, ...row }) => ({
    ...row, state: state === 'speaking' ? 'speaking' : 'waiting', own: memberId === ctx.actor?.id,
    earlier: position !== null && title !== null && itemState !== 'current' ? { position, title } : null,
  }));
}

async function soundingsWhere(ctx: Ctx, where: SQL | undefined): Promise<Sounding[]> {
  const n = (answer: SoundingAnswer) => sql<number>`count(*) filter (where ${soundingAnswers.answer} = ${answer})::int`;
  const rows = await ctx.db.select({ id: soundings.id, itemId: soundings.agendaItemId, question: soundings.question, openedAt: soundings.openedAt, closedAt: soundings.closedAt, for: n('for'), against: n('against'), not_sure: n('not_sure') })
    .from(soundings).leftJoin(soundingAnswers, eq(soundingAnswers.soundingId, soundings.id)).where(where).groupBy(soundings.id).orderBy(asc(soundings.openedAt), asc(soundings.id)).limit(200);
  return rows.map(({ for: inFavour, against, not_sure, ...row }) => ({ ...row, figures: { for: inFavour, against, not_sure } }));
}

/** The soundings of some agenda items that are closed, oldest first, with their figures. They are as public as the items. */
export async function closedSoundings(ctx: Ctx, itemIds: string[]): Promise<Sounding[]> {
  return itemIds.length === 0 ? [] : soundingsWhere(ctx, and(inArray(soundings.agendaItemId, itemIds), isNotNull(soundings.closedAt)));
}

async function ownAnswer(ctx: Ctx, sounding: Sounding | null): Promise<SoundingAnswer | null> {
  if (!ctx.actor || !sounding) return null;
  const [row] = await ctx.db.select({ answer: soundingAnswers.answer }).from(soundingAnswers).where(and(eq(soundingAnswers.soundingId, sounding.id), eq(soundingAnswers.memberId, ctx.actor.id)));
  return row?.answer ?? null;
}

/** How many had the floor, by what for. */
async function spokenIn(ctx: Ctx, meetingId: string): Promise<{ kind: HandKind; n: number }[]> {
  return ctx.db.select({ kind: hands.kind, n: sql<number>`count(*)::int` }).from(hands).where(and(eq(hands.meetingId, meetingId), eq(hands.state, 'spoken'))).groupBy(hands.kind);
}

/**
 * The floor of a meeting: who speaks, who waits, the sounding that is open and those that were, and what the viewer may do.
 * Once the meeting is over it tells figures only, no names. Refuses `meeting_not_found`.
 */
export async function floorOf(ctx: Ctx, meetingId: string) {
  const [meeting] = await ctx.db.select({ id: meetings.id, state: meetings.state }).from(meetings).where(eq(meetings.id, meetingId));
  if (!meeting) throw refuse('meeting_not_found');
  ensure(maySeeMeeting(ctx.actor, meeting));
  const live = meeting.state === 'live';
  const [up, asked, spoken] = await Promise.all([live ? handsIn(ctx, meetingId) : [], soundingsWhere(ctx, eq(soundings.meetingId, meetingId)), spokenIn(ctx, meetingId)]);
  const queue = up.filter((hand) => hand.state === 'waiting');
  const speaking = up.find((hand) => hand.state === 'speaking') ?? null;
  const own = up.find((hand) => hand.own) ?? null;
  const open = asked.find((sounding) => sounding.closedAt === null) ?? null;
  return {
    speaking, queue, spoken,
    own: own && { id: own.id, state: own.state, place: queue.findIndex((hand) => hand.own) + 1 },
    open: open && { ...open, own: await ownAnswer(ctx, open) },
    closed: asked.filter((sounding) => sounding.closedAt !== null),
    /** Why the viewer may not take part; null where they may. */
    why: mayWrite(ctx.actor)?.code ?? null,
    can: { raise: mayRaise(ctx.actor, meeting, own !== null) === null, lead: live && mayChair(ctx.actor, meeting) === null },
  };
}

export type Floor = Awaited<ReturnType<typeof floorOf>>;
