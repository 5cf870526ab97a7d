import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { LevelBar } from '~/app/components/chart';
import { ButtonLink, Card, CardGrid, ExampleTag, LinkList, PageHeader, Section, When, pageMeta } from '~/app/components/page';
import { CourseSteps } from '~/app/components/steps';
import { useT } from '~/app/shell/contexts';
import { A, useLanguage } from '~/app/shell/links';
import { useViewer } from '~/app/shell/viewer';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { upcomingMeetings } from '~/server/domain/meetings/queries';
import { newestMinutes } from '~/server/domain/minutes/queries';
import { listPlans } from '~/server/domain/plans/queries';
import { openProposals } from '~/server/domain/proposals/queries';
import { activeThreads } from '~/server/domain/threads/queries';
import { NextMeeting } from './next-meeting';

export const loader = page(async ({ ctx, language }) => {
  const [coming, proposals, minutes, plans, threads] = await Promise.all([upcomingMeetings(ctx, 10), openProposals(ctx, 5), newestMinutes(ctx, 3), listPlans(ctx), activeThreads(ctx, 5)]);
  const open = coming.filter(({ state }) => state !== 'draft');
  const t = catalogueOf(language).front;
  return { next: open.find(({ state }) => state === 'live') ?? open[0] ?? null, proposals, minutes, plan: plans[0] ?? null, threads, heading: t.title, lead: t.lead };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '', data?.lead);

export default function Front() {
  const { plan } = useLoaderData<typeof loader>();
  const t = useT().front;
  const { actor } = useViewer();
  return (
    <>
      <PageHeader title={t.title} lead={t.lead} actions={<>{actor ? null : <ButtonLink variant="primary" to="/opret">{t.join}</ButtonLink>}<ButtonLink to={plan ? `/handlingsplaner/${plan.period}` : '/handlingsplaner'} variant="secondary">{t.readPlan}</ButtonLink></>} />
      <Next />
      <How />
      <Proposals />
      <Plan />
      <Newest />
    </>
  );
}

function Next() {
  const { next } = useLoaderData<typeof loader>();
  const t = useT().front;
  return <Section title={next?.state === 'live' ? t.liveNow : t.nextMeeting}>{next ? <NextMeeting meeting={next} /> : <p>{t.noMeeting}</p>}</Section>;
}

function How() {
  const t = useT().front;
  const steps = (['proposal', 'agenda', 'meeting', 'minutes', 'initiative'] as const).map((step) => ({ label: t.how[step], note: t.how[`${step}Text`], state: 'told' as const }));
  return <Section title={t.howTitle}><CourseSteps label={t.howTitle} steps={steps} /></Section>;
}

function Proposals() {
  const { proposals, next } = useLoaderData<typeof loader>();
  const t = useT().front;
  return (
    <Section title={t.openProposals} actions={next ? <A to={`/moeder/${next.slug}/forslag`}>{t.allProposals}</A> : <A to="/moeder">{t.allMeetings}</A>}>
      {proposals.length === 0 ? <p>{t.noProposals}</p> : (
        <CardGrid>{proposals.map((proposal) => (
          <Card key={proposal.id} to={`/forslag/${proposal.id}`} title={proposal.title} kicker={proposal.meeting.title} tags={proposal.isExample ? <ExampleTag /> : undefined}
            meta={[proposal.author, t.supports(proposal.endorsements), proposal.posts > 0 ? t.posts(proposal.posts) : null].filter(Boolean).join(' · ')} />
        ))}</CardGrid>
      )}
    </Section>
  );
}

function Plan() {
  const { plan } = useLoaderData<typeof loader>();
  const t = useT().front;
  const language = useLanguage();
  if (!plan) return null;
  return (
    <Section title={t.plan} actions={<A to={`/handlingsplaner/${plan.period}`}>{t.toPlan}</A>}>
      <p>{language === 'da' ? plan.summaryDa : plan.summaryEn}</p>
      <LevelBar counts={plan.levels} label={language === 'da' ? plan.titleDa : plan.titleEn} />
    </Section>
  );
}

function Newest() {
  const { minutes, threads } = useLoaderData<typeof loader>();
  const t = useT().front;
  return (
    <div className="columns">
      <Section title={t.newestMinutes} actions={<A to="/referater">{t.allMinutes}</A>}>
        {minutes.length === 0 ? <p>{t.noMinutes}</p> : <LinkList items={minutes.map((row) => ({ key: row.id ?? row.slug, to: `/moeder/${row.slug}/referat`, label: row.title, meta: <When at={row.day} form="day" /> }))} />}
      </Section>
      <Section title={t.threads} actions={<A to="/debat">{t.allThreads}</A>}>
        {threads.length === 0 ? <p>{t.noThreads}</p> : <LinkList items={threads.map((thread) => ({ key: thread.id, to: `/debat/traad/${thread.id}`, label: thread.title, meta: t.posts(thread.postCount) }))} />}
      </Section>
    </div>
  );
}
