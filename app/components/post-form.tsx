import { Form, useNavigation } from '@remix-run/react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useHref } from '../shell/links';
import { useViewer } from '../shell/viewer';
import type { FormAnswer } from '../transport.server';
import { FormContext } from './form-context';
import { FormProblems } from './form-problems';

type PostFormProps = { answer?: FormAnswer | undefined; action?: string; className?: string; preventScrollReset?: boolean; children: ReactNode };

/** A form that posts, with or without JavaScript. What came back as refused stands in its fields as typed. */
export function PostForm({ answer, action, className, preventScrollReset, children }: PostFormProps) {
  const { formSeed } = useViewer();
  const own = useId();
  const href = useHref();
  const formKey = `${formSeed}-${own}`;
  const prefix = `f${own.replace(/\W/g, '')}`;
  const form = useRef<HTMLFormElement>(null);
  const round = useRounds(own, answer, form);
  return (
    <FormContext.Provider value={{ prefix, formKey, answer }}>
      <Form ref={form} method="post" action={action && href(action)} noValidate className={className ? `form ${className}` : 'form'} preventScrollReset={preventScrollReset}>
        <input type="hidden" name="_key" value={formKey} />
        {answer && <FormProblems answer={answer} prefix={prefix}>{children}</FormProblems>}
        <div key={round} className="form__fields">{children}</div>
      </Form>
    </FormContext.Provider>
  );
}

/**
 * Counts what this form sent and got taken. A form that stays on the page begins anew after that;
 * other forms, and words that were refused, are left alone.
 */
function useRounds(own: string, answer: FormAnswer | undefined, form: React.RefObject<HTMLFormElement>): number {
  const { state, formData } = useNavigation();
  const [round, setRound] = useState(0);
  const sent = useRef(false);
  const sending = state !== 'idle' && String(formData?.get('_key') ?? '').endsWith(`-${own}`);
  useEffect(() => {
    if (sending) sent.current = true;
    else if (sent.current && state === 'idle') {
      sent.current = false;
      if (!answer && form.current) setRound((before) => before + 1);
    }
  }, [sending, state, answer, form]);
  return round;
}
