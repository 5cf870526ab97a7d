import { views } from '~/app/components/floor-views';
import type { Room } from '~/app/components/minutes-room';
import { entryAnchor } from '~/app/components/minutes-parts';
import { onward } from '~/app/transport.server';
import type { Language } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { followedUnder } from '~/server/domain/actions/queries';
import { entryToWrite, openClashes, otherWriters } from '~/server/domain/entries/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import type { Minutes } from '~/server/domain/minutes/queries';

/** What those who write minutes know of each other there. */
export async function roomOf(ctx: Ctx, { meetingId, entries }: Pick<Minutes, 'meetingId' | 'entries'>): Promise<Room> {
  const items = entries.filter(({ followsUp }) => followsUp).map(({ agendaItemId }) => agendaItemId);
  const [clashes, writers, followed] = await Promise.all([openClashes(ctx, meetingId), otherWriters(ctx, meetingId), followedUnder(ctx, items)]);
  return { clashes, writers, followed: Object.fromEntries(items.map((id) => [id, followed(id)])) };
}

/** Back to where minutes are written: the page of their own, or the meeting as it runs, if the form was sent from there. */
export function backToWriting(ask: { language: Language; url: URL }, slug: string, agendaItemId: string | null, notice: string): Response {
  const place = agendaItemId === null ? '' : `#${entryAnchor(agendaItemId)}`;
  const view = views.find((one) => one === ask.url.searchParams.get('visning'));
  if (!view) return onward(ask.language, `/moeder/${slug}/referat/rediger${place}`, notice);
  const answer = onward(ask.language, `/moeder/${slug}/live?visning=${view}${place}`);
  // The page is the same before and after: a meeting's worth of forms is not to lie between it and the way back.
  answer.headers.set('X-Remix-Replace', 'true');
  return answer;
}

/** The meeting and the entry to which something is added. */
export async function placeOf(ctx: Ctx, params: Record<string, string>) {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  const entry = await entryToWrite(ctx, id, params.entryId ?? '');
  return { meeting: { id, slug, title }, entry: { id: entry.id, title: entry.title, initiatives: entry.initiatives } };
}
