import { useLocation } from '@remix-run/react';
import { useEffect } from 'react';

/** Unfolds what the address points into, for browsers that do not do so by themselves and for links followed within the page. */
export function useOpenTarget(): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (!hash) return;
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    const folded = target?.closest<HTMLDetailsElement>('details:not([open])');
    if (!target || !folded) return;
    folded.open = true;
    target.scrollIntoView();
  }, [hash]);
}
