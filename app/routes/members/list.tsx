import { Form, useLoaderData, type MetaFunction } from '@remix-run/react';
import { EmptyState, ExampleTag, LinkList, PageHeader, Pager, Tag, pageMeta } from '~/app/components/page';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { A, useHref } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { listMembers } from '~/server/domain/members/queries';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';

export const loader = page(async ({ ctx, url, language }) => {
  const words = (url.searchParams.get('q') ?? '').replaceAll('\0', '').trim().slice(0, limits.search);
  const at = pageNumber(url);
  return { words, at, found: await listMembers(ctx, { page: at, words }), heading: catalogueOf(language).members.list.title };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Members() {
  const { words, at, found } = useLoaderData<typeof loader>();
  const t = useT();
  const { list, kinds, roles, own } = t.members;
  const query = words ? `&q=${encodeURIComponent(words)}` : '';
  return (
    <>
      <PageHeader title={list.title} lead={list.lead} crumbs={[{ to: '/organisation', label: t.common.nav.organisers }, { label: list.title }]} />
      <Form method="get" action={useHref()('/organisation/medlemmer')} role="search" className="search-form" key={words}>
        <label className="form-label" htmlFor="q">{list.search}</label>
        <div className="search-form__row">
          <input id="q" name="q" type="search" className="form-input" defaultValue={words} />
          <button type="submit" className="button button-primary">{list.searchButton}</button>
        </div>
      </Form>
      <p role="status">{list.found(found.total)}{words && <> · <A to="/organisation/medlemmer">{list.all}</A></>}</p>
      {found.rows.length === 0 ? <EmptyState title={list.none} /> : (
        <LinkList items={found.rows.map((member) => ({
          key: member.id,
          to: `/organisation/medlemmer/${member.id}`,
          label: member.name,
          meta: `${member.organisation && member.kind ? `${member.organisation} (${kinds[member.kind].toLowerCase()})` : own.noOrganisation} · ${member.email}`,
          text: (
            <span className="tags">
              {member.role !== 'member' && <Tag tone="accent">{roles[member.role]}</Tag>}{!member.emailConfirmedAt && <Tag tone="warning">{list.unconfirmed}</Tag>}{member.mailPausedAt && <Tag tone="warning">{t.outbox.pausedTag}</Tag>}{member.isExample && <ExampleTag />}
              {member.owns.length > 0 && <span>{list.owns} {member.owns.map(({ number }) => number).join(', ')}</span>}
            </span>
          ),
        }))}
        />
      )}
      <Pager page={at} pages={found.pages} make={(n) => `/organisation/medlemmer?side=${n}${query}`} />
    </>
  );
}
