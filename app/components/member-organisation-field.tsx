import { FieldGroup } from './field-parts';
import { one, useField } from './form-context';

/** Free text with the known organisations to choose among, so that one organisation is not written in three ways. */
export function OrganisationField({ label, hint, name, names, defaultValue }: { label: string; hint: string; name: string; names: string[]; defaultValue?: string }) {
  const field = useField(name, hint);
  const list = `${field.id}-names`;
  return (
    <FieldGroup id={field.id} label={label} hint={hint} error={field.error} required={false}>
      <input
        id={field.id}
        name={name}
        list={list}
        className="form-input input-width-xl"
        autoComplete="organization"
        defaultValue={one(field.typed) ?? defaultValue}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={field.describedBy}
      />
      <datalist id={list}>{names.map((known) => <option key={known} value={known} />)}</datalist>
    </FieldGroup>
  );
}
