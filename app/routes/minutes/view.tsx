import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { useLiveReload } from '~/app/live/reload';
import { ButtonForm } from '~/app/components/form';
import { EntryView } from '~/app/components/minutes-entry';
import { MinutesBanner, MinutesStateTag, MinutesTools } from '~/app/components/minutes-status';
import { EmptyState, ExampleTag, Facts, PageHeader, Section, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { getMeeting } from '~/server/domain/meetings/queries';
import { minutesAtHand, minutesOfMeeting, offersMinutes } from '~/server/domain/minutes/queries';
import { seqOf } from '~/server/history';

export const loader = page(async ({ ctx, params, language }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const seq = await seqOf(ctx, `meeting:${meeting.id}`);
  const [atHand, mayBegin] = [await minutesAtHand(ctx, meeting), await offersMinutes(ctx, meeting)];
  const nothingYet = !atHand && (mayBegin || meeting.minutesElsewhere !== null);
  const { id, slug, title, day, isExample, minutesElsewhere } = meeting;
  return { meeting: { id, slug, title, day, isExample, minutesElsewhere }, minutes: nothingYet ? null : await minutesOfMeeting(ctx, meeting.id), mayBegin, seq, now: ctx.now(), heading: catalogueOf(language).minutes.of(title) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function MinutesPage() {
  const { meeting, minutes, mayBegin, seq, now, heading } = useLoaderData<typeof loader>();
  const t = useT();
  useLiveReload(`meeting:${meeting.id}`, seq);
  const crumbs = [{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { label: t.minutes.one }];
  if (!minutes) {
    return (
      <>
        <PageHeader title={heading} crumbs={crumbs} />
        {mayBegin ? (
          <EmptyState title={t.minutes.beginTitle} text={t.minutes.beginText}><ButtonForm action={`/moeder/${meeting.slug}/referat/begyndelse`} label={t.minutes.begin} variant="primary" /></EmptyState>
        ) : <EmptyState title={t.minutes.elsewhereTitle} text={t.meetings.minutesElsewhere(meeting.minutesElsewhere ?? '')} />}
      </>
    );
  }
  const approval = minutes.tacitApproval ? t.minutes.approvedTacitly : t.minutes.approvedByOrganiser;
  return (
    <>
      <PageHeader title={heading} crumbs={crumbs} tags={<><MinutesStateTag state={minutes.state} />{meeting.isExample ? <ExampleTag /> : null}</>} />
      <MinutesBanner minutes={minutes} now={now} />
      <MinutesTools minutes={minutes} slug={meeting.slug} now={now} />
      <Facts items={[
        { label: t.minutes.facts.meeting, value: <A to={`/moeder/${meeting.slug}`}>{meeting.title}, <When at={meeting.day} form="date" /></A> },
        { label: t.minutes.facts.approved, value: minutes.approvedAt ? <>{approval}, <When at={minutes.approvedAt} form="date" /></> : null },
        { label: t.minutes.facts.version, value: minutes.publishedAt ? <>{t.minutes.version(1)}, <When at={minutes.publishedAt} form="date" />. <A to={`/moeder/${meeting.slug}/referat/versioner`}>{t.minutes.allVersions}</A></> : null },
      ]} />
      <DecisionIndex />
      {minutes.entries.map((entry) => <EntryView key={entry.id} entry={entry} slug={meeting.slug} mayCorrect={minutes.can.correct} />)}
    </>
  );
}

/** What was decided, at the top, each leading to its place. */
function DecisionIndex() {
  const { minutes } = useLoaderData<typeof loader>();
  const t = useT();
  const decisions = minutes?.entries.flatMap((entry) => entry.decisions) ?? [];
  if (decisions.length === 0) return null;
  return (
    <Section title={t.minutes.decisions}>
      <ul className="decision-index nobullet-list">{decisions.map(({ number, text }) => <li key={number}><A to={`#beslutning-${number}`}>{number}</A> {text}</li>)}</ul>
    </Section>
  );
}
