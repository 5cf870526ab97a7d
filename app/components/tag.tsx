import type { ReactNode } from 'react';
import type { CompletionLevel } from '~/db/schema/states';
import { useT } from '../shell/contexts';
import { LevelMark } from './level-mark';

export type TagTone = 'neutral' | 'info' | 'success' | 'warning' | 'error' | 'accent';

export function Tag({ tone = 'neutral', children }: { tone?: TagTone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** How far an initiative or milestone has come: a shape and a word. `printed` is the word of the source. */
export function Level({ level, printed }: { level: CompletionLevel | null; printed?: string | null }) {
  const t = useT();
  const word = level ? t.common.levels[level] : t.common.levelUnknown;
  return (
    <span className="level">
      <span className="level__word"><LevelMark level={level} />{word}</span>
      {printed && printed.trim().toLowerCase() !== word.toLowerCase() && <span className="level__printed">{t.common.levelPrinted(printed.trim())}</span>}
    </span>
  );
}

export function ExampleTag() {
  const t = useT();
  return <span className="badge badge-example" title={t.common.exampleHelp}>{t.common.example}</span>;
}
