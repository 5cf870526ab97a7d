import { Form } from '@remix-run/react';
import { useId, useRef, type ReactNode } from 'react';
import { useHref } from '../shell/links';
import { useViewer } from '../shell/viewer';
import type { FormAnswer } from '../transport.server';
import { FormContext } from './form-context';
import { FormProblems } from './form-problems';
import { useHeldAnswer } from './held-answer';
import { useDirty, useRounds } from './form-rounds';

type PostFormProps = { answer?: FormAnswer | undefined; action?: string; className?: string; preventScrollReset?: boolean; children: ReactNode };

/** A form that posts, with or without JavaScript. What came back as refused stands in its fields as typed. */
export function PostForm({ answer: given, action, className, preventScrollReset, children }: PostFormProps) {
  const answer = useHeldAnswer(given);
  const { formSeed } = useViewer();
  const own = useId();
  const href = useHref();
  const form = useRef<HTMLFormElement>(null);
  const formKey = `${formSeed}-${own}`;
  const prefix = `f${own.replace(/\W/g, '')}`;
  const { dirty, touch, clean } = useDirty(form, answer);
  const round = useRounds(own, answer, form, clean);
  return (
    <FormContext.Provider value={{ prefix, formKey, answer, dirty, round }}>
      <Form ref={form} method="post" action={action && href(action)} noValidate className={className ? `form ${className}` : 'form'} preventScrollReset={preventScrollReset} onInput={touch}>
        <input type="hidden" name="_key" value={formKey} />
        {answer && <FormProblems answer={answer} prefix={prefix}>{children}</FormProblems>}
        {children}
      </Form>
    </FormContext.Provider>
  );
}
