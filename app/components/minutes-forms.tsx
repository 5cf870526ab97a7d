import type { MinutesEntry } from '~/server/domain/minutes/queries';
import { limits } from '~/server/limits';
import { useT } from '../shell/contexts';
import type { FormAnswer } from '../transport.server';
import { CheckGroup, ConflictNotice, Hidden, SelectField, SubmitButton, TextArea, TextField } from './form';
import { StayForm } from './minutes-stay-form';
import { useBi } from './plan-text';

export type Choices = {
  initiatives: { id: string; number: string; titleDa: string; titleEn: string }[];
  organisations: { id: string; name: string }[];
  members: { id: string; name: string }[];
};
type Place = { slug: string; entry: Pick<MinutesEntry, 'id' | 'text' | 'version' | 'initiatives'>; answer?: FormAnswer | undefined };

/** The text of an entry. Two people may write in two entries; in the same one the second is shown both texts. */
export function EntryForm({ slug, entry, answer }: Place) {
  const t = useT();
  return (
    <StayForm action={`/moeder/${slug}/referat/punkter/${entry.id}`} answer={answer} className="form--wide" saysSaved>
      {(now, round) => (
        <>
          <ConflictNotice key={round} answer={now} rows={[{ label: t.minutes.entryText, theirs: entry.text, mine: String(now?.values.text ?? '') }]} />
          <Hidden name="version" value={entry.version} />
          <TextArea name="text" label={t.minutes.entryText} hint={t.minutes.entryTextHint} rows={8} maxLength={limits.entry} defaultValue={entry.text} />
          <SubmitButton>{t.minutes.saveEntry}</SubmitButton>
        </>
      )}
    </StayForm>
  );
}

export function DecisionForm({ slug, entry, choices, answer }: Place & { choices: Choices }) {
  const t = useT();
  return (
    <StayForm action={`/moeder/${slug}/referat/punkter/${entry.id}/beslutninger`} answer={answer}>
      {() => (
        <>
          <TextArea name="text" label={t.minutes.decisionText} hint={t.minutes.decisionHint} rows={3} maxLength={limits.decision} defaultValue="" />
          <InitiativeChoice choices={choices} chosen={entry.initiatives.map(({ id }) => id)} />
          <SubmitButton variant="secondary">{t.minutes.addDecision}</SubmitButton>
        </>
      )}
    </StayForm>
  );
}

export function EditDecisionForm({ slug, decision, answer }: { slug: string; decision: { id: string; text: string }; answer?: FormAnswer | undefined }) {
  const t = useT();
  return (
    <StayForm action={`/moeder/${slug}/referat/beslutninger/${decision.id}`} answer={answer} saysSaved>
      {(now, round) => (
        <>
          <ConflictNotice key={round} answer={now} rows={[{ label: t.minutes.decisionText, theirs: decision.text, mine: String(now?.values.text ?? '') }]} />
          <Hidden name="seen" value={decision.text} />
          <TextArea name="text" label={t.minutes.decisionText} rows={3} maxLength={limits.decision} defaultValue={decision.text} />
          <SubmitButton variant="secondary">{t.common.save}</SubmitButton>
        </>
      )}
    </StayForm>
  );
}

export function ActionForm({ slug, entry, choices, answer }: Place & { choices: Choices }) {
  const t = useT();
  const named = (list: { id: string; name: string }[]) => list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <StayForm action={`/moeder/${slug}/referat/punkter/${entry.id}/opfoelgninger`} answer={answer}>
      {() => (
        <>
          <TextArea name="text" label={t.minutes.actionText} rows={3} maxLength={limits.action} defaultValue="" />
          <SelectField name="responsibleOrganisationId" label={t.minutes.responsibleOrganisation} hint={t.minutes.responsibleHint} required={false} placeholder={t.minutes.nobodyChosen} options={named(choices.organisations)} />
          <SelectField name="responsibleMemberId" label={t.minutes.responsibleMember} required={false} placeholder={t.minutes.nobodyChosen} options={named(choices.members)} />
          <TextField type="date" name="dueOn" label={t.minutes.dueOn} defaultValue="" />
          <InitiativeChoice choices={choices} chosen={entry.initiatives.map(({ id }) => id)} />
          <SubmitButton variant="secondary">{t.minutes.addAction}</SubmitButton>
        </>
      )}
    </StayForm>
  );
}

/** Closed while nothing is chosen: the list is long. */
function InitiativeChoice({ choices, chosen }: { choices: Choices; chosen: string[] }) {
  const t = useT();
  const bi = useBi();
  if (choices.initiatives.length === 0) return null;
  return (
    <details className="details fold" open={chosen.length > 0}>
      <summary className="details-summary">{t.minutes.concerned}</summary>
      <CheckGroup name="initiatives" legend={t.minutes.concerned} required={false} options={choices.initiatives.map(({ id, number, titleDa, titleEn }) => ({ value: id, label: `${number} ${bi(titleDa, titleEn)}` }))} defaultValues={chosen} />
    </details>
  );
}

export function ReviewForm({ slug, due, answer }: { slug: string; due: string; answer?: FormAnswer | undefined }) {
  const t = useT();
  return (
    <StayForm action={`/moeder/${slug}/referat/hoering`} answer={answer}>
      {() => (
        <>
          <TextField type="date" name="due" label={t.minutes.reviewDue} hint={t.minutes.reviewDueHint} defaultValue={due} />
          <SubmitButton>{t.minutes.review}</SubmitButton>
        </>
      )}
    </StayForm>
  );
}
