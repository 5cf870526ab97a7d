import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { EmptyState, PageHeader, Pager, Section, When, pageMeta } from '~/app/components/page';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { mailOccasions, pausedAddresses, type Figures } from '~/server/domain/outbox/queries';
import { catalogueOf } from '~/server/i18n';

/** Two lists, each with pages of its own: `?side=2&pause=3`. */
export const loader = page(async ({ ctx, url, language }) => {
  const [at, pausedAt] = [pageNumber(url), pageNumber(url, 'pause')];
  const [occasions, paused] = await Promise.all([mailOccasions(ctx, at), pausedAddresses(ctx, pausedAt)]);
  return { occasions, paused, at, pausedAt, leaves: ctx.config.smtpUrl !== undefined, heading: catalogueOf(language).outbox.title };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Outbox() {
  const { occasions, paused, at, pausedAt, leaves } = useLoaderData<typeof loader>();
  const { common, outbox: t } = useT();
  return (
    <>
      <PageHeader title={t.title} lead={<p>{t.lead}{leaves ? null : ` ${t.asFiles}`}</p>} crumbs={[{ to: '/organisation', label: common.nav.organisers }, { label: t.title }]} />
      {paused.total > 0 && (
        <Section title={`${t.paused} (${paused.total})`} id="pause">
          <p>{t.pausedText}</p>
          <table className="table table--responsive-headers">
            <thead><tr><th scope="col">{t.member}</th><th scope="col">{t.since}</th><th scope="col">{t.reason}</th><th scope="col"><span className="sr-only">{t.resume}</span></th></tr></thead>
            <tbody>
              {paused.rows.map((row) => (
                <tr key={row.id}>
                  <td data-title={t.member}><A to={`/organisation/medlemmer/${row.id}`}>{row.name}</A><br /><span className="breakable">{row.email}</span></td>
                  <td data-title={t.since}>{row.at && <When at={row.at} form="instant" />}</td>
                  <td data-title={t.reason}><span className="breakable">{row.reason}</span></td>
                  <td><ButtonForm action={`/organisation/medlemmer/${row.id}/mails/genoptagelse`} hidden={{ back: '/organisation/post' }} variant="tertiary" label={<>{t.resume}<span className="sr-only">: {row.name}</span></>} /></td>
                </tr>
              ))}
            </tbody>
          </table>
          <Pager page={pausedAt} pages={paused.pages} make={(n) => `/organisation/post?side=${at}&pause=${n}#pause`} label={t.paused} />
        </Section>
      )}
      <Section title={t.occasions} id="mails">
        {occasions.rows.length === 0 ? <EmptyState title={t.none} /> : (
          <table className="table table--responsive-headers">
            <thead><tr><th scope="col">{t.why}</th><th scope="col">{t.when}</th><th scope="col">{t.became}</th></tr></thead>
            <tbody>
              {occasions.rows.map((row) => (
                <tr key={row.id}>
                  <td data-title={t.why}><A to={`/organisation/post/${row.id}/modtagere`}>{t.kinds[row.kind]}</A>{row.subject && <><br /><span className="breakable">{row.subject.text}</span></>}</td>
                  <td data-title={t.when}><When at={row.at} form="instant" /></td>
                  <td data-title={t.became}><Became figures={row} />{row.lastError && <><br /><span className="breakable">{row.lastError === 'paused' ? t.notTried : t.lastError(row.lastError)}</span></>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager page={at} pages={occasions.pages} make={(n) => `/organisation/post?side=${n}&pause=${pausedAt}#mails`} label={t.occasions} />
      </Section>
    </>
  );
}

const order = ['failed', 'queued', 'sent', 'held', 'digested', 'dropped'] as const satisfies (keyof Figures)[];

/** How many became what; what is none is left out. */
function Became({ figures }: { figures: Figures }) {
  const t = useT().outbox;
  return <>{order.filter((state) => figures[state] > 0).map((state, index) => <span key={state} className="nowrap">{index > 0 && ', '}{state === 'failed' ? <strong>{t.figures[state](figures[state])}</strong> : t.figures[state](figures[state])}</span>)}</>;
}
