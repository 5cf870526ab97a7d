import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { Icon } from './icon';

export function SiteFooter() {
  const t = useT();
  return (
    <footer className="site-footer">
      <div className="container site-footer__inner">
        <div className="site-footer__about">
          <p className="site-footer__name">{t.common.siteName}</p>
          <p>{t.common.footerAbout}</p>
          <p>{t.common.noCookies}</p>
        </div>
        <nav className="site-footer__links" aria-labelledby="footer-links">
          <h2 id="footer-links" className="site-footer__title">{t.common.footerLinks}</h2>
          <ul className="nobullet-list no-max-width">
            <li><A to="/handlingsplaner">{t.common.footerPlan}</A></li>
            <li><A to="/moeder">{t.common.nav.meetings}</A></li>
            <li><A to="/referater">{t.common.nav.minutes}</A></li>
            <li><A to="/kalender"><Icon name="calendar" />{t.common.calendar}</A></li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
