import type { LevelKey } from './level-mark';

/** Fills told apart by colour and by pattern. Ids are the page's, so each drawing brings its own prefix. */
export function LevelPatterns({ prefix }: { prefix: string }) {
  return (
    <defs>
      <pattern id={`${prefix}-substantial`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="8" height="8" className="fill-substantial" />
        <rect width="3" height="8" className="fill-stripe" />
      </pattern>
      <pattern id={`${prefix}-limited`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect width="8" height="8" className="fill-limited" />
        <circle cx="4" cy="4" r="1.7" className="fill-dot" />
      </pattern>
      <pattern id={`${prefix}-unknown`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="8" height="8" className="fill-unknown" />
        <rect width="1" height="8" className="fill-hatch" />
      </pattern>
    </defs>
  );
}

export function levelFill(prefix: string, level: LevelKey): { fill?: string; className: string } {
  if (level === 'completed' || level === 'not_started') return { className: `level-fill fill-${level}` };
  return { className: 'level-fill', fill: `url(#${prefix}-${level})` };
}
