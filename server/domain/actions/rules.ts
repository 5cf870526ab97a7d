import type { ActionState } from '~/db/schema';
import { isOrganiser, type Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayWrite } from '../members/rules';
import { maySeeMinutes, type MinutesFacts } from '../minutes/rules';

/** `initiatives`: ids of those it concerns. `followedUpAt`: ids of the meetings where it comes up under follow-up. */
export type ActionFacts = { state: ActionState; responsibleMemberId: string | null; initiatives: string[]; followedUpAt: string[] };

/**
 * open -> done | dropped, once the minutes are published: by the one responsible, an owner of a concerned initiative, a minute
 * taker of a meeting that follows it up, or an organiser.
 * Refuses `not_signed_in`, `email_not_confirmed`, `minutes_not_found`, `action_not_yours`, `action_closed`, `minutes_not_published`.
 */
export function mayCloseAction(actor: Actor | null, minutes: Pick<MinutesFacts, 'meetingId' | 'state'>, action: ActionFacts): Verdict {
  const no = mayWrite(actor) ?? maySeeMinutes(actor, minutes);
  if (no) return no;
  const theirs = actor !== null && (isOrganiser(actor) || actor.id === action.responsibleMemberId
    || action.initiatives.some((id) => actor.owns.includes(id)) || action.followedUpAt.some((id) => actor.takesMinutes.includes(id)));
  if (!theirs) return refuse('action_not_yours');
  if (action.state !== 'open') return refuse('action_closed');
  return minutes.state === 'published' ? null : refuse('minutes_not_published');
}
