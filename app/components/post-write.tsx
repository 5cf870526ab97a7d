import { useLocation } from '@remix-run/react';
import { useEffect, useId, useRef, useState, type FormEvent, type RefObject } from 'react';
import { limits } from '~/server/limits';
import { bare } from '../language';
import { fill, useDraft } from '../live/draft';
import { send } from '../live/send';
import { useT } from '../shell/contexts';
import { useHref } from '../shell/links';
import { sayRefusal } from '../shell/say';
import { useViewer } from '../shell/viewer';
import type { FormAnswer } from '../transport.server';
import { Alert } from './alert';
import { FormContext, one } from './form-context';
import { FormProblems } from './form-problems';
import { TextArea } from './text-fields';
import { threadPath } from './thread-paths';

export type ReplyTo = { id: string; number: number; author: string | null };
type PostWriteProps = { threadId: string; replyTo?: ReplyTo | null; onNoReply?: () => void; answer?: FormAnswer; onSent?: () => void };

/**
 * The form to write a post in. It is an ordinary form; with JavaScript it is sent without leaving the page, the field
 * is emptied once the post is taken, and what is written is kept until then.
 */
export function PostWrite({ threadId, replyTo = null, onNoReply, answer: given, onSent }: PostWriteProps) {
  const t = useT();
  const href = useHref();
  const own = useId();
  const form = useRef<HTMLFormElement>(null);
  const { formSeed, actor } = useViewer();
  const { pathname, search } = useLocation();
  const { sending, outcome, answer, round, onSubmit, keep } = useSending(form, given, { threadId, member: actor?.id ?? '', onSent });
  // For a browser without JavaScript; else the draft has its own.
  const [formKey] = useState(`${formSeed}-${own}`);
  const prefix = `skriv${own.replace(/\W/g, '')}`;
  const problem = outcome && !outcome.taken ? outcome.why : null;
  return (
    <FormContext.Provider value={{ prefix, formKey, answer, dirty: false, round }}>
      <form ref={form} method="post" action={href(`${threadPath(threadId)}/indlaeg`)} noValidate className="form post-write" onSubmit={onSubmit} onInput={keep}>
        <input type="hidden" name="_key" defaultValue={formKey} />
        <input type="hidden" name="back" value={one(given?.values.back) ?? backFrom(pathname, search)} />
        <input type="hidden" name="replyToId" value={replyTo?.id ?? one(given?.values.replyToId) ?? ''} />
        {answer && <FormProblems answer={answer} prefix={prefix}><TextArea name="body" label={t.threads.writeLabel} /></FormProblems>}
        {problem && <Alert tone="warning" role="alert">{problem === 'lost' ? t.threads.sendLost : problem === 'failed' ? t.threads.sendFailed : sayRefusal(t, problem)}</Alert>}
        {replyTo && (
          <p className="post-write__reply">
            {t.threads.replying(replyTo.number, replyTo.author ?? t.common.formerMember)}
            {onNoReply && <button type="button" className="function-link" onClick={onNoReply}>{t.threads.notReplying}</button>}
          </p>
        )}
        <TextArea name="body" label={t.threads.writeLabel} hint={t.threads.fields.bodyHint} rows={6} maxLength={limits.post} />
        <button type="submit" className={`button button-primary${sending ? ' button--pending' : ''}`} aria-disabled={sending || undefined}>{t.threads.submit}</button>
        <span className="post-write__sent" role="status">{sending ? t.common.sending : outcome?.taken ? t.threads.sent : ''}</span>
      </form>
    </FormContext.Provider>
  );
}

/** Where the post leads back to: this page, without what only this visit needs. */
function backFrom(pathname: string, search: string): string {
  const query = new URLSearchParams(search);
  for (const name of ['svar', 'besked', 'indlaeg']) query.delete(name);
  return `${bare(pathname)}${query.size > 0 ? `?${query.toString()}` : ''}`;
}

type Sending = { threadId: string; member: string; onSent: (() => void) | undefined };
type Result = Awaited<ReturnType<typeof send>>;

function useSending(form: RefObject<HTMLFormElement>, given: FormAnswer | undefined, { threadId, member, onSent }: Sending) {
  const [round, setRound] = useState(0);
  const [sending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Result | null>(null);
  const [answer, setAnswer] = useState(given);
  const field = () => form.current?.elements.namedItem('body') as HTMLTextAreaElement | null;
  const draft = useDraft(`kladde:${threadId}:${member}`, field);
  const busy = useRef(false);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = field();
    if (!element || busy.current) return;
    const problem = problemOf(element.value);
    setAnswer(problem ? { values: { body: element.value }, errors: { body: problem }, refusal: null } : undefined);
    setOutcome(null);
    if (problem) return;
    void deliver(event.currentTarget, element);
  };

  async function deliver(sent: HTMLFormElement, element: HTMLTextAreaElement) {
    busy.current = true;
    setSending(true);
    const written = element.value;
    const body = new FormData(sent);
    body.set('_key', draft.key());
    const result = await send(sent.action, new URLSearchParams([...body].map(([name, value]) => [name, String(value)])));
    busy.current = false;
    setSending(false);
    setOutcome(result);
    if (!result.taken) return;
    draft.drop();
    setRound((before) => before + 1);
    // Whoever wrote on while it was sent keeps the words.
    if (element.value === written) fill(element, '');
    onSent?.();
  }

  const keep = () => {
    const element = field();
    if (element && !busy.current) draft.keep(element.value);
  };

  // The session may have run out while the draft lay here; a new sign-in is a new chance.
  useEffect(() => setOutcome((before) => (before && !before.taken ? null : before)), [member]);

  return { sending, outcome, answer, round, onSubmit, keep };
}

function problemOf(text: string): string | null {
  const length = text.replace(/\r\n?/g, '\n').trim().length;
  if (length === 0) return 'required';
  return length > limits.post ? `too_long:${limits.post}` : null;
}
