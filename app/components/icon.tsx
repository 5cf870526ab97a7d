import { iconPaths } from './icon-paths';

export type IconName = keyof typeof iconPaths;

/** An icon beside words; it says nothing of its own. */
export function Icon({ name, size }: { name: IconName; size?: 'small' | 'large' }) {
  return (
    <svg className={`icon-svg${size ? ` icon-svg--${size}` : ''}`} viewBox="0 -960 960 960" aria-hidden="true" focusable="false">
      <path d={iconPaths[name]} />
    </svg>
  );
}
