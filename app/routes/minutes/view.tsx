import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { useLiveReload } from '~/app/live/reload';
import { asFiles } from '~/app/components/alternates';
import { FileLinks } from '~/app/components/file-links';
import { ButtonForm } from '~/app/components/form';
import { AttendanceList } from '~/app/components/attendance-list';
import { EntryView } from '~/app/components/minutes-entry';
import { MinutesBanner, MinutesStateTag, MinutesTools } from '~/app/components/minutes-status';
import { EmptyState, ExampleTag, Facts, PageHeader, Section, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { getMeeting } from '~/server/domain/meetings/queries';
import { minutesAtHand, minutesOfMeeting, offersMinutes, type Minutes } from '~/server/domain/minutes/queries';
import type { Ctx } from '~/server/context';
import { closableIn, followedUnder } from '~/server/domain/actions/queries';
import { attendanceOf } from '~/server/domain/attendance/queries';
import { correctionsOf } from '~/server/domain/corrections/queries';
import { seqOf } from '~/server/history';

export const loader = page(async ({ ctx, params, language }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const seq = await seqOf(ctx, `meeting:${meeting.id}`);
  const [atHand, mayBegin] = [await minutesAtHand(ctx, meeting), await offersMinutes(ctx, meeting)];
  const nothingYet = !atHand && (mayBegin || meeting.minutesElsewhere !== null);
  const { id, slug, title, day, isExample, minutesElsewhere } = meeting;
  const whole = nothingYet ? null : await minutesOfMeeting(ctx, meeting.id);
  return {
    meeting: { id, slug, title, day, isExample, minutesElsewhere }, mayBegin, seq, now: ctx.now(), heading: catalogueOf(language).minutes.of(title),
    minutes: whole, about: whole && (await aboutMinutes(ctx, whole)),
  };
});

/** What stands beside the text of minutes: corrections, actions to close, what was followed up, and who was there. */
async function aboutMinutes(ctx: Ctx, whole: Minutes) {
  const items = whole.entries.filter(({ followsUp }) => followsUp).map(({ agendaItemId }) => agendaItemId);
  const [corrections, closable, followed, attendance] = await Promise.all([correctionsOf(ctx, whole), closableIn(ctx, whole), followedUnder(ctx, items), attendanceOf(ctx, whole.meetingId)]);
  return { corrections, closable, followed: Object.fromEntries(items.map((id) => [id, followed(id)])), attendance };
}

export const meta: MetaFunction<typeof loader> = ({ data, location }) => [...pageMeta(data?.heading ?? ''), ...(data?.minutes && data.minutes.state !== 'draft' ? asFiles(location.pathname, data.heading) : [])];

export default function MinutesPage() {
  const { meeting, minutes, about, mayBegin, seq, now, heading } = useLoaderData<typeof loader>();
  const t = useT();
  useLiveReload(`meeting:${meeting.id}`, seq);
  const crumbs = [{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { label: t.minutes.one }];
  if (!minutes || !about) {
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
        { label: t.minutes.facts.version, value: minutes.newest ? <>{t.minutes.version(minutes.newest.number)}, <When at={minutes.newest.publishedAt} form="date" />. <A to={`/moeder/${meeting.slug}/referat/versioner`}>{t.minutes.allVersions}</A></> : null },
      ]} />
      {minutes.state !== 'draft' && <FileLinks path={`/moeder/${meeting.slug}/referat`} title={meeting.title} what={t.open.minutesFiles} />}
      <Section title={t.minutes.attendanceTitle} id="deltagere">
        <AttendanceList attendance={about.attendance} />
        {about.attendance.can.keep && <p><A to={`/moeder/${meeting.slug}/fremmoede`}>{t.minutes.keepAttendance}</A></p>}
      </Section>
      <DecisionIndex />
      {minutes.entries.map((entry) => <EntryView key={entry.id} entry={entry} slug={meeting.slug} mayCorrect={about.corrections.can.propose} corrections={about.corrections.proposed.filter(({ entryId }) => entryId === entry.id)} closable={about.closable} followed={about.followed[entry.agendaItemId] ?? []} />)}
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
