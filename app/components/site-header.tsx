import { useLocation } from '@remix-run/react';
import { useEffect, useRef, type ReactNode } from 'react';
import { bare, inLanguage } from '../language';
import { useT } from '../shell/contexts';
import { A, useHref, useLanguage } from '../shell/links';
import { useViewer } from '../shell/viewer';
import { Icon } from './icon';

export function SiteHeader() {
  const t = useT();
  return (
    <header className="header site-header">
      <div className="site-header__bar">
        <div className="container site-header__inner">
          <A to="/" className="wordmark">
            <Mark />
            <span className="wordmark__words">
              <span className="wordmark__name">{t.common.siteName}</span>
              <span className="wordmark__tagline">{t.common.tagline}</span>
            </span>
          </A>
          <div className="site-header__tools">
            <LanguageSwitch />
            <Account />
          </div>
          <MobileMenu />
        </div>
      </div>
      <div className="navigation-menu">
        <nav className="container navigation-menu-inner" aria-label={t.common.mainNavigation}>
          <div className="nav"><MainMenu /></div>
        </nav>
      </div>
    </header>
  );
}

function Mark() {
  return (
    <svg className="wordmark__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M20.6 8.1a9 9 0 1 0 4.2 5.6" className="wordmark__ring" />
      <circle cx="24.4" cy="8" r="2.6" className="wordmark__dot" />
    </svg>
  );
}

function MainMenu() {
  const t = useT();
  const here = bare(useLocation().pathname);
  const { actor } = useViewer();
  const organiser = actor?.role === 'organiser' || actor?.role === 'admin';
  const entries: [string, string, ReactNode?][] = [
    ['/moeder', t.common.nav.meetings],
    ['/handlingsplaner', t.common.nav.plan],
    ['/referater', t.common.nav.minutes],
    ['/debat', t.common.nav.debate],
    ...(organiser ? [['/organisation', t.common.nav.organisers] as [string, string]] : []),
    ['/soeg', t.common.nav.search, <Icon key="icon" name="search" />],
  ];
  return (
    <ul className="mainmenu no-max-width">
      {entries.map(([to, label, icon]) => {
        const within = here === to || here.startsWith(`${to}/`) || (to === '/moeder' && here.startsWith('/forslag/'));
        return (
          <li key={to} className={within ? 'active' : undefined}>
            <A to={to} className="nav-link" aria-current={here === to ? 'page' : within ? 'true' : undefined}><span>{icon}{label}</span></A>
          </li>
        );
      })}
    </ul>
  );
}

/** Another document, not a page of the app: the browser fetches the other catalogue with it. */
function LanguageSwitch() {
  const t = useT();
  const language = useLanguage();
  const { pathname, search } = useLocation();
  const other = language === 'da' ? 'en' : 'da';
  return (
    <a href={inLanguage(other, bare(pathname)) + search} lang={other} hrefLang={other} className="tool-link" title={t.common.otherLanguageLong}>
      <Icon name="language" />
      <span>{t.common.otherLanguage}</span>
    </a>
  );
}

function Account() {
  const t = useT();
  const href = useHref();
  const { actor } = useViewer();
  const { pathname, search } = useLocation();
  if (!actor) {
    const back = bare(pathname) === '/' || /^\/(log-ind|opret)/.test(bare(pathname)) ? '' : `?videre=${encodeURIComponent(pathname + search)}`;
    return (
      <>
        <A to={`/log-ind${back}`} className="tool-link"><Icon name="person" /><span>{t.common.signIn}</span></A>
        <A to="/opret" className="button button-primary tool-button">{t.common.join}</A>
      </>
    );
  }
  return (
    <>
      <A to="/min-side" className="tool-link"><Icon name="person" /><span>{actor.name}<span className="sr-only"> – {t.common.ownPage}</span></span></A>
      {/* A whole new document, so that nothing of the signed-in page stays behind. */}
      <form method="post" action={href('/log-ud')} className="tool-form">
        <button type="submit" className="button button-secondary tool-button">{t.common.signOut}</button>
      </form>
    </>
  );
}

/** Opens and closes without JavaScript; closes by itself when one goes to another page. */
function MobileMenu() {
  const t = useT();
  const { pathname } = useLocation();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (menu.current) menu.current.open = false;
  }, [pathname]);
  const closeOnEscape = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape' || !menu.current?.open) return;
    menu.current.open = false;
    menu.current.querySelector('summary')?.focus();
  };
  return (
    <details className="mobile-menu" ref={menu} onKeyDown={closeOnEscape}>
      <summary className="button button-secondary mobile-menu__button">
        <Icon name="menu" />
        <span>{t.common.menu}</span>
      </summary>
      <div className="mobile-menu__panel">
        <nav aria-label={t.common.mainNavigation} className="navigation-menu-mobile"><MainMenu /></nav>
        <div className="mobile-menu__tools">
          <Account />
          <LanguageSwitch />
        </div>
      </div>
    </details>
  );
}
