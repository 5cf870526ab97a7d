import type { MailTopic } from '~/db/schema/states';
import type { Ctx } from '../context';
import { refuse } from '../refusal';
import { topicPath } from './headers';
import { openToken } from './sealed';

/** Whose link for unsubscribing it is, and from what; `digests`: from what they get collected. Refuses `link_not_ours` for one that is not ours. */
export async function readUnsubscribe(ctx: Ctx, path: string, token: string): Promise<{ memberId: string; topic: MailTopic | 'digests' }> {
  const topic = (Object.keys(topicPath) as (MailTopic | 'digests')[]).find((one) => topicPath[one] === path);
  const [memberId] = (topic && (await openToken(ctx.db, 'unsubscribe', token, 1))) ?? [];
  if (!topic || !memberId) throw refuse('link_not_ours');
  return { memberId, topic };
}

/** Whose link for answering a meeting it is. Refuses `link_not_ours` for one that is not ours. */
export async function readAnswer(ctx: Ctx, token: string): Promise<{ memberId: string; meetingId: string }> {
  const [memberId, meetingId] = (await openToken(ctx.db, 'answer', token, 2)) ?? [];
  if (!memberId || !meetingId) throw refuse('link_not_ours');
  return { memberId, meetingId };
}
