import { Form } from '@remix-run/react';
import { useId, useMemo, useRef, type FormEvent } from 'react';
import type { MinutesEntry } from '~/server/domain/minutes/queries';
import { limits } from '~/server/limits';
import { differenceOf } from '~/server/text-merge';
import { fieldIn, useEntryWriting, type OpenClash } from '../live/entry-writing';
import type { Choice } from '../live/entry-keeper';
import { useT } from '../shell/contexts';
import { useHref } from '../shell/links';
import { useViewer } from '../shell/viewer';
import type { FormAnswer } from '../transport.server';
import { ConflictNotice, Hidden, SubmitButton, TextArea } from './form';
import { FormContext } from './form-context';
import { FormProblems } from './form-problems';
import { EntryWriters, WritingState } from './minutes-writing-state';
import { useRoom } from './minutes-room';
import { PlainText } from './page';
import { TextDifference } from './text-difference';

type EntryFormProps = { slug: string; entry: Pick<MinutesEntry, 'id' | 'text' | 'version' | 'title'>; answer?: FormAnswer | undefined; level?: 2 | 3 };

/**
 * The text of an entry, saved as it is typed. Two who change the same words both keep them: the second one's stand in the
 * field, and below it what the minutes say and the choice. Without JavaScript it is sent with its button.
 */
export function EntryForm({ slug, entry, answer, level = 3 }: EntryFormProps) {
  const t = useT();
  const own = useId();
  const href = useHref();
  const { formSeed } = useViewer();
  const { clashes, from } = useRoom();
  const form = useRef<HTMLFormElement>(null);
  const kept = clashes.find((clash) => clash.entryId === entry.id && clash.own);
  const given: OpenClash | null = kept ? { id: kept.id, text: kept.text, theirs: entry.text, version: entry.version, base: kept.base } : null;
  const field = useMemo(() => fieldIn(form, 'text'), []);
  const { status, clash, version, flush, settle } = useEntryWriting(field, { slug, entry, clash: given });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const button = (event.nativeEvent as SubmitEvent).submitter;
    if (clash && button instanceof HTMLButtonElement && button.name === 'choice') settle(button.value as Choice);
    else flush();
  };
  const prefix = `f${own.replace(/\W/g, '')}`;
  const action = clash ? `/moeder/${slug}/referat/sammenstoed/${clash.id}` : `/moeder/${slug}/referat/punkter/${entry.id}`;
  return (
    <FormContext.Provider value={{ prefix, formKey: `${formSeed}-${own}`, answer, dirty: false, round: 0 }}>
      <Form ref={form} method="post" action={href(`${action}${from}`)} noValidate preventScrollReset className="form form--wide entry-form" onSubmit={submit} autoComplete="off">
        <input type="hidden" name="_key" value={`${formSeed}-${own}`} />
        {answer && <FormProblems answer={answer} prefix={prefix}>{null}</FormProblems>}
        <ConflictNotice answer={answer} rows={[{ label: t.minutes.entryText, theirs: entry.text, mine: String(answer?.values.text ?? '') }]} />
        <Hidden name="version" value={version} />
        <TextArea name="text" label={clash ? t.minutes.clash.own : t.minutes.entryText} hint={t.minutes.entryTextHint} rows={8} maxLength={limits.entry} defaultValue={given?.text ?? entry.text} />
        <div className="entry-form__state">
          <WritingState status={status} clashed={clash !== null} />
          <EntryWriters entryId={entry.id} />
        </div>
        {clash ? <ClashChoice clash={clash} level={level} /> : <SubmitButton>{t.minutes.saveEntry}<span className="sr-only">: {entry.title}</span></SubmitButton>}
      </Form>
    </FormContext.Provider>
  );
}

/** What the minutes say in place of the words in the field, how they differ, and what can be done. */
function ClashChoice({ clash, level }: { clash: OpenClash; level: 2 | 3 }) {
  const words = useT().minutes.clash;
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section className="conflict clash" aria-labelledby={id}>
      <Heading className="conflict__title h3" id={id}>{words.title}</Heading>
      <p>{words.lead}</p>
      <div className="conflict__versions">
        <div className="conflict__version"><p className="conflict__whose">{words.theirs}</p><PlainText text={clash.theirs} /></div>
        <div className="conflict__version"><p className="conflict__whose">{words.difference}</p><TextDifference pieces={differenceOf(clash.theirs, clash.text)} /></div>
      </div>
      <p className="form-hint">{words.mergeHint}</p>
      <div className="clash__choices">
        <SubmitButton name="choice" value="mine">{words.keepMine}</SubmitButton>
        <SubmitButton name="choice" value="theirs" variant="secondary">{words.keepTheirs}</SubmitButton>
        <SubmitButton name="choice" value="both" variant="secondary">{words.mergeOwn}</SubmitButton>
      </div>
    </section>
  );
}
