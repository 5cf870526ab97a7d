import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { PageHeader, Section, pageMeta } from '~/app/components/page';
import { useBi } from '~/app/components/plan-text';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { planNotes } from '~/server/domain/plans/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, language, params }) => ({ ...(await planNotes(ctx, params.period ?? '')), heading: catalogueOf(language).plans.sources }));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Sources() {
  const { period, notes } = useLoaderData<typeof loader>();
  const t = useT();
  const bi = useBi();
  const groups = [...new Set(notes.map(({ number }) => number))].map((number) => ({ number, notes: notes.filter((note) => note.number === number) }));
  return (
    <>
      <PageHeader title={t.plans.sources} lead={<p>{t.plans.sourcesLead}</p>} crumbs={[{ to: '/handlingsplaner', label: t.plans.title }, { to: `/handlingsplaner/${period}`, label: period }, { label: t.plans.sources }]} />
      {groups.map(({ number, notes: own }) => (
        <Section
          key={number ?? ''}
          id={number ? `initiativ-${number}` : 'planen'}
          title={number && own[0] ? `${number} ${bi(own[0].initiativeDa, own[0].initiativeEn)}` : t.plans.sourcesWhole}
          actions={number && <A to={`/handlingsplaner/${period}/initiativer/${number}`}>{t.plans.toInitiative(number)}</A>}
        >
          <ul>{own.map((note) => <li key={note.key}>{bi(note.textDa, note.textEn)}</li>)}</ul>
        </Section>
      ))}
    </>
  );
}
