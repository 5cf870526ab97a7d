import type { Clash } from '~/server/domain/entries/queries';
import type { MinutesEntry } from '~/server/domain/minutes/queries';
import { limits } from '~/server/limits';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ItemStateTag, ItemTitle } from './agenda-item-parts';
import { ConflictNotice, Hidden, SubmitButton, TextArea } from './form';
import { EntryForm } from './minutes-entry-form';
import { ActionForm, CloseFollowedForm, DecisionForm, EditDecisionForm, type Choices } from './minutes-forms';
import { ActionRow, DecisionBox, entryAnchor } from './minutes-parts';
import { useRoom } from './minutes-room';
import { StayForm } from './minutes-stay-form';
import { PlainText, Tag } from './page';
import { TextDifference } from './text-difference';

/** One item of the minutes to write: its text, its decisions and its actions, each saved by itself. */
export function EntryEditor({ entry, slug, choices }: { entry: MinutesEntry; slug: string; choices: Choices }) {
  const t = useT();
  const { from, clashes, followed } = useRoom();
  const anchor = entryAnchor(entry.agendaItemId);
  const own = `/moeder/${slug}/referat`;
  return (
    <section className="entry entry--editor" id={anchor} aria-labelledby={`${anchor}-title`}>
      <h2 className="entry__title" id={`${anchor}-title`} tabIndex={-1}><span className="agenda__number">{entry.position}.</span> <ItemTitle title={entry.title} /></h2>
      <p className="tags">
        {entry.outcome && <ItemStateTag state="closed" outcome={entry.outcome} />}
        {entry.shownAt && <Tag tone="accent">{t.minutes.shown}</Tag>}
        {entry.lacksText && <Tag tone="warning">{t.minutes.entryMissing}</Tag>}
      </p>
      <EntryForm slug={slug} entry={entry} />
      {clashes.filter((clash) => clash.entryId === entry.id && !clash.own).map((clash) => <ForeignClash key={clash.id} clash={clash} slug={slug} />)}
      {entry.version > 1 && <p className="entry__links"><A to={`${own}/punkter/${entry.id}/ordlyd`}>{t.minutes.writing.wordings}<span className="sr-only">: {entry.title}</span></A></p>}
      {entry.followsUp && <Followed actions={followed[entry.agendaItemId] ?? []} slug={slug} />}
      {entry.decisions.map((decision) => (
        <DecisionBox key={decision.id} decision={decision}>
          <Fold label={<>{t.minutes.editDecision}<span className="sr-only"> {decision.number}</span></>}>
            <EditDecisionForm slug={slug} decision={decision} />
            <StayForm action={`${own}/beslutninger/${decision.id}/fjernelse${from}`}>
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
              <StayForm action={`${own}/opfoelgninger/${action.id}/fjernelse${from}`}>{() => <SubmitButton variant="tertiary">{t.minutes.removeAction}<span className="sr-only">: {action.text}</span></SubmitButton>}</StayForm>
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

/** The actions of earlier meetings that come up here, to be closed on the spot by those who may. */
function Followed({ actions, slug }: { actions: ReturnType<typeof useRoom>['followed'][string]; slug: string }) {
  const t = useT();
  return (
    <>
      <h3 className="entry__part">{t.minutes.followUp.title}</h3>
      {actions.length === 0 && <p>{t.minutes.followUp.none}</p>}
      <ul className="actions-list nobullet-list">
        {actions.map((action) => (
          <ActionRow key={action.id} action={{ ...action, can: undefined }} from={{ slug: action.slug, title: action.meetingTitle }}>
            {action.can.close && <Fold label={<>{t.minutes.closeAction}<span className="sr-only">: {action.text}</span></>}><CloseFollowedForm slug={slug} action={action} /></Fold>}
          </ActionRow>
        ))}
      </ul>
    </>
  );
}

/** Words of another writer that are not in the minutes: an organiser may settle what its writer has left. */
function ForeignClash({ clash, slug }: { clash: Clash; slug: string }) {
  const t = useT();
  const words = t.minutes.clash;
  const { from } = useRoom();
  return (
    <section className="conflict clash" aria-label={words.titleOf(clash.by)}>
      <Fold label={words.titleOf(clash.by)}>
        <p>{words.leadOf}</p>
        <div className="conflict__versions">
          <div className="conflict__version"><p className="conflict__whose">{words.theirs}</p><PlainText text={clash.theirs} /></div>
          <div className="conflict__version"><p className="conflict__whose">{words.differenceOf}</p><TextDifference pieces={clash.difference} /></div>
        </div>
        <StayForm action={`/moeder/${slug}/referat/sammenstoed/${clash.id}${from}`} className="form--wide">
          {(now, round) => (
            <>
              <ConflictNotice key={round} answer={now} rows={[{ label: t.minutes.entryText, theirs: clash.theirs, mine: String(now?.values.text ?? '') }]} />
              <Hidden name="version" value={clash.version} />
              <TextArea name="text" label={words.ofOther} required={false} rows={5} maxLength={limits.entry} defaultValue={clash.text} />
              <div className="clash__choices">
                <SubmitButton name="choice" value="mine" variant="secondary">{words.keepThis}</SubmitButton>
                <SubmitButton name="choice" value="theirs" variant="secondary">{words.keepStanding}</SubmitButton>
              </div>
            </>
          )}
        </StayForm>
      </Fold>
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
