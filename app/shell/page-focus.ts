import { useLocation, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/**
 * After going to another page within the app the heading gets the focus, as after a fresh load: the keyboard
 * starts there and a screen reader reads the title. Never on first load, and not when only the query changes.
 */
export function usePageFocus(): void {
  const { pathname, hash } = useLocation();
  const { state } = useNavigation();
  const seen = useRef(pathname);
  useEffect(() => {
    if (state !== 'idle' || seen.current === pathname) return;
    seen.current = pathname;
    const named = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    const target = named ?? document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
    // A form that came back with errors has already taken the focus.
    if (!target || document.activeElement?.closest('[role="alert"]')) return;
    if (!target.hasAttribute('tabindex')) target.setAttribute('tabindex', '-1');
    target.focus({ preventScroll: true });
  }, [pathname, hash, state]);
}
