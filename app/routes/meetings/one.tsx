import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { Alert, ButtonLink, ExampleTag, Facts, History, LinkList, PageHeader, PlainText, Section, Tag, When, pageMeta } from '~/app/components/page';
import { RegistrationBox } from '~/app/components/registration-box';
import { LiveStatus } from '~/app/components/live-status';
import { CourseSteps } from '~/app/components/steps';
import { useLiveReload } from '~/app/live/reload';
import { useT } from '~/app/shell/contexts';
import { A, useLanguage } from '~/app/shell/links';
import { sayEvent } from '~/app/shell/say';
import { useViewer } from '~/app/shell/viewer';
import { page } from '~/app/transport.server';
import { publicAgenda } from '~/server/domain/agenda/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { minutesAtHand } from '~/server/domain/minutes/queries';
import { proposalsOfMeeting, whyNoProposal } from '~/server/domain/proposals/queries';
import { registrationSummary } from '~/server/domain/registrations/queries';
import { threadsAbout } from '~/server/domain/threads/queries';
import { historyOf, seqOf } from '~/server/history';
import { formatSpan } from '~/server/i18n/format';
import type { EventType } from '~/server/write';
import { courseOf } from './course';
import { EventData } from './event-data';

/** Told as figures: a line for each would crowd out everything else. */
const toldElsewhere: EventType[] = ['registration.answered', 'proposal.endorsed', 'proposal.endorsement_withdrawn', 'minutes.entry_written'];

export const loader = page(async ({ ctx, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const [agenda, proposals, summary, minutes, threads, history, seq] = await Promise.all([
    publicAgenda(ctx, meeting.id), proposalsOfMeeting(ctx, meeting.id), registrationSummary(ctx, meeting.id), minutesAtHand(ctx, meeting),
    threadsAbout(ctx, 'meeting', meeting.id), historyOf(ctx, `meeting:${meeting.id}`, 30, toldElsewhere), seqOf(ctx, `meeting:${meeting.id}`),
  ]);
  // The link is for those who take part; the calendar sent to members has it too.
  const onlineUrl = ctx.actor ? meeting.onlineUrl : null;
  return { meeting: { ...meeting, onlineUrl, online: meeting.onlineUrl !== null }, agenda, proposals, summary, minutes, threads, history, seq, mayPropose: meeting.state === 'called' && [null, 'not_signed_in'].includes(whyNoProposal(ctx, meeting)), course: courseOf(meeting, minutes?.state ?? null) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '', data?.meeting.purpose.slice(0, 160));

export default function OneMeeting() {
  const { meeting, seq } = useLoaderData<typeof loader>();
  const t = useT();
  const status = useLiveReload(`meeting:${meeting.id}`, seq);
  const address = `/moeder/${meeting.slug}`;
  return (
    <>
      <PageHeader
        title={meeting.title}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { label: meeting.title }]}
        tags={<><Tag tone={meeting.state === 'live' ? 'success' : meeting.state === 'cancelled' ? 'error' : 'info'}>{t.meetings.states[meeting.state]}</Tag>{meeting.isExample ? <ExampleTag /> : null}</>}
        actions={meeting.state === 'live' ? <ButtonLink variant="primary" to={`${address}/live`}>{t.meetings.live}</ButtonLink> : undefined}
      />
      {meeting.state === 'cancelled' ? <Alert tone="error" title={t.meetings.cancelledBecause}><PlainText text={meeting.cancelReason ?? ''} /></Alert> : null}
      <Course />
      <Notice />
      {meeting.can.organise ? <OrganiserTools /> : null}
      <AgendaPart />
      <ProposalsPart />
      <MinutesPart />
      <DebatePart />
      <WhatHappened />
      <LiveStatus status={status} />
      <EventData meeting={meeting} />
    </>
  );
}

function Course() {
  const { course, meeting } = useLoaderData<typeof loader>();
  const t = useT().meetings;
  const to = { proposals: 'forslag', agenda: 'dagsorden', meeting: 'live', minutes: 'referat' } as const;
  const steps = course.map(({ step, state }) => ({ label: t.course[step], state, to: meeting.state === 'draft' || state === 'todo' ? undefined : `/moeder/${meeting.slug}/${to[step]}` }));
  return <CourseSteps label={t.courseLabel} steps={steps} />;
}

function Notice() {
  const { meeting, summary } = useLoaderData<typeof loader>();
  const t = useT().meetings;
  const language = useLanguage();
  const { actor } = useViewer();
  const { startsAt, endsAt } = meeting;
  const online = meeting.onlineUrl ? <a href={meeting.onlineUrl} rel="noopener noreferrer">{t.joinOnline}</a> : meeting.online ? t.onlineShown : null;
  return (
    <div className="columns">
      <Section title={t.facts.purpose}>
        <PlainText text={meeting.purpose} />
        {meeting.note ? <PlainText text={meeting.note} /> : null}
        <Facts items={[
          { label: t.facts.when, value: startsAt && endsAt ? <><When at={meeting.day} form="day" />, {formatSpan(language, new Date(startsAt), new Date(endsAt))}</> : <><When at={meeting.day} form="day" />. {t.timeUnknown}</> },
          { label: t.facts.place, value: meeting.place ?? (startsAt ? null : t.placeUnknown) },
          { label: t.facts.online, value: online },
          { label: t.facts.deadline, value: meeting.proposalDeadline ? <When at={meeting.proposalDeadline} form="instant" /> : null },
          { label: t.facts.capacity, value: meeting.capacity },
        ]} />
        {meeting.state === 'draft' || !startsAt ? null : <p><ButtonLink document variant="secondary" to={`/moeder/${meeting.slug}.ics`}>{t.toCalendar}</ButtonLink></p>}
      </Section>
      {meeting.state === 'called' || meeting.state === 'live' || actor === null ? (meeting.calledAt ? <RegistrationBox slug={meeting.slug} summary={summary} /> : null) : null}
    </div>
  );
}

function OrganiserTools() {
  const { meeting, minutes } = useLoaderData<typeof loader>();
  const t = useT();
  const address = `/moeder/${meeting.slug}`;
  const { can } = meeting;
  const inMotion = meeting.state === 'live' || meeting.state === 'held';
  if (!can.edit && !can.cancel && !inMotion) return null;
  return (
    <Section title={t.meetings.organiserTools}>
      {can.call ? <><p>{t.meetings.callHelp}</p></> : null}
      <div className="actions">
        {can.call ? <ButtonForm action={`${address}/indkaldelse`} label={t.meetings.call} variant="primary" /> : null}
        {meeting.state === 'called' || meeting.state === 'live' ? <ButtonLink to={`${address}/dagsorden/rediger`}>{t.organisers.steps.publish_agenda}</ButtonLink> : null}
        {can.start ? <ButtonForm action={`${address}/start`} label={t.meetings.start} /> : null}
        {inMotion && !minutes && !meeting.minutesElsewhere ? <ButtonForm action={`${address}/referat/begyndelse`} label={t.organisers.steps.begin_minutes} variant="primary" /> : null}
        {can.edit ? <ButtonLink variant="secondary" to={`${address}/rediger`}>{t.meetings.editTitle}</ButtonLink> : null}
        {can.cancel ? <ButtonLink variant="tertiary" to={`${address}/aflysning`}>{t.meetings.cancel}</ButtonLink> : null}
      </div>
    </Section>
  );
}

function AgendaPart() {
  const { meeting, agenda } = useLoaderData<typeof loader>();
  const t = useT();
  if (agenda.items.length === 0) return null;
  return (
    <Section title={t.meetings.agenda} actions={<A to={`/moeder/${meeting.slug}/dagsorden`}>{t.meetings.wholeAgenda}</A>}>
      {agenda.basis === 'provisional' ? <p>{t.meetings.provisional}</p> : null}
      <ol className="agenda-brief">{agenda.items.map((item) => <li key={item.id}><A to={`/moeder/${meeting.slug}/dagsorden#punkt-${item.id}`}>{item.title}</A></li>)}</ol>
    </Section>
  );
}

function ProposalsPart() {
  const { meeting, proposals, mayPropose } = useLoaderData<typeof loader>();
  const t = useT();
  if (meeting.state === 'draft' || (proposals.length === 0 && !mayPropose)) return null;
  return (
    <Section title={t.meetings.proposals} actions={<A to={`/moeder/${meeting.slug}/forslag`}>{t.meetings.allProposals}</A>}>
      <LinkList items={proposals.slice(0, 5).map((proposal) => ({ key: proposal.id, to: `/forslag/${proposal.id}`, label: proposal.title, meta: t.front.supports(proposal.endorsements) }))} />
      {mayPropose ? <p><ButtonLink variant="primary" to={`/moeder/${meeting.slug}/forslag/nyt`}>{t.meetings.propose}</ButtonLink></p> : null}
    </Section>
  );
}

function MinutesPart() {
  const { meeting, minutes } = useLoaderData<typeof loader>();
  const t = useT();
  if (!minutes && !meeting.minutesElsewhere) return null;
  return (
    <Section title={t.meetings.minutes}>
      {minutes ? <p><A to={`/moeder/${meeting.slug}/referat`}>{t.meetings.readMinutes}</A></p> : <p>{t.meetings.minutesElsewhere(meeting.minutesElsewhere ?? '')}</p>}
    </Section>
  );
}

function DebatePart() {
  const { meeting, threads } = useLoaderData<typeof loader>();
  const t = useT();
  if (meeting.state === 'draft') return null;
  return (
    <Section title={t.meetings.debate}>
      {threads.length === 0 ? <p>{t.meetings.noDebate}</p> : <LinkList items={threads.map((thread) => ({ key: thread.id, to: `/debat/traad/${thread.id}`, label: thread.title, meta: t.front.posts(thread.postCount) }))} />}
      <p><ButtonLink variant="secondary" to={`/debat/nyt?kategori=moeder&emne=${meeting.id}`}>{t.meetings.startDebate}</ButtonLink></p>
    </Section>
  );
}

function WhatHappened() {
  const { history } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <Section title={t.common.history}>
      {history.length === 0 ? <p>{t.common.historyEmpty}</p> : <History entries={history.map(({ seq, at, who, type, payload }) => ({ key: String(seq), at, who, what: sayEvent(t, type, payload as never) }))} />}
    </Section>
  );
}
