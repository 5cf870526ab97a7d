import { itemKinds } from '~/db/schema/states';
import type { InitiativeLink } from '~/server/domain/agenda/queries';
import { limits } from '~/server/limits';
import { useT } from '../shell/contexts';
import { useLanguage } from '../shell/links';
import { CheckGroup, RadioField, TextArea, TextField } from './form';

export type ItemDefaults = { title: string; body: string; kind: string; minutes: string; presenter: string; initiatives: string[] };

/** The fields of an agenda item, for adding one and for changing one. */
export function ItemFields({ choices, defaults }: { choices: InitiativeLink[]; defaults?: ItemDefaults }) {
  const t = useT();
  const words = t.agenda.build;
  const language = useLanguage();
  const chosen = defaults?.initiatives ?? [];
  return (
    <>
      <TextField name="title" label={words.itemTitle} maxLength={limits.title} defaultValue={defaults?.title} />
      <TextArea name="body" label={words.body} hint={words.bodyHint} required={false} rows={4} maxLength={limits.itemBody} defaultValue={defaults?.body} />
      <RadioField name="kind" legend={words.kind} options={itemKinds.map((kind) => ({ value: kind, label: t.agenda.kinds[kind] }))} defaultValue={defaults?.kind ?? 'discussion'} />
      <TextField type="number" name="minutes" label={words.minutes} hint={words.minutesHint} required={false} inputMode="numeric" min={1} max={480} defaultValue={defaults?.minutes} />
      <TextField name="presenter" label={words.presenter} hint={words.presenterHint} required={false} maxLength={limits.presenter} defaultValue={defaults?.presenter} />
      {choices.length > 0 && (
        <details className="details fold" open={chosen.length > 0}>
          <summary className="details-summary">{words.initiatives} ({words.chosen(chosen.length)})</summary>
          <CheckGroup name="initiatives" legend={words.initiatives} required={false} options={choices.map((link) => ({ value: link.id, label: `${link.number} ${language === 'da' ? link.titleDa : link.titleEn} (${link.period})` }))} defaultValues={chosen} />
        </details>
      )}
    </>
  );
}
