import { Children, type ReactNode } from 'react';
import { A } from '../shell/links';

type CardProps = { to?: string; title: ReactNode; kicker?: ReactNode; meta?: ReactNode; children?: ReactNode; tags?: ReactNode; level?: 2 | 3 | 4 };

/** The whole card can be clicked, but only its title is the link. */
export function Card({ to, title, kicker, meta, children, tags, level = 3 }: CardProps) {
  const Heading = `h${level}` as const;
  return (
    <article className={to ? 'card card--link' : 'card'}>
      <div className="card-content">
        {kicker && <p className="card-subheading">{kicker}</p>}
        <Heading className="card-heading">{to ? <A to={to} className="card-link">{title}</A> : title}</Heading>
        {tags && <div className="tags">{tags}</div>}
        {children && <div className="card-text">{children}</div>}
        {meta && <div className="card-meta">{meta}</div>}
      </div>
    </article>
  );
}

export function CardGrid({ children }: { children: ReactNode }) {
  return (
    <ul className="card-grid nobullet-list no-max-width">
      {Children.toArray(children).map((child, index) => <li key={index}>{child}</li>)}
    </ul>
  );
}
