import { useLoaderData, useLocation, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { PageHeader, Pager, Tag, When, pageMeta } from '~/app/components/page';
import { bare } from '~/app/language';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { occasionRecipients } from '~/server/domain/outbox/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, params, url, language }) => {
  const found = await occasionRecipients(ctx, params.id ?? '', pageNumber(url));
  return { ...found, id: params.id ?? '', at: pageNumber(url), heading: catalogueOf(language).outbox.kinds[found.kind] };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Recipients() {
  const { id, kind, subject, day, rows, total, pages, at } = useLoaderData<typeof loader>();
  const { common, outbox: t } = useT();
  const { pathname, search } = useLocation();
  return (
    <>
      <PageHeader
        title={t.kinds[kind]} kicker={<When at={day} form="day" />} lead={subject && <p>{subject.to ? <A to={subject.to}>{subject.text}</A> : subject.text}</p>}
        crumbs={[{ to: '/organisation', label: common.nav.organisers }, { to: '/organisation/post', label: t.title }, { label: t.kinds[kind] }]}
      />
      <p role="status">{t.recipients(total)}</p>
      <table className="table table--responsive-headers">
        <thead><tr><th scope="col">{t.member}</th><th scope="col">{t.state}</th><th scope="col">{t.when}</th><th scope="col"><span className="sr-only">{t.actions}</span></th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td data-title={t.member}><A to={`/organisation/medlemmer/${row.memberId}`}>{row.name}</A><br /><span className="breakable">{row.email}</span></td>
              <td data-title={t.state}>
                {row.state === 'failed' ? <Tag tone="error">{t.states.failed}</Tag> : row.digested ? t.states.digested : t.states[row.state]}
                {row.lastError && row.state !== 'sent' && <><br /><span className="breakable">{row.lastError === 'paused' ? t.notTried : `${t.tries(row.attempts)} ${row.lastError}`}</span></>}
              </td>
              <td data-title={t.when}><When at={row.sentAt ?? row.createdAt} form="instant" /></td>
              <td>
                {row.can.sendAgain && <ButtonForm action={`/organisation/breve/${row.id}/afsendelse`} hidden={{ back: bare(pathname + search) }} variant="tertiary" label={<>{t.sendAgain}<span className="sr-only">: {row.name}</span></>} />}
                {row.can.read && <A to={`/organisation/post/${row.id}`}>{t.read}<span className="sr-only">: {row.name}</span></A>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager page={at} pages={pages} make={(n) => `/organisation/post/${id}/modtagere?side=${n}`} />
    </>
  );
}
