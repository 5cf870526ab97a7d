import { useNavigation } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { FormAnswer } from '../transport.server';

/** Whether someone has put anything into the form since it was last taken. */
export function useDirty(form: RefObject<HTMLFormElement>, answer: FormAnswer | undefined) {
  const [dirty, setDirty] = useState(answer !== undefined);
  const touch = useCallback(() => setDirty(true), []);
  const clean = useCallback(() => setDirty(false), []);
  // Words typed before the script came.
  useEffect(() => {
    const typed = Array.from(form.current?.elements ?? []).some((field) => (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== 'hidden')) && field.value !== field.defaultValue);
    if (typed) setDirty(true);
  }, [form]);
  return { dirty, touch, clean };
}

/**
 * Counts how often this form was sent and taken. A form that stays on the page begins anew after that, in place:
 * the focus stays, other forms and refused words are left alone.
 */
export function useRounds(own: string, answer: FormAnswer | undefined, form: RefObject<HTMLFormElement>, clean: () => void): number {
  const { state, formData } = useNavigation();
  const [round, setRound] = useState(0);
  const sent = useRef(false);
  const sending = state !== 'idle' && String(formData?.get('_key') ?? '').endsWith(`-${own}`);
  useEffect(() => {
    if (sending) sent.current = true;
    if (state !== 'idle' || !sent.current) return;
    sent.current = false;
    if (answer) return;
    beginAnew(form.current);
    clean();
    setRound((before) => before + 1);
  }, [sending, state, answer, form, clean]);
  return round;
}

function beginAnew(form: HTMLFormElement | null): void {
  form?.reset();
  // React gives a select its default only once; a reset would bring back the first one.
  for (const select of form?.querySelectorAll('select') ?? []) select.value = select.dataset.default ?? '';
}
