import type { MinutesEntry } from '~/server/domain/minutes/queries';
import { useT } from '../shell/contexts';
import { ItemStateTag } from './agenda-item-parts';
import { SubmitButton } from './form';
import { ActionForm, DecisionForm, EditDecisionForm, EntryForm, type Choices } from './minutes-forms';
import { ActionRow, DecisionBox, entryAnchor } from './minutes-parts';
import { StayForm } from './minutes-stay-form';
import { Tag } from './page';

/** One item of the minutes to write: its text, its decisions and its actions, each saved by itself. */
export function EntryEditor({ entry, slug, choices }: { entry: MinutesEntry; slug: string; choices: Choices }) {
  const t = useT();
  const anchor = entryAnchor(entry.agendaItemId);
  const own = `/moeder/${slug}/referat`;
  return (
    <section className="entry entry--editor" id={anchor} aria-labelledby={`${anchor}-title`}>
      <h2 className="entry__title" id={`${anchor}-title`} tabIndex={-1}><span className="agenda__number">{entry.position}.</span> {entry.title}</h2>
      <p className="tags">
        {entry.outcome && <ItemStateTag state="closed" outcome={entry.outcome} />}
        {entry.text.trim() === '' && <Tag tone="warning">{t.minutes.entryMissing}</Tag>}
      </p>
      <EntryForm slug={slug} entry={entry} />
      {entry.decisions.map((decision) => (
        <DecisionBox key={decision.id} decision={decision}>
          <Fold label={<>{t.minutes.editDecision}<span className="sr-only"> {decision.number}</span></>}>
            <EditDecisionForm slug={slug} decision={decision} />
            <StayForm action={`${own}/beslutninger/${decision.id}/fjernelse`}>
              {() => <><SubmitButton variant="tertiary">{t.minutes.withdrawDecision(decision.number)}</SubmitButton><p className="form-hint">{t.minutes.withdrawHelp}</p></>}
            </StayForm>
          </Fold>
        </DecisionBox>
      ))}
      {entry.actions.length > 0 && <h3 className="entry__part">{t.minutes.actions}</h3>}
      {entry.actions.length > 0 && (
        <ul className="actions-list nobullet-list">
          {entry.actions.map((action) => (
            <ActionRow key={action.id} action={{ ...action, state: undefined }}>
              <StayForm action={`${own}/opfoelgninger/${action.id}/fjernelse`}>{() => <SubmitButton variant="tertiary">{t.minutes.removeAction}<span className="sr-only">: {action.text}</span></SubmitButton>}</StayForm>
            </ActionRow>
          ))}
        </ul>
      )}
      <div className="entry__adds">
        <Fold label={<>{t.minutes.addDecision}<span className="sr-only">: {entry.title}</span></>}><DecisionForm slug={slug} entry={entry} choices={choices} /></Fold>
        <Fold label={<>{t.minutes.addAction}<span className="sr-only">: {entry.title}</span></>}><ActionForm slug={slug} entry={entry} choices={choices} /></Fold>
      </div>
    </section>
  );
}

function Fold({ label, children }: { label: React.ReactNode; children: React.ReactNode }) {
  return (
    <details className="details">
      <summary className="details-summary">{label}</summary>
      <div className="details-text">{children}</div>
    </details>
  );
}
