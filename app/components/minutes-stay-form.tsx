import { useFetcher } from '@remix-run/react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useT } from '../shell/contexts';
import { useHref } from '../shell/links';
import { useViewer } from '../shell/viewer';
import type { FormAnswer } from '../transport.server';
import { FormContext } from './form-context';
import { FormProblems } from './form-problems';
import { useDirty } from './form-rounds';

type StayFormProps = {
  action: string; answer?: FormAnswer | undefined; className?: string; saysSaved?: boolean;
  /** `round` counts how often the form was taken: what it shows of a refusal begins anew with it. */
  children: (answer: FormAnswer | undefined, round: number) => ReactNode;
};

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
  const { round, old } = useTaken(fetcher.state !== 'idle', fetcher.data);
  const answer = fetcher.data !== old ? fetcher.data : round > 0 ? undefined : given;
  const prefix = `f${own.replace(/\W/g, '')}`;
  const formKey = `${formSeed}-${own}`;
  const { dirty, touch, clean } = useDirty(form, answer);
  // After the render in which the refused words have left the fields.
  useEffect(() => {
    if (round === 0) return;
    form.current?.reset();
    clean();
  }, [round, clean]);
  return (
    <FormContext.Provider value={{ prefix, formKey, answer, dirty, round }}>
      <fetcher.Form ref={form} method="post" action={href(action)} noValidate preventScrollReset className={className ? `form ${className}` : 'form'} onInput={touch}>
        <input type="hidden" name="_key" value={formKey} />
        {answer && <FormProblems answer={answer} prefix={prefix}>{null}</FormProblems>}
        {children(answer, round)}
        <span role="status" className="stay-form__saved">{saysSaved && round > 0 && !dirty ? t.notices.saved : ''}</span>
      </fetcher.Form>
    </FormContext.Provider>
  );
}

/** Counts how often the form was sent and taken. A fetcher keeps its last refusal then: `old` is what no longer counts. */
function useTaken(sending: boolean, refused: FormAnswer | undefined): { round: number; old: FormAnswer | undefined } {
  const [taken, setTaken] = useState<{ round: number; old: FormAnswer | undefined }>({ round: 0, old: undefined });
  const sent = useRef(false);
  const before = useRef(refused);
  useEffect(() => {
    if (sending && !sent.current) before.current = refused;
    if (sending) sent.current = true;
    if (sending || !sent.current) return;
    sent.current = false;
    if (refused === before.current) setTaken(({ round }) => ({ round: round + 1, old: refused }));
  }, [sending, refused]);
  return taken;
}
