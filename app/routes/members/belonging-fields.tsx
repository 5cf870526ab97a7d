import { RadioField } from '~/app/components/form';
import { OrganisationField } from '~/app/components/member-organisation-field';
import { useT } from '~/app/shell/contexts';
import type { OrganisationKind } from '~/db/schema/states';

const kinds: OrganisationKind[] = ['citizen', 'authority', 'civil_society', 'business', 'research'];

/** On whose behalf a member takes part, when joining and later. */
export function BelongingFields({ organisations, kind, organisation }: { organisations: string[]; kind?: OrganisationKind | null; organisation?: string | null }) {
  const { fields, takesPart } = useT().members;
  return (
    <>
      <RadioField legend={fields.kind} name="kind" options={kinds.map((value) => ({ value, label: takesPart[value] }))} defaultValue={kind ?? 'citizen'} />
      <OrganisationField label={fields.organisation} hint={fields.organisationHint} name="organisation" names={organisations} defaultValue={organisation ?? undefined} />
    </>
  );
}
