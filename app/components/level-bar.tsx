import { useId } from 'react';
import { useT } from '../shell/contexts';
import { levelsInOrder, type LevelKey } from './level-mark';
import { levelFill, LevelPatterns } from './level-patterns';
import { percent } from './time-scale';

export type LevelCounts = Record<LevelKey, number>;

/** How many stand where: a bar, and the same in words and figures under it. */
export function LevelBar({ counts, label }: { counts: LevelCounts; label: string }) {
  const t = useT();
  const prefix = `lb${useId().replace(/\W/g, '')}`;
  const total = levelsInOrder.reduce((sum, level) => sum + counts[level], 0);
  const present = levelsInOrder.filter((level) => counts[level] > 0);
  const word = (level: LevelKey) => (level === 'unknown' ? t.common.levelUnknown : t.common.levels[level]);
  const before = (level: LevelKey) => present.slice(0, present.indexOf(level)).reduce((sum, each) => sum + counts[each], 0);
  if (total === 0) return null;
  return (
    <div className="level-bar">
      <svg className="level-bar__svg" role="img" aria-label={`${label}: ${present.map((level) => `${word(level)} ${t.common.outOf(String(counts[level]), String(total))}`).join(', ')}`}>
        <LevelPatterns prefix={prefix} />
        {present.map((level) => <rect key={level} x={percent(before(level) / total)} width={percent(counts[level] / total)} height="100%" {...levelFill(prefix, level)} />)}
      </svg>
      <ul className="level-bar__legend nobullet-list no-max-width" aria-hidden="true">
        {present.map((level) => (
          <li key={level}>
            <LevelSwatch prefix={prefix} level={level} />
            <span>{word(level)} <strong>{counts[level]}</strong></span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function LevelSwatch({ prefix, level }: { prefix: string; level: LevelKey }) {
  return (
    <svg viewBox="0 0 24 16" className="level-swatch" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="22" height="14" rx="2" {...levelFill(prefix, level)} />
    </svg>
  );
}
