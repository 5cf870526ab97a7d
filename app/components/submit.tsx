import { useNavigation } from '@remix-run/react';
import { useContext, type ReactNode } from 'react';
import { useT } from '../shell/contexts';
import { Hidden } from './choice-fields';
import { FormContext } from './form-context';
import { PostForm } from './post-form';

export type ButtonVariant = 'primary' | 'secondary' | 'tertiary' | 'warning';
type SubmitProps = { variant?: ButtonVariant; name?: string; value?: string; children: ReactNode };

/** Sends the form once. While it is on its way the button stays where it is and keeps the focus. */
export function SubmitButton({ variant = 'primary', name, value, children }: SubmitProps) {
  const t = useT();
  const { formKey } = useContext(FormContext);
  const { state, formData } = useNavigation();
  const pending = state !== 'idle' && formData?.get('_key') === formKey;
  const pressed = pending && (name === undefined || formData.get(name) === value);
  return (
    <button
      type="submit"
      name={name}
      value={value}
      className={`button button-${variant}${pressed ? ' button--pending' : ''}`}
      aria-disabled={pending || undefined}
      onClick={(event) => { if (pending) event.preventDefault(); }}
    >
      {children}
      <span className="sr-only" role="status">{pressed ? t.common.sending : ''}</span>
    </button>
  );
}

type ButtonFormProps = { action: string; label: ReactNode; variant?: ButtonVariant; hidden?: Record<string, string | number>; preventScrollReset?: boolean };

/** One button that does one thing. */
export function ButtonForm({ action, label, variant = 'secondary', hidden = {}, preventScrollReset }: ButtonFormProps) {
  return (
    <PostForm action={action} className="form--button" preventScrollReset={preventScrollReset}>
      {Object.entries(hidden).map(([name, value]) => <Hidden key={name} name={name} value={value} />)}
      <SubmitButton variant={variant}>{label}</SubmitButton>
    </PostForm>
  );
}
