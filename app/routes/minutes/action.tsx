import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Concerned } from '~/app/components/minutes-parts';
import { ButtonLink, Facts, LinkList, PageHeader, PlainText, Section, Tag, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { actionPage } from '~/server/domain/actions/queries';

export const loader = page(async ({ ctx, params, language }) => ({ action: await actionPage(ctx, params.id ?? ''), heading: catalogueOf(language).minutes.actionTitle }));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data ? `${data.heading}: ${data.action.text.slice(0, 80)}` : '');

export default function Action() {
  const { action, heading } = useLoaderData<typeof loader>();
  const t = useT();
  const own = `/moeder/${action.slug}`;
  return (
    <>
      <PageHeader
        title={heading}
        crumbs={[{ to: own, label: action.meetingTitle }, { to: `${own}/referat`, label: t.minutes.one }, { label: heading }]}
        tags={<Tag tone={action.state === 'open' ? 'info' : action.state === 'done' ? 'success' : 'warning'}>{t.minutes.actionStates[action.state]}</Tag>}
        actions={action.can.close ? <ButtonLink to={`/opfoelgninger/${action.id}/lukning`} variant="primary">{t.minutes.closeAction}</ButtonLink> : undefined}
      />
      <PlainText text={action.text} />
      <Facts items={[
        { label: t.minutes.responsible, value: action.responsible || t.minutes.formerMember },
        { label: t.minutes.due, value: <When at={action.dueOn} form="date" /> },
        { label: t.minutes.actionClosed, value: action.closedAt && <When at={action.closedAt} form="date" /> },
        { label: action.state === 'dropped' ? t.minutes.closedReason : t.minutes.closedNote, value: action.closedReason },
        { label: t.minutes.decisionFrom.meeting, value: <><A to={own}>{action.meetingTitle}</A>, <When at={action.day} form="date" /></> },
        { label: t.minutes.decisionFrom.item, value: <A to={`${own}/referat#punkt-${action.agendaItemId}`}>{action.itemTitle}</A> },
        { label: t.minutes.decisionFrom.initiatives, value: action.initiatives.length > 0 && <Concerned initiatives={action.initiatives} /> },
      ]} />
      {action.decisions.length > 0 && <Section title={t.minutes.actionDecisions}><LinkList items={action.decisions.map(({ number, text }) => ({ to: `/beslutninger/${number}`, label: t.minutes.decisionTitle(number), text }))} /></Section>}
      {action.followedUp.length > 0 && <Section title={t.minutes.actionFollowed}><LinkList items={action.followedUp.map(({ slug, title, day }) => ({ to: `/moeder/${slug}`, label: title, meta: <When at={day} form="date" /> }))} /></Section>}
    </>
  );
}
