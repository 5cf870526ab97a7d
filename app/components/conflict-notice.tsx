import { useNavigation, useRevalidator } from '@remix-run/react';
import { useEffect, useId, useRef, useState } from 'react';
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
  const { state } = useNavigation();
  const fetchedFor = useRef<FormAnswer>();
  // Remix forgets the answer once the page is fetched again; what this person wrote is kept from when it came.
  const [kept, setKept] = useState({ answer: given, mine: rows.map((row) => row.mine) });
  if (given && kept.answer !== given) setKept({ answer: given, mine: rows.map((row) => row.mine) });
  const conflict = answer?.refusal?.code === 'edit_conflict';
  // A refused form does not fetch the page again by itself; here the other version is what matters.
  // Asked at once, it would break off the last bytes of the form's own answer, which the browser reports as an error.
  useEffect(() => {
    if (!conflict || state !== 'idle' || fetchedFor.current === answer) return;
    const soon = setTimeout(() => {
      fetchedFor.current = answer;
      revalidate();
    }, 150);
    return () => clearTimeout(soon);
  }, [conflict, answer, state, revalidate]);
  if (!conflict) return null;
  return (
    <section className="conflict" aria-labelledby={id}>
      <h2 className="conflict__title h3" id={id}>{t.common.versionsTitle}</h2>
      {rows.map((row, index) => ({ ...row, mine: kept.mine[index] ?? row.mine })).map(({ label, theirs, mine }) => (
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
