import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { MinutesStateTag } from '~/app/components/minutes-status';
import { Concerned } from '~/app/components/minutes-parts';
import { EmptyState, PageHeader, Pager, PlainText, Section, When, pageMeta } from '~/app/components/page';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { decisionsOfYear, decisionYears } from '~/server/domain/decisions/queries';
import { PAGE_SIZE } from '~/server/domain/minutes/queries';

export const loader = page(async ({ ctx, url, language }) => {
  const years = await decisionYears(ctx);
  const asked = Number(url.searchParams.get('aar'));
  const chosen = years.find(({ year }) => year === asked) ?? years[0];
  const at = pageNumber(url);
  return { years, at, year: chosen?.year ?? null, pages: Math.max(1, Math.ceil((chosen?.count ?? 0) / PAGE_SIZE)), decisions: chosen ? await decisionsOfYear(ctx, chosen.year, at) : [], heading: catalogueOf(language).minutes.decisionsTitle };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Decisions() {
  const { years, year, at, pages, decisions } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.decisionsTitle} lead={t.minutes.decisionsLead} crumbs={[{ to: '/referater', label: t.minutes.title }, { label: t.minutes.decisionsTitle }]} />
      {year === null && <EmptyState title={t.minutes.decisionsNone} text={t.minutes.decisionsNoneText} />}
      {years.length > 1 && (
        <nav className="years" aria-label={t.minutes.years}>
          <ul className="years__list nobullet-list">{years.map((one) => <li key={one.year}><A to={`/beslutninger?aar=${one.year}`} aria-current={one.year === year ? 'page' : undefined}>{one.year}</A> <span className="years__count">({one.count})</span></li>)}</ul>
        </nav>
      )}
      {year !== null && (
        <Section title={t.minutes.decisionsIn(year)}>
          <ol className="decision-list nobullet-list">
            {decisions.map((decision) => (
              <li key={decision.id} className="decision">
                <h3 className="decision__number"><A to={`/beslutninger/${decision.number}`}>{t.minutes.decisionTitle(decision.number)}</A></h3>
                {decision.minutesState !== 'published' && <p className="tags"><MinutesStateTag state={decision.minutesState} /></p>}
                <PlainText text={decision.text} />
                <p className="decision__from"><A to={`/moeder/${decision.slug}/referat#punkt-${decision.agendaItemId}`}>{decision.meetingTitle}: {decision.itemTitle}</A>, <When at={decision.day} form="date" /></p>
                <Concerned initiatives={decision.initiatives} />
              </li>
            ))}
          </ol>
          <Pager page={at} pages={pages} make={(n) => `/beslutninger?aar=${year}&side=${n}`} />
        </Section>
      )}
    </>
  );
}
