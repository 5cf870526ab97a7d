import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { EmptyState, PageHeader, Pager, When, pageMeta } from '~/app/components/page';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { attendeesForOrganiser } from '~/server/domain/registrations/queries';

export const loader = page(async ({ ctx, params, url }) => {
  const { id, slug, title, state } = await getMeeting(ctx, params.slug ?? '');
  return { slug, title, open: state === 'called' || state === 'live', page: pageNumber(url), ...(await attendeesForOrganiser(ctx, id, pageNumber(url))) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.title ?? '');

export default function Registrations() {
  const { slug, title, open, rows, page: at, pages } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.registrations;
  return (
    <>
      <PageHeader title={words.listTitle} lead={words.listLead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${slug}`, label: title }, { label: words.listTitle }]} />
      {rows.length === 0 ? <EmptyState title={words.nobody} /> : (
        <table className="table table--responsive-headers">
          <thead><tr><th scope="col">{words.member}</th><th scope="col">{words.organisation}</th><th scope="col">{words.answer}</th><th scope="col">{words.answeredAt}</th>{open && <th scope="col"><span className="sr-only">{words.uninvite}</span></th>}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.memberId}>
                <td data-title={words.member}>{row.name}</td>
                <td data-title={words.organisation}>{row.organisation ?? words.noOrganisation}</td>
                <td data-title={words.answer}>{row.waiting ? words.waiting : words.given[row.answer]}</td>
                <td data-title={words.answeredAt}><When at={row.answeredAt} form="instant" /></td>
                {open && <td>{!row.uninvited && <ButtonForm action={`/moeder/${slug}/tilmelding/tilbagekaldelse`} variant="tertiary" hidden={{ memberId: row.memberId }} label={<>{words.uninvite}<span className="sr-only">: {row.name}</span></>} />}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager page={at} pages={pages} make={(n) => `/moeder/${slug}/tilmeldinger?side=${n}`} />
    </>
  );
}
