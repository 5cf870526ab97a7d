import type { ReactNode } from 'react';
import { CheckGroup, RadioField, TextArea, TextField } from '~/app/components/form';
import { useT } from '~/app/shell/contexts';
import { useLanguage } from '~/app/shell/links';
import { proposalKinds } from '~/db/schema/states';
import { limits, proposalLimits } from '~/server/limits';

export type ProposalDefaults = { title: string; reason: string; kind: string; minutesWanted: string; initiativeIds: string[] };
export type InitiativeOption = { id: string; number: string; titleDa: string; titleEn: string };

/** The fields of a proposal, for making one and for changing one. What is handed in stands under the title. */
export function ProposalFields({ defaults, initiatives, children }: { defaults?: ProposalDefaults | undefined; initiatives: InitiativeOption[]; children?: ReactNode }) {
  const t = useT().proposals;
  const language = useLanguage();
  const { minutesMin: min, minutesMax: max, minutesUsual: usual } = proposalLimits;
  return (
    <>
      <TextField name="title" label={t.fields.title} hint={t.fields.titleHint} maxLength={limits.title} defaultValue={defaults?.title} width="full" />
      {children}
      <TextArea name="reason" label={t.fields.reason} hint={t.fields.reasonHint} maxLength={limits.reason} rows={8} defaultValue={defaults?.reason} />
      <RadioField name="kind" legend={t.fields.kind} options={proposalKinds.map((kind) => ({ value: kind, label: t.kinds[kind], hint: t.kindHints[kind] }))} defaultValue={defaults?.kind ?? 'discussion'} />
      <TextField type="number" name="minutesWanted" label={t.fields.minutesWanted} hint={t.fields.minutesHint(min, max)} min={min} max={max} inputMode="numeric" defaultValue={defaults?.minutesWanted ?? usual} />
      {initiatives.length > 0 ? (
        <CheckGroup
          name="initiativeIds"
          legend={t.fields.initiatives}
          hint={t.fields.initiativesHint(proposalLimits.initiatives)}
          required={false}
          options={initiatives.map(({ id, number, titleDa, titleEn }) => ({ value: id, label: `${number} ${language === 'da' ? titleDa : titleEn}` }))}
          defaultValues={defaults?.initiativeIds}
        />
      ) : null}
    </>
  );
}
