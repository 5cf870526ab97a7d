import { Form, useLoaderData, type MetaFunction } from '@remix-run/react';
import { Alert, Icon, PageHeader, Pager, pageMeta } from '~/app/components/page';
import { SearchHit } from '~/app/components/search-hit';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { A, useHref } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { CAP, search } from '~/server/domain/search/queries';
import { searchKinds, type SearchKind } from '~/db/schema/states';
import { searchSchema } from '~/server/domain/search/schema';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';

export const loader = page(async ({ ctx, language, url }) => {
  const asked = searchSchema.safeParse({ q: url.searchParams.get('q'), art: url.searchParams.get('art') });
  const q = asked.data?.q ?? url.searchParams.get('q') ?? '';
  const kind = asked.data?.art ?? null;
  const at = pageNumber(url);
  const answer = asked.success && q !== '' ? await search(ctx, { q, kind, page: at, language }) : null;
  const { title, titleFor } = catalogueOf(language).search;
  return { q, kind, at, tooLong: !asked.success, answer, cap: CAP, heading: q === '' || !asked.success ? title : titleFor(q) };
});

// A search is no page to be found by others: only the empty one is.
export const meta: MetaFunction<typeof loader> = ({ data }) => [...pageMeta(data?.heading ?? ''), ...(data?.q ? [{ name: 'robots', content: 'noindex, follow' }] : [])];

export default function Search() {
  const { q, tooLong, answer } = useLoaderData<typeof loader>();
  const t = useT();
  const href = useHref();
  return (
    <>
      <PageHeader title={t.search.title} lead={q === '' ? <p>{t.search.lead}</p> : undefined} crumbs={[{ label: t.search.title }]} />
      <Form method="get" action={href('/soeg')} role="search" className="search-form">
        <label className="form-label" htmlFor="soegefelt">{t.search.label}</label>
        <div className="search-form__row">
          <input key={q} id="soegefelt" className="form-input" type="search" name="q" defaultValue={q} autoComplete="off" aria-invalid={tooLong || undefined} aria-describedby={tooLong ? 'soegefejl' : undefined} />
          <button type="submit" className="button button-primary"><Icon name="search" /><span>{t.search.button}</span></button>
        </div>
      </Form>
      {tooLong && <div id="soegefejl"><Alert tone="warning">{t.search.tooLong(limits.search)}</Alert></div>}
      {answer ? <Results /> : <Help />}
    </>
  );
}

function Help() {
  const t = useT();
  return (
    <section className="search-help" aria-labelledby="soegehjaelp">
      <h2 id="soegehjaelp">{t.search.helpTitle}</h2>
      <ul>{t.search.help.map((line) => <li key={line}>{line}</li>)}</ul>
    </section>
  );
}

function address(q: string, kind: SearchKind | null, n = 1): string {
  const query = new URLSearchParams({ q, ...(kind ? { art: kind } : {}), ...(n > 1 ? { side: String(n) } : {}) });
  return `/soeg?${query}`;
}

function Results() {
  const { q, kind, at, answer, cap } = useLoaderData<typeof loader>();
  const t = useT();
  if (!answer) return null;
  const { hits, counts, total, pages, alike } = answer;
  const found = searchKinds.filter((each) => counts[each] > 0);
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const capped = found.some((each) => counts[each] >= cap && (kind === null || kind === each));
  const figure = (n: number, more: boolean) => `${n}${more ? '+' : ''}`;
  if (all === 0) return <section className="search-none"><h2>{t.search.foundNone(q)}</h2><p>{t.search.noneHelp}</p></section>;
  return (
    <section aria-labelledby="resultater">
      <h2 id="resultater" className="search-count">{alike ? t.search.alike(q) : t.search.found(total, capped, q)}</h2>
      {found.length > 1 || kind ? (
        <nav className="search-kinds" aria-label={t.search.filter}>
          <ul className="nobullet-list no-max-width">
            <li><A to={address(q, null)} className="search-kinds__link" aria-current={kind === null ? 'true' : undefined}>{t.search.all} <span>{figure(all, found.some((each) => counts[each] >= cap))}</span></A></li>
            {searchKinds.filter((each) => counts[each] > 0 || each === kind).map((each) => (
              <li key={each}><A to={address(q, each)} className="search-kinds__link" aria-current={kind === each ? 'true' : undefined}>{t.search.kinds[each]} <span>{figure(counts[each], counts[each] >= cap)}</span></A></li>
            ))}
          </ul>
        </nav>
      ) : null}
      {hits.length === 0 ? <p>{kind && counts[kind] === 0 ? t.search.noneOfKind : t.search.pageEmpty}</p> : <ol className="hits nobullet-list no-max-width">{hits.map((hit) => <SearchHit key={`${hit.kind} ${hit.id} ${hit.ref ?? ''}`} hit={hit} />)}</ol>}
      <Pager page={at} pages={pages} make={(n) => address(q, kind, n)} />
    </section>
  );
}
