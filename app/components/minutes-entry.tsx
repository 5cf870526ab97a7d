import type { ActionSummary } from '~/server/domain/actions/queries';
import type { CorrectionView } from '~/server/domain/corrections/queries';
import type { MinutesEntry } from '~/server/domain/minutes/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ItemLinks, ItemStateTag, ItemTitle } from './agenda-item-parts';
import { Corrections } from './minutes-corrections';
import { ActionRow, DecisionBox, entryAnchor } from './minutes-parts';
import { Icon, PlainText } from './page';

type EntryViewProps = { entry: MinutesEntry; slug: string; corrections: CorrectionView[]; mayCorrect: boolean; closable: string[]; followed: ActionSummary[] };

/** One item of the minutes to read: the text, what was decided, what follows, what it is linked with, and the corrections beside it. */
export function EntryView({ entry, slug, corrections, mayCorrect, closable, followed }: EntryViewProps) {
  const t = useT();
  const anchor = entryAnchor(entry.agendaItemId);
  return (
    <section className={corrections.length > 0 ? 'entry entry--corrected' : 'entry'} id={anchor} aria-labelledby={`${anchor}-title`}>
      <div className="entry__main">
        <h2 className="entry__title" id={`${anchor}-title`} tabIndex={-1}><span className="agenda__number">{entry.position}.</span> <ItemTitle title={entry.title} /></h2>
        {entry.outcome && <p className="tags"><ItemStateTag state="closed" outcome={entry.outcome} /></p>}
        {entry.text ? <PlainText text={entry.text} /> : <p className="entry__none">{entry.outcome === 'not_reached' ? t.minutes.notReached : t.minutes.noText}</p>}
        {followed.length > 0 && (
          <>
            <h3 className="entry__part">{t.minutes.followUp.title}</h3>
            <ul className="actions-list nobullet-list">{followed.map((action) => <ActionRow key={action.id} action={action} from={{ slug: action.slug, title: action.meetingTitle }} />)}</ul>
          </>
        )}
        {entry.decisions.map((decision) => <DecisionBox key={decision.id} decision={decision} />)}
        {entry.actions.length > 0 && (
          <>
            <h3 className="entry__part">{t.minutes.actions}</h3>
            <ul className="actions-list nobullet-list">{entry.actions.map((action) => <ActionRow key={action.id} action={{ ...action, can: { close: closable.includes(action.id) } }} />)}</ul>
          </>
        )}
        <ItemLinks proposal={entry.proposal} carriedTo={entry.carriedTo} initiatives={entry.initiatives} />
        <p className="entry__links">
          {entry.threadId && <A to={`/debat/traad/${entry.threadId}`}><Icon name="chat" size="small" /> {t.minutes.discussion}<span className="sr-only">: {entry.title}</span></A>}
          {mayCorrect && <A to={`/moeder/${slug}/referat/punkter/${entry.id}/rettelser`}><Icon name="edit" size="small" /> {t.minutes.suggest}<span className="sr-only">: {entry.title}</span></A>}
          <A to={`/moeder/${slug}/referat#${anchor}`}>{t.minutes.permanent}<span className="sr-only">: {entry.title}</span></A>
        </p>
      </div>
      <Corrections corrections={corrections} />
    </section>
  );
}
