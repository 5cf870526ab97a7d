import type { MinutesEntry } from '~/server/domain/minutes/queries';
import { limits } from '~/server/limits';
import { useT } from '../shell/contexts';
import type { FormAnswer } from '../transport.server';
import { CheckGroup, ConflictNotice, Hidden, RadioField, SelectField, SubmitButton, TextArea, TextField } from './form';
import { useRoom } from './minutes-room';
import { StayForm } from './minutes-stay-form';
import { useBi } from './plan-text';

export type Choices = {
  initiatives: { id: string; number: string; titleDa: string; titleEn: string }[];
  organisations: { id: string; name: string }[];
  members: { id: string; name: string }[];
};
type Place = { slug: string; entry: Pick<MinutesEntry, 'id' | 'initiatives'>; answer?: FormAnswer | undefined };

export function DecisionForm({ slug, entry, choices, answer }: Place & { choices: Pick<Choices, 'initiatives'> }) {
  const t = useT();
  const { from } = useRoom();
  return (
    <StayForm action={`/moeder/${slug}/referat/punkter/${entry.id}/beslutninger${from}`} answer={answer}>
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
  const { from } = useRoom();
  return (
    <StayForm action={`/moeder/${slug}/referat/beslutninger/${decision.id}${from}`} answer={answer} saysSaved>
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
  const { from } = useRoom();
  const named = (list: { id: string; name: string }[]) => list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <StayForm action={`/moeder/${slug}/referat/punkter/${entry.id}/opfoelgninger${from}`} answer={answer}>
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
function InitiativeChoice({ choices, chosen }: { choices: Pick<Choices, 'initiatives'>; chosen: string[] }) {
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

/** What became of an action that comes up under follow-up, told where its meeting's minutes are written. */
export function CloseFollowedForm({ slug, action, answer }: { slug: string; action: { id: string; text: string }; answer?: FormAnswer | undefined }) {
  const t = useT();
  const { from } = useRoom();
  return (
    <StayForm action={`/moeder/${slug}/referat/opfoelgninger/${action.id}/lukning${from}`} answer={answer}>
      {() => (
        <>
          <CloseActionFields />
          <SubmitButton variant="secondary">{t.minutes.closeAction}<span className="sr-only">: {action.text}</span></SubmitButton>
        </>
      )}
    </StayForm>
  );
}

export function CloseActionFields() {
  const t = useT();
  return (
    <>
      <RadioField name="state" legend={t.minutes.closeAs} options={[{ value: 'done', label: t.minutes.closeDone }, { value: 'dropped', label: t.minutes.closeDropped }]} />
      <TextArea name="reason" label={t.minutes.closeReason} hint={t.minutes.closeReasonHint} required={false} rows={3} maxLength={limits.decisionReason} />
    </>
  );
}
