import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ActionRow, Concerned } from '~/app/components/minutes-parts';
import { MinutesStateTag } from '~/app/components/minutes-status';
import { Alert, Facts, PageHeader, PlainText, Section, When, pageMeta } from '~/app/components/page';
import { TextDifference } from '~/app/components/text-difference';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { decisionByNumber } from '~/server/domain/decisions/queries';

export const loader = page(async ({ ctx, params, language }) => {
  const decision = await decisionByNumber(ctx, params.number ?? '');
  return { decision, heading: catalogueOf(language).minutes.decisionTitle(decision.number) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Decision() {
  const { decision, heading } = useLoaderData<typeof loader>();
  const t = useT();
  const from = t.minutes.decisionFrom;
  const own = `/moeder/${decision.slug}`;
  return (
    <>
      <PageHeader title={heading} crumbs={[{ to: '/beslutninger', label: t.minutes.decisionsTitle }, { label: decision.number }]} tags={decision.minutesState === 'published' ? undefined : <MinutesStateTag state={decision.minutesState} />} />
      {decision.minutesState !== 'published' && <Alert tone="info"><p>{t.minutes.notFinal}</p></Alert>}
      <div className="decision decision--alone"><PlainText text={decision.text} /></div>
      <Facts items={[
        { label: from.meeting, value: <><A to={own}>{decision.meetingTitle}</A>, <When at={decision.day} form="date" /></> },
        { label: from.item, value: <A to={`${own}/dagsorden#punkt-${decision.agendaItemId}`}>{decision.itemTitle}</A> },
        { label: from.minutes, value: <A to={`${own}/referat#beslutning-${decision.number}`}>{t.minutes.of(decision.meetingTitle)}</A> },
        { label: from.proposal, value: decision.proposalId && <A to={`/forslag/${decision.proposalId}`}>{decision.proposalTitle}</A> },
        { label: from.initiatives, value: decision.initiatives.length > 0 && <Concerned initiatives={decision.initiatives} /> },
      ]} />
      {decision.actions.length > 0 && (
        <Section title={t.minutes.decisionActions}><ul className="actions-list nobullet-list">{decision.actions.map((action) => <ActionRow key={action.id} action={action} />)}</ul></Section>
      )}
      {decision.wordings.length > 0 && (
        <Section title={t.minutes.decisionWordings}>
          <ol className="nobullet-list wordings">
            {decision.wordings.map(({ number, publishedAt, note, difference }) => (
              <li key={number} className="wording">
                <h3 className="wording__title">{difference ? t.minutes.decisionChanged : t.minutes.decisionFirst}</h3>
                <p className="wording__by"><A to={`${own}/referat/versioner/${number}#beslutning-${decision.number}`}>{t.minutes.version(number)}</A>, <When at={publishedAt} form="date" /></p>
                {note && <p>{note}</p>}
                {difference && <TextDifference pieces={difference} />}
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}
