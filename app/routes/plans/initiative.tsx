import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { MilestoneTimeline } from '~/app/components/chart';
import { FollowBox } from '~/app/components/follow-box';
import { LiveStatus } from '~/app/components/live-status';
import { Alert, ButtonLink, ExampleTag, Level, LinkList, PageHeader, Section, When, pageMeta } from '~/app/components/page';
import { useOpenTarget } from '~/app/components/open-target';
import { Amendments } from '~/app/components/plan-amendments';
import { CourseOfInitiative } from '~/app/components/plan-chain';
import { milestoneAnchor, MilestoneTable } from '~/app/components/plan-milestone-table';
import { useBi } from '~/app/components/plan-text';
import { categorySlugs, threadPath } from '~/app/components/thread-paths';
import { useLiveReload } from '~/app/live/reload';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { initiativeChain } from '~/server/domain/chain/queries';
import { ownersWaiting } from '~/server/domain/ownership/queries';
import { getInitiative } from '~/server/domain/plans/queries';
import { spanOf } from '~/server/domain/plans/rules';
import { ownFollow } from '~/server/domain/subscriptions/queries';
import { threadsAbout } from '~/server/domain/threads/queries';
import { seqOf } from '~/server/history';
import { dayOf } from '~/server/time';
import { InitiativeFacts, Neighbours } from './initiative-parts';

export const loader = page(async ({ ctx, language, params }) => {
  const initiative = await getInitiative(ctx, params.period ?? '', params.number ?? '');
  // The number first: what happens while the rest is read is then announced, not missed.
  const seq = await seqOf(ctx, `initiative:${initiative.id}`);
  const [chain, threads, follow] = await Promise.all([initiativeChain(ctx, initiative.id), threadsAbout(ctx, 'initiative', initiative.id), ownFollow(ctx, `initiative:${initiative.id}`)]);
  return {
    initiative, seq, chain, threads, follow: follow && { ...follow, concerned: ctx.actor?.owns.includes(initiative.id) ?? false }, today: dayOf(ctx.now()),
    /** How much waits for the viewer as an owner; null for others. */
    waiting: ctx.actor?.owns.includes(initiative.id) ? (await ownersWaiting(ctx)).count : null,
    span: spanOf(initiative.milestones.map(({ bar }) => bar)),
    heading: `${initiative.number} ${language === 'en' ? initiative.titleEn : initiative.titleDa}`,
    description: language === 'en' ? initiative.summaryEn : initiative.summaryDa,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '', data?.description);

export default function Initiative() {
  const { initiative, seq, chain, threads, follow, today, span, waiting } = useLoaderData<typeof loader>();
  const status = useLiveReload(`initiative:${initiative.id}`, seq);
  const t = useT();
  const bi = useBi();
  const { plan, theme } = initiative;
  const title = bi(initiative.titleDa, initiative.titleEn);
  useOpenTarget();
  const notDrawn = initiative.milestones.length - initiative.timeline.length;
  return (
    <>
      <PageHeader
        kicker={`${t.plans.theme(theme.number)}: ${bi(theme.titleDa, theme.titleEn)}`}
        title={<><span className="initiative-number">{initiative.number}</span> {title}</>}
        lead={<p>{bi(initiative.summaryDa, initiative.summaryEn)}</p>}
        crumbs={[{ to: '/handlingsplaner', label: t.plans.title }, { to: `/handlingsplaner/${plan.period}`, label: plan.period }, { label: initiative.number }]}
        tags={<Level level={initiative.level} />}
      />
      <FollowBox own={follow} action={`/handlingsplaner/${plan.period}/initiativer/${initiative.number}/foelg`} canMute={follow?.concerned ?? false} />
      {waiting !== null && <Alert tone="info"><p>{t.ownership.here(waiting)} <A to="/min-side/initiativer">{t.ownership.all}</A></p></Alert>}
      <Section title={t.plans.initiativeFacts} id="fakta"><InitiativeFacts initiative={initiative} /></Section>
      <Section title={t.plans.chain} id="sagens-gang">
        <p>{t.plans.chainText}</p>
        <CourseOfInitiative chain={chain} today={today} />
        <LiveStatus status={status} />
      </Section>
      <Section title={t.plans.milestones} id="milepaele">
        {span && initiative.timeline.length > 0 && (
          <MilestoneTimeline label={t.plans.milestonesTimeline} from={span.from} to={span.to} today={today} rows={initiative.timeline.flatMap((milestone) => (milestone.bar ? [{
            key: milestone.id, label: bi(milestone.titleDa, milestone.titleEn), level: milestone.level, href: `#${milestoneAnchor(milestone.position)}`, ...milestone.bar,
          }] : []))} />
        )}
        {notDrawn > 0 && <p className="soft">{t.plans.notDrawnHere(notDrawn)}</p>}
        <details className="details" open={initiative.timeline.length === 0}>
          <summary className="details-summary">{t.plans.allMilestones(initiative.milestones.length)}</summary>
          <MilestoneTable anchors caption={t.plans.milestones} groups={[{ key: initiative.id, milestones: initiative.milestones }]} />
        </details>
      </Section>
      {initiative.amendments.length > 0 && (
        <Section title={t.plans.amendments} id="justeringer">
          <p>{t.plans.amendmentsText}</p>
          <Amendments amendments={initiative.amendments} />
        </Section>
      )}
      <Section title={t.plans.threads} id="debat" actions={<ButtonLink to={`/debat/nyt?kategori=${categorySlugs.initiative}&emne=${initiative.id}`}>{t.plans.startThread}</ButtonLink>}>
        {threads.length === 0 ? <p>{t.plans.threadsEmpty}</p> : (
          <LinkList items={threads.map((thread) => ({
            to: threadPath(thread.id), label: thread.title,
            meta: <>{t.plans.postCount(thread.postCount)}{thread.lastPostAt && <> · <When at={thread.lastPostAt} form="instant" /></>}{thread.isExample && <> <ExampleTag /></>}</>,
          }))} />
        )}
      </Section>
      {initiative.sourceNotes.length > 0 && (
        <Section title={t.plans.sources} id="kilder">
          <ul>{initiative.sourceNotes.map((note) => <li key={note.key}>{bi(note.textDa, note.textEn)}</li>)}</ul>
        </Section>
      )}
      <Neighbours initiative={initiative} />
    </>
  );
}
