import { useFetcher } from '@remix-run/react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useT } from '../shell/contexts';
import { useHref } from '../shell/links';
import { useViewer } from '../shell/viewer';
import type { FormAnswer } from '../transport.server';
import { FormContext } from './form-context';
import { FormProblems } from './form-problems';
import { useDirty } from './form-rounds';

type StayFormProps = { action: string; answer?: FormAnswer | undefined; className?: string; saysSaved?: boolean; children: (answer: FormAnswer | undefined) => ReactNode };

/**
 * One of several forms on a page that people write in at the same time: what is refused is said in the form itself
 * and the page is never left, so that no other form loses a word. Without JavaScript it posts as any form does.
 */
export function StayForm({ action, answer: given, className, saysSaved = false, children }: StayFormProps) {
  const t = useT();
  const own = useId();
  const href = useHref();
  const { formSeed } = useViewer();
  const fetcher = useFetcher<FormAnswer>();
  const form = useRef<HTMLFormElement>(null);
  const answer = fetcher.data ?? given;
  const prefix = `f${own.replace(/\W/g, '')}`;
  const formKey = `${formSeed}-${own}`;
  const { dirty, touch, clean } = useDirty(form, answer);
  const round = useTaken(fetcher.state !== 'idle', fetcher.data, () => {
    form.current?.reset();
    clean();
  });
  return (
    <FormContext.Provider value={{ prefix, formKey, answer, dirty, round }}>
      <fetcher.Form ref={form} method="post" action={href(action)} noValidate preventScrollReset className={className ? `form ${className}` : 'form'} onInput={touch}>
        <input type="hidden" name="_key" value={formKey} />
        {answer && <FormProblems answer={answer} prefix={prefix}>{null}</FormProblems>}
        {children(answer)}
        <span role="status" className="stay-form__saved">{saysSaved && round > 0 && !dirty ? t.notices.saved : ''}</span>
      </fetcher.Form>
    </FormContext.Provider>
  );
}

/** Counts how often the form was sent and taken, and calls `begin` each time. */
function useTaken(sending: boolean, refused: FormAnswer | undefined, begin: () => void): number {
  const [round, setRound] = useState(0);
  const sent = useRef(false);
  useEffect(() => {
    if (sending) sent.current = true;
    if (sending || !sent.current) return;
    sent.current = false;
    if (refused) return;
    begin();
    setRound((before) => before + 1);
  }, [sending, refused, begin]);
  return round;
}
