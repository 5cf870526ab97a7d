import { and, eq, ne } from 'drizzle-orm';
import { agendaItems, meetings } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { write } from '~/server/write';
import { insertItem } from '../agenda/commands';
import { lockMeeting } from '../meetings/commands';
import { ownItems } from './queries';
import { lacking, mayUseTemplate } from './rules';

/**
 * Takes over the own items of another meeting, in their order, with kinds, lengths, sections and initiatives; presenters agreed to
 * that meeting only. What stands here already is not added again, so that sent twice it lands once. Refuses what
 * `mayUseTemplate` refuses, and `template_not_found`.
 */
export async function takeTemplate(ctx: Ctx, meetingId: string, { from }: { from: string }, key?: string): Promise<{ added: number }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    // Who may not build here is not told of another meeting either.
    ensure(mayUseTemplate(ctx.actor, meeting, 1));
    const [other] = await tx.db.select({ id: meetings.id }).from(meetings).where(and(eq(meetings.id, from), ne(meetings.id, meetingId), ne(meetings.state, 'cancelled')));
    if (!other) throw refuse('template_not_found');
    const wanted = lacking(await ownItems(tx.db, other.id), await tx.db.select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId)));
    ensure(mayUseTemplate(ctx.actor, meeting, wanted.length));
    for (const { title, body, kind, minutes, section, initiativeIds } of wanted) await insertItem(tx, meetingId, { title, body, kind, minutes, section, presenter: null, proposalId: null, initiativeIds });
    return { added: wanted.length };
  });
}
