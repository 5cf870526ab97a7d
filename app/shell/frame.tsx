import type { ReactNode } from 'react';
import { Notice } from '../components/alert';
import { SiteFooter } from '../components/site-footer';
import { SiteHeader } from '../components/site-header';
import { useT } from './contexts';
import { usePageFocus } from './page-focus';

/** What stands round every page. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useT();
  usePageFocus();
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
