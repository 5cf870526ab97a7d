import { useContext, useEffect, useState } from 'react';
import { useT } from '../shell/contexts';
import { useLanguage } from '../shell/links';
import { FieldGroup, type FieldProps } from './field-parts';
import { FormContext, one, useField } from './form-context';

type Width = 'xxs' | 'xs' | 's' | 'm' | 'l' | 'xl' | 'full';
type TextFieldProps = FieldProps & {
  type?: 'text' | 'email' | 'password' | 'date' | 'time' | 'number' | 'url' | 'search';
  maxLength?: number; min?: string | number; max?: string | number; step?: string | number;
  autoComplete?: string; inputMode?: 'text' | 'email' | 'numeric' | 'decimal' | 'url' | 'search' | 'none' | 'tel';
  defaultValue?: string | number; width?: Width; spellCheck?: boolean;
  /** The id of a datalist. */
  list?: string;
};

const widthOf: Partial<Record<string, Width>> = { date: 'xs', time: 'xs', number: 'xs', email: 'l', url: 'xl', password: 'l' };

export function TextField({ label, name, hint, required = true, type = 'text', maxLength, defaultValue, width, ...rest }: TextFieldProps) {
  const field = useField(name, hint);
  const [length, setLength] = useLength();
  // A text that is too long is said so, never cut: no maxLength on the input.
  const close = maxLength !== undefined && length !== null && length > maxLength * 0.8;
  return (
    <FieldGroup id={field.id} label={label} hint={hint} error={field.error} required={required}>
      <input
        {...rest}
        id={field.id}
        name={name}
        type={type}
        className={`form-input input-width-${width ?? widthOf[type] ?? 'xl'}`}
        defaultValue={type === 'password' ? undefined : (one(field.typed) ?? defaultValue)}
        required={required}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={field.describedBy}
        onInput={maxLength === undefined ? undefined : (event) => setLength(event.currentTarget.value.length)}
      />
      {close && <Remaining max={maxLength} length={length} />}
    </FieldGroup>
  );
}

type TextAreaProps = FieldProps & { rows?: number; maxLength?: number; defaultValue?: string };

export function TextArea({ label, name, hint, required = true, rows = 6, maxLength, defaultValue }: TextAreaProps) {
  const t = useT();
  const group = useGroup();
  const field = useField(name, hint);
  const [length, setLength] = useLength();
  const limitId = `${field.id}-limit`;
  return (
    <FieldGroup id={field.id} label={label} hint={hint} error={field.error} required={required}>
      <textarea
        id={field.id}
        name={name}
        rows={rows}
        className="form-input form-input--area"
        defaultValue={one(field.typed) ?? defaultValue}
        required={required}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={[field.describedBy, maxLength === undefined ? undefined : limitId].filter(Boolean).join(' ') || undefined}
        onInput={maxLength === undefined ? undefined : (event) => setLength(event.currentTarget.value.length)}
      />
      {maxLength !== undefined && <span id={limitId} className={length === null ? 'form-hint character-limit' : 'sr-only'}>{t.common.charactersAtMost(group(maxLength))}</span>}
      {maxLength !== undefined && length !== null && <Remaining max={maxLength} length={length} />}
    </FieldGroup>
  );
}

/** The length of what is typed; null until someone types. */
function useLength() {
  const { round } = useContext(FormContext);
  const [length, setLength] = useState<number | null>(null);
  useEffect(() => setLength(null), [round]);
  return [length, setLength] as const;
}

function Remaining({ max, length }: { max: number; length: number }) {
  const t = useT();
  const group = useGroup();
  const left = max - length;
  const words = left < 0 ? t.common.charactersOver(group(-left)) : t.common.charactersLeft(group(left));
  const [spoken, setSpoken] = useState('');
  // Read out when the writing pauses, not at every letter.
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(words), 1500);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <>
      <span className={left < 0 ? 'form-hint character-limit limit-exceeded' : 'form-hint character-limit'} aria-hidden="true">{words}</span>
      <span className="sr-only" role="status">{spoken}</span>
    </>
  );
}

/** 5.000 in Danish, 5,000 in English. */
function useGroup(): (figure: number) => string {
  const mark = useLanguage() === 'da' ? '.' : ',';
  return (figure) => String(figure).replace(/\B(?=(\d{3})+$)/g, mark);
}
