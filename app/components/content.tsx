import type { ReactNode } from 'react';
import { formatDate, formatDay, formatInstant, formatTime } from '~/server/i18n/format';
import { useT } from '../shell/contexts';
import { A, useHref, useLanguage } from '../shell/links';
import { Icon } from './icon';

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;
const danishDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen', year: 'numeric', month: '2-digit', day: '2-digit' });

/** A time in the page's language. A day without a clock (`2018-08-22`) stays that day everywhere. */
export function When({ at, form }: { at: Date | string; form: 'instant' | 'day' | 'date' | 'time' }) {
  const language = useLanguage();
  if (typeof at === 'string' && dayOnly.test(at)) return <time dateTime={at}>{formatDay(language, at, form !== 'date')}</time>;
  const instant = new Date(at);
  const text = { instant: () => formatInstant(language, instant), day: () => formatDay(language, danishDay.format(instant)), date: () => formatDate(language, instant), time: () => formatTime(language, instant) };
  // The clock stays on the line of its `kl.`.
  return <time dateTime={instant.toISOString()}>{text[form]().replace(/(kl\.|at) (?=\d)/, '$1\u00a0')}</time>;
}

/** Facts under their names. What is null is left out. */
export function Facts({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.filter(({ value }) => value !== null && value !== undefined && value !== '' && value !== false).map(({ label, value }) => (
        <div key={label} className="facts__row">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Html that the server has sanitised. */
export function Prose({ html }: { html: string }) {
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Words as typed: a blank line parts paragraphs, a line break stays one. */
export function PlainText({ text }: { text: string }) {
  const paragraphs = text.replace(/\r\n?/g, '\n').split(/\n{2,}/).map((part) => part.trim()).filter(Boolean);
  return (
    <div className="prose prose--plain">
      {paragraphs.map((paragraph, index) => <p key={index}>{paragraph}</p>)}
    </div>
  );
}

export function EmptyState({ title, text, children }: { title: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty__title">{title}</p>
      {text && <p className="empty__text">{text}</p>}
      {children && <div className="empty__actions">{children}</div>}
    </div>
  );
}

export type LinkItem = { to: string; label: ReactNode; meta?: ReactNode; text?: ReactNode; key?: string };

export function LinkList({ items }: { items: LinkItem[] }) {
  return (
    <ul className="link-list nobullet-list no-max-width">
      {items.map(({ to, label, meta, text, key }) => (
        <li key={key ?? to}>
          <A to={to} className="link-list__link">{label}</A>
          {meta && <span className="link-list__meta">{meta}</span>}
          {text && <span className="link-list__text">{text}</span>}
        </li>
      ))}
    </ul>
  );
}

/** `label` tells it from other pagers of the same page. */
export function Pager({ page, pages, make, label }: { page: number; pages: number; make: (page: number) => string; label?: string }) {
  const t = useT();
  if (pages < 2) return null;
  return (
    <nav className="pagination" aria-label={label ?? t.common.pagination}>
      {page > 1 && <A to={make(page - 1)} rel="prev" className="button button-secondary"><Icon name="chevron-left" /><span>{t.common.previous}</span></A>}
      <ul className="pagination__items no-max-width">
        {shownPages(page, pages).map((number, index) => (
          <li key={`${number}-${index}`} className={`pagination-item ${number === 0 ? 'pagination-overflow' : 'pagination-number'}`}>
            {number === 0 ? <span aria-hidden="true">…</span> : (
              <A to={make(number)} aria-label={t.common.page(number)} aria-current={number === page ? 'page' : undefined} className={number === page ? 'current-page' : undefined}>{number}</A>
            )}
          </li>
        ))}
      </ul>
      <span className="pagination-mobile">{t.common.outOf(t.common.page(page), String(pages))}</span>
      {page < pages && <A to={make(page + 1)} rel="next" className="button button-secondary button--icon-after"><span>{t.common.next}</span><Icon name="chevron-right" /></A>}
    </nav>
  );
}

/** First, last and the neighbours; 0 stands for a gap. */
function shownPages(page: number, pages: number): number[] {
  const near = Array.from({ length: pages }, (_, index) => index + 1).filter((number) => number === 1 || number === pages || Math.abs(number - page) <= 1);
  return near.flatMap((number, index) => (index > 0 && number - (near[index - 1] ?? 0) > 1 ? [0, number] : [number]));
}

export type HistoryEntry = { key: string; at: Date | string; who: string | null; what: ReactNode };

/** What happened, newest as the caller orders it. `who` null is the system itself. */
export function History({ entries }: { entries: HistoryEntry[] }) {
  const t = useT();
  if (entries.length === 0) return <p>{t.common.historyEmpty}</p>;
  return (
    <ol className="history no-max-width">
      {entries.map(({ key, at, who, what }) => (
        <li key={key}>
          <div className="history__what">{what}</div>
          <p className="history__meta"><When at={at} form="instant" /> {t.common.by(who ?? t.common.system)}</p>
        </li>
      ))}
    </ol>
  );
}

/** The newest steps; the earlier ones open on demand, so that a long history does not push the page out of sight. */
export function ShortHistory({ entries, shown = 5 }: { entries: HistoryEntry[]; shown?: number }) {
  const t = useT();
  const earlier = entries.slice(shown);
  return (
    <>
      <History entries={entries.slice(0, shown)} />
      {earlier.length > 0 && (
        <details className="details">
          <summary className="details-summary">{t.common.historyEarlier(earlier.length)}</summary>
          <div className="details-text"><History entries={earlier} /></div>
        </details>
      )}
    </>
  );
}

/** A link that looks like a button. `document` loads a file or another document, not a page of the app. */
export function ButtonLink({ to, children, variant = 'secondary', document = false }: { to: string; children: ReactNode; variant?: 'primary' | 'secondary' | 'tertiary'; document?: boolean }) {
  const href = useHref();
  const className = `button button-${variant}`;
  return document ? <a href={href(to)} className={className}>{children}</a> : <A to={to} className={className}>{children}</A>;
}
