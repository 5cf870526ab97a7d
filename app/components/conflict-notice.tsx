import { useId } from 'react';
import { useT } from '../shell/contexts';
import type { FormAnswer } from '../transport.server';

type Row = { label: string; theirs: string; mine: string };

/** Someone else was quicker: both versions side by side, so that nothing is lost. */
export function ConflictNotice({ answer, rows }: { answer: FormAnswer | undefined; rows: Row[] }) {
  const t = useT();
  const id = useId();
  if (answer?.refusal?.code !== 'edit_conflict') return null;
  return (
    <section className="conflict" aria-labelledby={id}>
      <h3 className="conflict__title" id={id}>{t.common.versionsTitle}</h3>
      {rows.map(({ label, theirs, mine }) => (
        <div key={label} className={theirs === mine ? 'conflict__row' : 'conflict__row conflict__row--differs'}>
          <h4 className="conflict__label">{label}</h4>
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
