import { iconPaths } from './icon-paths';

export type IconName = keyof typeof iconPaths;

/** An icon beside words; it says nothing of its own. */
export function Icon({ name, size, className }: { name: IconName; size?: 'small' | 'large'; className?: string }) {
  return (
    <svg className={['icon-svg', size && `icon-svg--${size}`, className].filter(Boolean).join(' ')} viewBox="0 -960 960 960" aria-hidden="true" focusable="false">
      <path d={iconPaths[name]} />
    </svg>
  );
}
