import { useRevalidator } from '@remix-run/react';
import { useId, useRef, useState, type FormEvent } from 'react';
import type { Attached } from '~/server/domain/attachments/commands';
import { fileLimits } from '~/server/limits';
import { useT } from '../shell/contexts';
import { useHref } from '../shell/links';
import { sayRefusal } from '../shell/say';
import { useViewer } from '../shell/viewer';
import { sendForm } from '../live/send-form';
import { Alert } from './alert';

export type FilesOutcome = { added: { name: string }[]; refused: Attached['refused']; broken?: boolean };

/** What became of the files: each refused one with its reason, and how many were taken all the same. */
export function Outcome({ outcome: { added, refused, broken } }: { outcome: FilesOutcome }) {
  const t = useT();
  return (
    <>
      {refused.length > 0 || broken ? (
        <Alert tone="error" title={added.length > 0 ? t.attachments.someRefused : t.attachments.refused}>
          {broken ? <p>{t.attachments.broken}</p> : null}
          <ul className="nobullet-list">{refused.map(({ code, data }, index) => <li key={index}>{sayRefusal(t, code, data)}</li>)}</ul>
        </Alert>
      ) : null}
      {added.length > 0 ? <Alert tone="success">{t.attachments.attached(added.map(({ name }) => name))}</Alert> : null}
    </>
  );
}

type Props = { action: string; from: string; accept: string; room: number };

/** A form that sends files, as any form does; with script the page is not left and the way of the bytes is shown. */
export function AttachFiles({ action, from, accept, room }: Props) {
  const t = useT().attachments;
  const href = useHref();
  const id = useId();
  const { formSeed } = useViewer();
  const { revalidate } = useRevalidator();
  const form = useRef<HTMLFormElement>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<FilesOutcome | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sent !== null) return;
    setOutcome(null);
    const body = new FormData(event.currentTarget);
    const { fitting, refused } = sortOut(body.getAll('files'));
    if (fitting.length === 0 && refused.length > 0) return void setOutcome({ added: [], refused });
    body.delete('files');
    for (const file of fitting) body.append('files', file);
    setSent(0);
    const answer = await sendForm<Attached>(href(action), body, setSent);
    setSent(null);
    setOutcome(answer ? { added: answer.added, refused: [...refused, ...answer.refused] } : { added: [], refused, broken: true });
    if (!answer) return;
    // What was refused is to be chosen anew; the rest is on the list.
    form.current?.reset();
    revalidate();
  }

  return (
    <form ref={form} method="post" action={href(action)} encType="multipart/form-data" className="form attachments__form" onSubmit={(event) => void send(event)}>
      <input type="hidden" name="_key" value={`${formSeed}-${id}`} />
      <input type="hidden" name="from" value={from} />
      <div className="form-group">
        <label className="form-label" htmlFor={id}>{t.choose}</label>
        <span className="form-hint" id={`${id}-hint`}>{t.chooseHint(fileLimits.bytes / 1024 / 1024, room)}{from === 'edit' ? ` ${t.saveFirst}` : ''}</span>
        <input id={id} type="file" name="files" multiple accept={accept} aria-describedby={`${id}-hint`} className="attachments__chooser" />
      </div>
      <button type="submit" className={`button button-secondary${sent === null ? '' : ' button--pending'}`} aria-disabled={sent !== null || undefined}>{t.attach}</button>
      {sent !== null ? <progress className="attachments__progress" max={100} value={Math.round(sent * 100)} aria-label={t.sending} /> : null}
      <div aria-live="polite" className="attachments__outcome">{outcome ? <Outcome outcome={outcome} /> : null}</div>
    </form>
  );
}

/** What is too large need not travel to be refused. */
function sortOut(chosen: FormDataEntryValue[]): { fitting: File[]; refused: Attached['refused'] } {
  const files = chosen.filter((one): one is File => typeof one !== 'string' && one.name !== '');
  const tooLarge = files.filter((file) => file.size > fileLimits.bytes);
  return { fitting: files.filter((file) => !tooLarge.includes(file)), refused: tooLarge.map(({ name }) => ({ name, code: 'file_too_large', data: { name, megabytes: fileLimits.bytes / 1024 / 1024 } })) };
}
