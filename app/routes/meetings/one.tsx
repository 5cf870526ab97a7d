import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Alert, ButtonLink, ExampleTag, Facts, LinkList, PageHeader, PlainText, Section, ShortHistory, When, pageMeta } from '~/app/components/page';
import { ItemTitle } from '~/app/components/agenda-item-parts';
import { MeetingStateTag } from '~/app/components/meeting-state-tag';
import { MinutesStateTag } from '~/app/components/minutes-status';
import { ProposalTags } from '~/app/components/proposal-tags';
import { RegistrationBox } from '~/app/components/registration-box';
import { LiveStatus } from '~/app/components/live-status';
import { CourseSteps } from '~/app/components/steps';
import { useLiveReload } from '~/app/live/reload';
import { useT } from '~/app/shell/contexts';
import { A, useLanguage } from '~/app/shell/links';
import { sayEvent } from '~/app/shell/say';
import { page } from '~/app/transport.server';
import { publicAgenda } from '~/server/domain/agenda/queries';
import { attendanceOf } from '~/server/domain/attendance/queries';
import { getMeeting, partsOf } from '~/server/domain/meetings/queries';
import { nextStep } from '~/server/domain/meetings/rules';
import { minutesAtHand } from '~/server/domain/minutes/queries';
import { proposalsOfMeeting, whyNoProposal } from '~/server/domain/proposals/queries';
import { registrationSummary } from '~/server/domain/registrations/queries';
import { threadsAbout } from '~/server/domain/threads/queries';
import { historyOf, seqOf } from '~/server/history';
import { formatSpan } from '~/server/i18n/format';
import { passingOnFloor } from '~/server/visible';
import type { EventType } from '~/server/write';
import { courseOf } from './course';
import { EventData } from './event-data';
import { PartTools, usePartFacts } from './meeting-parts';
import { OrganiserTools } from './organiser-tools';

/** Told as figures: a line for each would crowd out everything else. */
const toldElsewhere: EventType[] = ['registration.answered', 'attendance.arrived', 'attendance.left', 'attendance.kept', 'attendance.guests_counted', 'proposal.endorsed', 'proposal.endorsement_withdrawn', 'minutes.entry_written', 'minutes.shown_entry_changed', ...passingOnFloor];

export const loader = page(async ({ ctx, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const [agenda, proposals, summary, minutes, threads, history, seq, parts, attendance] = await Promise.all([
    publicAgenda(ctx, meeting.id), proposalsOfMeeting(ctx, meeting.id), registrationSummary(ctx, meeting.id), minutesAtHand(ctx, meeting),
    threadsAbout(ctx, 'meeting', meeting.id), historyOf(ctx, `meeting:${meeting.id}`, 30, toldElsewhere), seqOf(ctx, `meeting:${meeting.id}`), partsOf(ctx, meeting.id), attendanceOf(ctx, meeting.id),
  ]);
  // The link is for those who take part; the calendar sent to members has it too.
  const onlineUrl = ctx.actor ? meeting.onlineUrl : null;
  const undecided = proposals.filter(({ state }) => state === 'submitted').length;
  return {
    meeting: { ...meeting, onlineUrl, online: meeting.onlineUrl !== null }, agenda, proposals, summary, minutes, threads, history, seq, parts, attendance,
    part: ctx.actor && { chair: ctx.actor.chairs.includes(meeting.id), minuteTaker: ctx.actor.takesMinutes.includes(meeting.id) },
    mayPropose: meeting.state === 'called' && [null, 'not_signed_in'].includes(whyNoProposal(ctx, meeting)),
    course: courseOf(meeting, minutes?.state ?? null),
    next: meeting.can.organise ? nextStep({ ...meeting, minutesState: minutes?.state ?? null, undecided }) : null,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '', data?.meeting.purpose.slice(0, 160));

export default function OneMeeting() {
  const { meeting, next, seq, part } = useLoaderData<typeof loader>();
  const t = useT();
  const status = useLiveReload(`meeting:${meeting.id}`, seq);
  const address = `/moeder/${meeting.slug}`;
  const over = meeting.state === 'held';
  return (
    <>
      <PageHeader
        title={meeting.title}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { label: meeting.title }]}
        tags={<><MeetingStateTag state={meeting.state} />{meeting.isExample ? <ExampleTag /> : null}</>}
        lead={<WhenAndWhere />}
        actions={
          <>
            {meeting.state === 'live' ? <ButtonLink variant="primary" to={`${address}/live`}>{t.meetings.live}</ButtonLink> : null}
            {meeting.startsAt && (meeting.state === 'called' || meeting.state === 'live') ? <ButtonLink document variant="secondary" to={`${address}.ics`}>{t.meetings.toCalendar}</ButtonLink> : null}
          </>
        }
      />
      {meeting.state === 'cancelled' ? <Alert tone="error" title={t.meetings.cancelledBecause}><PlainText text={meeting.cancelReason ?? ''} /></Alert> : null}
      <Course />
      {next ? <OrganiserTools meeting={meeting} next={next} /> : null}
      {next === null && part ? <PartTools meeting={meeting} part={part} /> : null}
      {over ? <MinutesPart /> : null}
      <About />
      <AttendancePart />
      <AgendaPart />
      <ProposalsPart />
      {over ? null : <MinutesPart />}
      <DebatePart />
      <WhatHappened />
      {over || meeting.state === 'cancelled' ? null : <LiveStatus status={status} />}
      <EventData meeting={meeting} />
    </>
  );
}

/** What everyone asks first. */
function WhenAndWhere() {
  const { meeting } = useLoaderData<typeof loader>();
  const t = useT().meetings;
  const language = useLanguage();
  const { startsAt, endsAt, day, place, state } = meeting;
  const known = startsAt && endsAt;
  return (
    <>
      <p><When at={day} form="day" />{known ? <>, <span className="nowrap">{formatSpan(language, new Date(startsAt), new Date(endsAt))}</span></> : `. ${t.timeUnknown}`}</p>
      {place || meeting.online ? <p>{[place, meeting.online ? t.facts.online : null].filter(Boolean).join(' · ')}</p> : state === 'held' ? <p>{t.placeUnknown}</p> : null}
    </>
  );
}

function Course() {
  const { course, meeting, minutes } = useLoaderData<typeof loader>();
  const t = useT().meetings;
  const minutesReadable = minutes !== null || meeting.minutesElsewhere !== null || meeting.can.organise;
  const to = { proposals: 'forslag', agenda: 'dagsorden', meeting: 'live', minutes: 'referat' } as const;
  const steps = course.map(({ step, state }) => ({ label: t.course[step], state, to: meeting.state === 'draft' || state === 'todo' || (step === 'minutes' && !minutesReadable) ? undefined : `/moeder/${meeting.slug}/${to[step]}` }));
  return <CourseSteps label={t.courseLabel} steps={steps} />;
}

/** What the meeting is for, and who comes. */
function About() {
  const { meeting, summary, parts } = useLoaderData<typeof loader>();
  const t = useT();
  const { facts, ...words } = t.meetings;
  const partFacts = usePartFacts(parts);
  const open = meeting.state === 'called' || meeting.state === 'live';
  const online = meeting.onlineUrl ? <a href={meeting.onlineUrl} rel="noopener noreferrer">{words.joinOnline}</a> : words.onlineShown;
  return (
    <div className="columns">
      <Section title={words.about} id="om">
        <PlainText text={meeting.purpose} />
        {meeting.note ? <PlainText text={meeting.note} /> : null}
        <Facts items={[
          { label: facts.online, value: open && meeting.online ? online : null },
          { label: facts.deadline, value: meeting.proposalDeadline ? <When at={meeting.proposalDeadline} form="instant" /> : null },
          { label: facts.capacity, value: open && meeting.capacity ? words.seats(meeting.capacity) : null },
          ...partFacts,
          { label: words.registered, value: meeting.state === 'held' ? t.registrations.ways(summary.onSite, summary.online) : null },
        ]} />
      </Section>
      {open ? <RegistrationBox slug={meeting.slug} summary={summary} /> : null}
    </div>
  );
}

/** Who was there, once somebody has said so. */
function AttendancePart() {
  const { meeting, attendance } = useLoaderData<typeof loader>();
  const t = useT();
  const open = meeting.state === 'live' || meeting.state === 'held';
  if (!open || (attendance.total === 0 && !attendance.can.keep)) return null;
  const { here } = attendance;
  const now = `${t.attendance.here(here.total)}: ${t.attendance.ways(here.onSite, here.online, here.guests)}.`;
  const then = `${t.attendance.were(attendance.total)}: ${t.attendance.ways(attendance.onSite, attendance.online, attendance.guests)}.`;
  const words = meeting.state === 'live' && here.total > 0 ? now : attendance.total > 0 ? then : t.attendance.nobodyWas;
  return (
    <Section title={t.attendance.title} actions={<A to={`/moeder/${meeting.slug}/fremmoede`}>{attendance.can.keep ? t.attendance.keep : t.attendance.seeAll}</A>}>
      <p>{words}</p>
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
      <ol className="agenda-brief">{agenda.items.map((item) => <li key={item.id}><A to={`/moeder/${meeting.slug}/dagsorden#punkt-${item.id}`}><ItemTitle title={item.title} /></A></li>)}</ol>
    </Section>
  );
}

function ProposalsPart() {
  const { meeting, proposals, mayPropose } = useLoaderData<typeof loader>();
  const t = useT();
  if (meeting.state === 'draft' || (proposals.length === 0 && !mayPropose)) return null;
  return (
    <Section title={t.meetings.proposals} actions={<A to={`/moeder/${meeting.slug}/forslag`}>{t.meetings.allProposals}</A>}>
      <LinkList items={proposals.slice(0, 5).map((proposal) => ({ key: proposal.id, to: `/forslag/${proposal.id}`, label: proposal.title, meta: <span className="tags"><ProposalTags proposal={proposal} />{proposal.endorsements > 0 || proposal.state === 'submitted' ? <span>{t.front.supports(proposal.endorsements)}</span> : null}</span> }))} />
      {mayPropose ? <p><ButtonLink variant="primary" to={`/moeder/${meeting.slug}/forslag/nyt`}>{t.meetings.propose}</ButtonLink></p> : null}
    </Section>
  );
}

function MinutesPart() {
  const { meeting, minutes } = useLoaderData<typeof loader>();
  const t = useT();
  if (!minutes && !meeting.minutesElsewhere && meeting.state !== 'held') return null;
  const elsewhere = meeting.minutesElsewhere ? t.meetings.minutesElsewhere(meeting.minutesElsewhere) : t.meetings.minutesComing;
  return (
    <Section title={t.meetings.minutes}>
      {minutes ? <p className="actions"><ButtonLink variant={minutes.state === 'published' ? 'primary' : 'secondary'} to={`/moeder/${meeting.slug}/referat`}>{t.meetings.readMinutes}</ButtonLink><MinutesStateTag state={minutes.state} /></p> : <p>{elsewhere}</p>}
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
      <ShortHistory entries={history.map(({ seq, at, who, unnamed, type, payload }) => ({ key: String(seq), at, who: unnamed ? t.meetings.someMember : who, what: sayEvent(t, type, payload as never) }))} />
    </Section>
  );
}
