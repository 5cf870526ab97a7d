import type { ReactNode } from 'react';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { Icon } from './icon';

export type Crumb = { to?: string; label: string };
type PageHeaderProps = { title: ReactNode; lead?: ReactNode; kicker?: ReactNode; crumbs?: Crumb[]; tags?: ReactNode; actions?: ReactNode };

/** The band that opens every page: where we are, what it is, what can be done. */
export function PageHeader({ title, lead, kicker, crumbs, tags, actions }: PageHeaderProps) {
  return (
    <header className="page-header">
      {crumbs && <Breadcrumb crumbs={crumbs} />}
      {kicker && <p className="page-header__kicker">{kicker}</p>}
      <h1 className="page-header__title" tabIndex={-1}>{title}</h1>
      {tags && <div className="tags">{tags}</div>}
      {lead && <div className="page-header__lead">{lead}</div>}
      {actions && <div className="page-header__actions">{actions}</div>}
    </header>
  );
}

function Breadcrumb({ crumbs }: { crumbs: Crumb[] }) {
  const t = useT();
  const all: Crumb[] = [{ to: '/', label: t.common.frontPage }, ...crumbs];
  return (
    <nav className="breadcrumbs" aria-label={t.common.breadcrumb}>
      <ol className="breadcrumbs__list no-max-width">
        {all.map(({ to, label }, index) => (
          <li key={`${index} ${label}`} className="breadcrumbs__list-item" aria-current={index === all.length - 1 ? 'page' : undefined}>
            {index > 0 && <Icon name="chevron-right" />}
            {to && index < all.length - 1 ? <A to={to} className="breadcrumbs__link">{label}</A> : <span>{label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A part of a page under its own heading. The id comes from the caller or, stable, from the title. */
export function Section({ title, id, children, actions, className }: { title: string; id?: string; children: ReactNode; actions?: ReactNode; className?: string }) {
  const own = id ?? slug(title);
  return (
    <section className={className ? `section ${className}` : 'section'} aria-labelledby={`${own}-title`} id={own}>
      <div className="section__head">
        <h2 id={`${own}-title`} tabIndex={-1}>{title}</h2>
        {actions && <div className="section__actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

const letters: Record<string, string> = { æ: 'ae', ø: 'oe', å: 'aa' };
const slug = (title: string) => `afsnit-${title.toLowerCase().replace(/[æøå]/g, (letter) => letters[letter] ?? '').normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`;
