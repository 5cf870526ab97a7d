import { useMatches } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Notice } from '../components/alert';
import { SiteFooter } from '../components/site-footer';
import { SiteHeader } from '../components/site-header';
import { useT } from './contexts';
import { usePageFocus } from './page-focus';

/** What stands round every page, but one for a projector (`handle.bare`). */
export function Frame({ children }: { children: ReactNode }) {
  const t = useT();
  const bare = useMatches().some(({ handle }) => (handle as { bare?: boolean } | undefined)?.bare === true);
  usePageFocus();
  if (bare) return <main id="indhold" tabIndex={-1}>{children}</main>;
  return (
    <>
      <a className="skipnav" href="#indhold">{t.common.skipToContent}</a>
      <SiteHeader />
      <main id="indhold" className="container page-container" tabIndex={-1}>
        <Notice />
        {children}
      </main>
      <SiteFooter />
    </>
  );
}
