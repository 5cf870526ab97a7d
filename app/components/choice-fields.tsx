import { useContext, useState, type ReactNode } from 'react';
import { useT } from '../shell/contexts';
import { ChoiceGroup, FieldGroup, HintAndError, type FieldProps } from './field-parts';
import { all, FormContext, one, useField } from './form-context';

export type Option = { value: string; label: string; hint?: ReactNode };

export function SelectField({ label, name, hint, required = true, options, placeholder, defaultValue }: FieldProps & { options: Option[]; placeholder?: string; defaultValue?: string }) {
  const field = useField(name, hint);
  const t = useT();
  return (
    <FieldGroup id={field.id} label={label} hint={hint} error={field.error} required={required}>
      <select id={field.id} name={name} className="form-select" defaultValue={one(field.typed) ?? defaultValue} data-default={defaultValue} required={required} aria-invalid={field.error ? true : undefined} aria-describedby={field.describedBy}>
        {(placeholder !== undefined || !required) && <option value="">{placeholder ?? t.common.chooseOption}</option>}
        {options.map(({ value, label: text }) => <option key={value} value={value}>{text}</option>)}
      </select>
    </FieldGroup>
  );
}

type GroupProps = Omit<FieldProps, 'label'> & { legend: string; options: Option[] };

export function RadioField({ legend, name, hint, required = true, options, defaultValue }: GroupProps & { defaultValue?: string }) {
  const field = useField(name, hint);
  const chosen = field.answered ? one(field.typed) : defaultValue;
  return (
    <ChoiceGroup id={field.id} legend={legend} hint={hint} error={field.error} required={required} describedBy={field.describedBy}>
      {options.map((option, index) => <Choice key={option.value} type="radio" id={choiceId(field.id, index)} name={name} option={option} chosen={option.value === chosen} invalid={field.error !== undefined} />)}
    </ChoiceGroup>
  );
}

export function CheckGroup({ legend, name, hint, required = true, options, defaultValues = [] }: GroupProps & { defaultValues?: string[] }) {
  const field = useField(name, hint);
  const chosen = field.answered ? all(field.typed) : defaultValues;
  return (
    <ChoiceGroup id={field.id} legend={legend} hint={hint} error={field.error} required={required} describedBy={field.describedBy}>
      {options.map((option, index) => <Choice key={option.value} type="checkbox" id={choiceId(field.id, index)} name={name} option={option} chosen={chosen.includes(option.value)} invalid={field.error !== undefined} />)}
    </ChoiceGroup>
  );
}

/** One box to tick. It sends `on`, or nothing. */
export function CheckField({ label, name, hint, defaultChecked = false, value = 'on' }: { label: string; name: string; hint?: ReactNode; defaultChecked?: boolean; value?: string }) {
  const field = useField(name, undefined);
  return (
    <div className={field.error ? 'form-group form-error' : 'form-group'}>
      <HintAndError id={field.id} error={field.error} />
      <Choice type="checkbox" id={field.id} name={name} option={{ value, label, hint }} chosen={field.answered ? field.typed !== undefined : defaultChecked} invalid={field.error !== undefined} describedBy={field.describedBy} />
    </div>
  );
}

/** The first choice bears the field's own id: the error summary leads there. */
const choiceId = (id: string, index: number) => (index === 0 ? id : `${id}-${index + 1}`);

type ChoiceProps = { type: 'radio' | 'checkbox'; id: string; name: string; option: Option; chosen: boolean; invalid: boolean; describedBy?: string };

function Choice({ type, id, name, option, chosen, invalid, describedBy }: ChoiceProps) {
  const hintId = option.hint ? `${id}-choice-hint` : undefined;
  const kind = type === 'radio' ? 'radio' : 'checkbox';
  return (
    <div className={`form-group-${kind}`}>
      <input
        id={id}
        type={type}
        name={name}
        value={option.value}
        defaultChecked={chosen}
        className={`form-${kind}`}
        aria-invalid={invalid && kind === 'checkbox' ? true : undefined}
        aria-describedby={[describedBy, hintId].filter(Boolean).join(' ') || undefined}
      />
      <label htmlFor={id}>{option.label}</label>
      {option.hint && <span className="form-hint" id={hintId}>{option.hint}</span>}
    </div>
  );
}

/**
 * A value the form carries along. While someone writes it stays as it was when they began, so that the version
 * they started from is the one they send; once they have seen both versions, it follows.
 */
export function Hidden({ name, value }: { name: string; value: string | number }) {
  const { dirty, answer } = useContext(FormContext);
  const [held, setHeld] = useState(value);
  if (held !== value && (!dirty || answer?.refusal?.code === 'edit_conflict')) setHeld(value);
  return <input type="hidden" name={name} value={held} />;
}
