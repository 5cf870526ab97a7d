import { itemKinds } from '~/db/schema/states';
import type { InitiativeLink } from '~/server/domain/agenda/queries';
import { limits } from '~/server/limits';
import { useT } from '../shell/contexts';
import { useLanguage } from '../shell/links';
import { one, useField } from './form-context';
import { CheckField, CheckGroup, RadioField, SelectField, TextArea, TextField } from './form';

export type ItemDefaults = { title: string; body: string; kind: string; minutes: string; section: string; presenterMemberId: string; presenter: string; presenterConsent: boolean; initiatives: string[] };
/** What can be chosen among: initiatives, the meeting's headings, members to present. */
export type ItemChoices = { initiatives: InitiativeLink[]; sections: string[]; presenters: { id: string; name: string; organisation: string | null }[] };

/** The fields of an agenda item, for adding one and for changing one. */
export function ItemFields({ choices, defaults }: { choices: ItemChoices; defaults?: ItemDefaults }) {
  const t = useT();
  const words = t.agenda.build;
  const language = useLanguage();
  const chosen = defaults?.initiatives ?? [];
  // Who was signed out meanwhile is not shown the list; the choice that was made stays all the same.
  const typed = one(useField('presenterMemberId', undefined).typed);
  const known = choices.presenters.map(({ id, name, organisation }) => ({ value: id, label: organisation ? `${name}, ${organisation}` : name }));
  const presenters = typed && !known.some(({ value }) => value === typed) ? [...known, { value: typed, label: words.chosenMember }] : known;
  return (
    <>
      <TextField name="title" label={words.itemTitle} maxLength={limits.title} defaultValue={defaults?.title} />
      <TextArea name="body" label={words.body} hint={words.bodyHint} required={false} rows={4} maxLength={limits.itemBody} defaultValue={defaults?.body} />
      <RadioField name="kind" legend={words.kind} options={itemKinds.map((kind) => ({ value: kind, label: t.agenda.kinds[kind] }))} defaultValue={defaults?.kind ?? 'discussion'} />
      <TextField type="number" name="minutes" label={words.minutes} hint={words.minutesHint} required={false} inputMode="numeric" min={1} max={480} defaultValue={defaults?.minutes} />
      <TextField name="section" label={words.section} hint={words.sectionHint} required={false} maxLength={limits.section} list="afsnit" autoComplete="off" defaultValue={defaults?.section} />
      <datalist id="afsnit">{choices.sections.map((section) => <option key={section} value={section} />)}</datalist>
      <fieldset className="field-set">
        <legend className="form-label">{words.presenters} <span className="weight-normal">({t.common.optional})</span></legend>
        <SelectField name="presenterMemberId" label={words.presenterMember} hint={words.presenterMemberHint} required={false} placeholder={words.nobody} options={presenters} defaultValue={defaults?.presenterMemberId} />
        <TextField name="presenter" label={words.presenter} hint={words.presenterHint} required={false} maxLength={limits.presenter} defaultValue={defaults?.presenter} />
        <CheckField name="presenterConsent" label={words.presenterConsent} defaultChecked={defaults?.presenterConsent} />
      </fieldset>
      {choices.initiatives.length > 0 && (
        <details className="details fold" open={chosen.length > 0}>
          <summary className="details-summary">{words.initiatives} ({words.chosen(chosen.length)})</summary>
          <CheckGroup name="initiatives" legend={words.initiatives} required={false} options={choices.initiatives.map((link) => ({ value: link.id, label: `${link.number} ${language === 'da' ? link.titleDa : link.titleEn} (${link.period})` }))} defaultValues={chosen} />
        </details>
      )}
    </>
  );
}
