import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { Alert, ButtonLink, Facts, LinkList, PageHeader, Section, pageMeta } from '~/app/components/page';
import { ProposalTags } from '~/app/components/proposal-tags';
import { initiativeLinks } from '~/app/components/member-initiatives';
import { FirstWaiting } from '~/app/components/plan-owner';
import { useT } from '~/app/shell/contexts';
import { A, useLanguage } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { upcomingMeetings } from '~/server/domain/meetings/queries';
import { meetingsOfParts } from '~/server/domain/desk/queries';
import { ownProfile } from '~/server/domain/members/queries';
import { ownersWaiting } from '~/server/domain/ownership/queries';
import { proposalsOfMember } from '~/server/domain/proposals/queries';
import { registrationSummary } from '~/server/domain/registrations/queries';
import { catalogueOf } from '~/server/i18n';
import { NextMeeting } from '../front/next-meeting';
import { DeskMeetings } from '../organisers/desk-meetings';

export const loader = page(async ({ ctx, language }) => {
  const own = await ownProfile(ctx);
  const [coming, proposals, parts, waiting] = await Promise.all([upcomingMeetings(ctx, 10), proposalsOfMember(ctx, own.id), meetingsOfParts(ctx), ownersWaiting(ctx)]);
  const next = coming.find(({ state }) => state !== 'draft') ?? null;
  return {
    own, proposals, parts, waiting, next: next && { meeting: next, registration: await registrationSummary(ctx, next.id) },
    heading: catalogueOf(language).members.own.title,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

/** One's own page: sections under each other, each about one thing. */
export default function OwnPage() {
  const { own } = useLoaderData<typeof loader>();
  const { members: t, mailChoices } = useT();
  return (
    <>
      <PageHeader title={t.own.title} kicker={own.name} lead={<p>{t.own.lead}</p>} />
      {!own.emailConfirmedAt && (
        <Alert tone="warning" title={t.own.unconfirmedTitle}>
          <p>{t.own.unconfirmed(own.email)}</p>
          <ButtonForm action="/min-side/bekraeftelse" label={t.own.sendAgain} />
        </Alert>
      )}
      {own.mailPausedAt && <Alert tone="warning" title={mailChoices.paused}><A to="/min-side/mails">{mailChoices.seePaused}</A></Alert>}
      <Parts />
      <NextOne />
      <Owned own={own} />
      <Proposals />
      <Profile own={own} />
    </>
  );
}

type Own = ReturnType<typeof useLoaderData<typeof loader>>['own'];

function Profile({ own }: { own: Own }) {
  const { members: t, mailChoices, subscriptions } = useT();
  const yesNo = (yes: boolean) => (yes ? t.own.yes : t.own.no);
  return (
    <Section
      title={t.own.profile}
      actions={<><ButtonLink to="/min-side/oplysninger">{t.own.edit}</ButtonLink><ButtonLink to="/min-side/adgangskode">{t.own.changePassword}</ButtonLink><ButtonLink to="/min-side/mails">{mailChoices.title}</ButtonLink><ButtonLink to="/kalender#egen">{subscriptions.own}</ButtonLink></>}
    >
      <Facts items={[
        { label: t.fields.name, value: own.name },
        { label: t.fields.email, value: own.email },
        { label: t.list.column.organisation, value: own.organisation && own.kind ? `${own.organisation} (${t.kinds[own.kind].toLowerCase()})` : t.own.noOrganisation },
        { label: t.own.role, value: t.roles[own.role] },
        { label: t.fields.language, value: t.languages[own.language] },
        { label: t.own.attendance, value: yesNo(own.showsAttendance) },
        { label: t.own.notices, value: yesNo(own.wantsNotices) },
      ]}
      />
    </Section>
  );
}

function Owned({ own }: { own: Own }) {
  const { members: t, ownership } = useT();
  const language = useLanguage();
  const { waiting } = useLoaderData<typeof loader>();
  if (own.owns.length === 0) return null;
  return (
    <>
      <Section title={ownership.title} id="venter"><FirstWaiting waiting={waiting} /></Section>
      <Section title={t.own.owns}><LinkList items={initiativeLinks(own.owns, language)} /></Section>
    </>
  );
}

/** The meetings that one chairs or takes the minutes of, each with the next step. */
function Parts() {
  const { parts } = useLoaderData<typeof loader>();
  const words = useT().organisers;
  return parts.length === 0 ? null : <Section title={words.parts} id="dine-moeder"><DeskMeetings meetings={parts} /></Section>;
}

/** The next meeting, and what one has answered to it. */
function NextOne() {
  const { next } = useLoaderData<typeof loader>();
  const { members: { own: words }, registrations, front } = useT();
  if (!next) return <Section title={words.nextMeeting}><p>{words.noMeeting}</p></Section>;
  const { meeting, registration } = next;
  const { own, can } = registration;
  const answered = own ? (own.waiting ? registrations.ownWaiting(own.place ?? 1) : registrations.own[own.answer]) : words.notAnswered;
  return (
    <Section title={words.nextMeeting}>
      <NextMeeting meeting={meeting}>
        <p><strong>{answered}</strong></p>
        <div className="actions">
          {meeting.state === 'live' ? <ButtonLink variant="primary" to={`/moeder/${meeting.slug}/live`}>{front.follow}</ButtonLink> : null}
          {can.register ? <ButtonLink variant={own || meeting.state === 'live' ? 'secondary' : 'primary'} to={`/moeder/${meeting.slug}/tilmelding`}>{own ? words.changeAnswer : words.answer}</ButtonLink> : null}
        </div>
      </NextMeeting>
    </Section>
  );
}

function Proposals() {
  const { proposals, next } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.members.own;
  const propose = next?.meeting.state === 'called' ? <ButtonLink to={`/moeder/${next.meeting.slug}/forslag/nyt`}>{t.front.propose}</ButtonLink> : null;
  return (
    <Section title={words.proposals} actions={propose}>
      {proposals.length === 0 ? <p>{words.noProposals}</p> : (
        <LinkList items={proposals.map((proposal) => ({
          key: proposal.id, to: `/forslag/${proposal.id}`, label: proposal.title || t.proposals.states.draft,
          meta: <span className="tags"><ProposalTags proposal={proposal} /><span>{proposal.meeting.title}{proposal.endorsements > 0 || proposal.state === 'submitted' ? ` · ${t.front.supports(proposal.endorsements)}` : null}</span></span>,
        }))}
        />
      )}
    </Section>
  );
}
