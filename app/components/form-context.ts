import { createContext, useContext } from 'react';
import type { FormAnswer } from '../transport.server';
import { sayError } from '../shell/say';
import { useT } from '../shell/contexts';

type FormState = {
  prefix: string;
  formKey: string;
  answer: FormAnswer | undefined;
  dirty: boolean;
  /** How often the form was taken. */
  round: number;
};

export const FormContext = createContext<FormState>({ prefix: 'felt', formKey: '', answer: undefined, dirty: false, round: 0 });

export const fieldId = (prefix: string, name: string) => `${prefix}-${name}`;

/** What a field needs to know of its form: its id, what was typed, and what is wrong with it. */
export function useField(name: string, hint: unknown) {
  const t = useT();
  const { prefix, answer } = useContext(FormContext);
  const id = fieldId(prefix, name);
  const message = answer?.errors[name];
  const error = message === undefined ? undefined : sayError(t, message);
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean);
  return { id, error, typed: answer?.values[name], answered: answer !== undefined, describedBy: ids.length ? ids.join(' ') : undefined };
}

/** One value of what was typed. */
export const one = (typed: string | string[] | undefined): string | undefined => (Array.isArray(typed) ? typed[0] : typed);
/** All values of what was typed. */
export const all = (typed: string | string[] | undefined): string[] => (typed === undefined ? [] : Array.isArray(typed) ? typed : [typed]);
