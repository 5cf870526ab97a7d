import { and, asc, desc, eq, exists, inArray, isNull, ne, notExists, type SQL } from 'drizzle-orm';
import { agendaItemInitiatives, agendaItemMinutes, agendaItems, meetings } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure } from '~/server/refusal';
import type { Tx } from '~/server/write';
import { mayOrganise } from '../meetings/rules';

type Reader = Tx['db'] | Ctx['db'];

/** A meeting's own items: not those of proposals, nor what came up by itself. */
function own(db: Reader): SQL | undefined {
  const asked = db.select({ id: agendaItemMinutes.agendaItemId }).from(agendaItemMinutes).where(eq(agendaItemMinutes.agendaItemId, agendaItems.id));
  return and(isNull(agendaItems.proposalId), eq(agendaItems.followsUp, false), notExists(asked));
}

/** The own items of a meeting in their order, with the initiatives they touch. */
export async function ownItems(db: Reader, meetingId: string) {
  const items = await db.select().from(agendaItems).where(and(eq(agendaItems.meetingId, meetingId), own(db))).orderBy(asc(agendaItems.position));
  const links = items.length === 0 ? [] : await db.select().from(agendaItemInitiatives).where(inArray(agendaItemInitiatives.agendaItemId, items.map((item) => item.id)));
  return items.map((item) => ({ ...item, initiativeIds: links.filter((link) => link.agendaItemId === item.id).map((link) => link.initiativeId) }));
}

/** Other meetings that have items of their own to begin an agenda with, newest first. Refuses what `mayOrganise` refuses. */
export async function templateChoices(ctx: Ctx, meetingId: string) {
  ensure(mayOrganise(ctx.actor));
  const items = ctx.db.select({ id: agendaItems.id }).from(agendaItems).where(and(eq(agendaItems.meetingId, meetings.id), own(ctx.db)));
  return ctx.db.select({ id: meetings.id, title: meetings.title, day: meetings.day }).from(meetings)
    .where(and(ne(meetings.id, meetingId), ne(meetings.state, 'cancelled'), exists(items))).orderBy(desc(meetings.day), desc(meetings.id)).limit(20);
}
