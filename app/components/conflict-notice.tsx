import { useRevalidator } from '@remix-run/react';
import { useEffect, useId } from 'react';
import { useT } from '../shell/contexts';
import type { FormAnswer } from '../transport.server';
import { useHeldAnswer } from './held-answer';

type Row = { label: string; theirs: string; mine: string };

/** Someone else was quicker: both versions side by side, so that nothing is lost. */
export function ConflictNotice({ answer: given, rows }: { answer: FormAnswer | undefined; rows: Row[] }) {
  const answer = useHeldAnswer(given);
  const t = useT();
  const id = useId();
  const { revalidate } = useRevalidator();
  const conflict = answer?.refusal?.code === 'edit_conflict';
  // A refused form does not fetch the page again by itself; here the other version is what matters.
  useEffect(() => {
    if (conflict) revalidate();
  }, [conflict, answer, revalidate]);
  if (!conflict) return null;
  return (
    <section className="conflict" aria-labelledby={id}>
      <h2 className="conflict__title h3" id={id}>{t.common.versionsTitle}</h2>
      {rows.map(({ label, theirs, mine }) => (
        <div key={label} className={theirs === mine ? 'conflict__row' : 'conflict__row conflict__row--differs'}>
          <h3 className="conflict__label">{label}</h3>
          <div className="conflict__versions">
            <Version title={t.common.theirVersion} text={theirs} />
            <Version title={t.common.yourVersion} text={mine} />
          </div>
        </div>
      ))}
    </section>
  );
}

function Version({ title, text }: { title: string; text: string }) {
  return (
    <div className="conflict__version">
      <p className="conflict__whose">{title}</p>
      <p className="conflict__text">{text}</p>
    </div>
  );
}
