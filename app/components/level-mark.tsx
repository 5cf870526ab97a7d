import type { CompletionLevel } from '~/db/schema/states';

export const levelsInOrder = ['completed', 'substantial', 'limited', 'not_started', 'unknown'] as const;
export type LevelKey = (typeof levelsInOrder)[number];

// A disc that fills up: told apart by its shape, without colours.
const filled: Record<LevelKey, string | null> = {
  completed: 'M10 3a7 7 0 0 1 0 14a7 7 0 0 1 0-14Z',
  substantial: 'M10 10V3a7 7 0 1 1-7 7Z',
  limited: 'M10 10V3a7 7 0 0 1 7 7Z',
  not_started: null,
  unknown: null,
};

export function LevelMark({ level }: { level: CompletionLevel | null }) {
  const key: LevelKey = level ?? 'unknown';
  const path = filled[key];
  return (
    <svg className={`level-mark level-mark--${key}`} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <circle cx="10" cy="10" r="8.5" className="level-mark__ring" />
      {path && <path d={path} className="level-mark__fill" />}
      {key === 'unknown' && <path d="M6.5 10h7" className="level-mark__dash" />}
    </svg>
  );
}
