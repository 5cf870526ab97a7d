import type { FollowUp } from '~/server/domain/follow-up/queries';
import type { ActionState } from '~/db/schema/states';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { PlainText, Tag, When, type TagTone } from './page';

export type FollowUps = Record<string, FollowUp>;

const toneOf: Record<ActionState, TagTone> = { open: 'info', done: 'success', dropped: 'neutral' };

/** What came up by itself under an item: the actions with how far they are and where they were decided, the minutes with their state. */
export function FollowUpList({ found }: { found: FollowUp | undefined }) {
  const { followUp: words } = useT().agenda;
  if (!found) return null;
  const { actions, minutes } = found;
  return (
    <div className="follow-up">
      {minutes && (
        <p>{words.minutesOf} {minutes.readable ? <A to={`/moeder/${minutes.slug}/referat`}>{minutes.meeting}</A> : <A to={`/moeder/${minutes.slug}`}>{minutes.meeting}</A>} (<When at={minutes.day} form="date" />) {words.minutes[minutes.state]}</p>
      )}
      {actions.length > 0 && (
        <ul className="follow-up__list nobullet-list no-max-width">
          {actions.map((action) => (
            <li key={action.id} className="follow-up__action">
              <p className="follow-up__text"><Tag tone={toneOf[action.state]}>{words.states[action.state]}</Tag> {action.text}</p>
              {action.closedReason && <PlainText text={action.closedReason} />}
              <p className="follow-up__meta">
                {action.responsible && <span>{words.responsible} {action.responsible}</span>}
                <span>{words.due} <When at={action.dueOn} form="date" /></span>
                <span>{words.from} <A to={`/moeder/${action.slug}/referat#opfoelgning-${action.id}`}>{action.meetingTitle}</A></span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
