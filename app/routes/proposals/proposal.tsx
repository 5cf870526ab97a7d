import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { AttachmentsSection } from '~/app/components/attachments';
import { LiveStatus } from '~/app/components/live-status';
import { Alert, ButtonLink, Facts, PageHeader, PlainText, Section, When, pageMeta } from '~/app/components/page';
import { ProposalCourse } from '~/app/components/proposal-course';
import { ProposalSupport } from '~/app/components/proposal-support';
import { ProposalTags } from '~/app/components/proposal-tags';
import { ProposalWordings } from '~/app/components/proposal-wordings';
import { ThreadView } from '~/app/components/thread';
import { useLiveReload } from '~/app/live/reload';
import { useT } from '~/app/shell/contexts';
import { A, useLanguage } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { attachmentsOf } from '~/server/domain/attachments/queries';
import { progressOf } from '~/server/domain/progress/queries';
import { getProposal } from '~/server/domain/proposals/queries';
import { discussionOf } from '~/server/domain/threads/queries';

export const loader = page(async ({ ctx, params }) => {
  const proposal = await getProposal(ctx, params.id ?? '');
  // The discussion begins when a proposal is submitted.
  return { proposal, progress: await progressOf(ctx, proposal), attachments: await attachmentsOf(ctx, { proposalId: proposal.id }), discussion: proposal.submittedAt ? await discussionOf(ctx, 'proposal', proposal.id) : null };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.proposal.title ?? '', data?.proposal.reason.slice(0, 160));

export default function OneProposal() {
  const { proposal, progress, attachments, discussion } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.proposals;
  const status = useLiveReload(`proposal:${proposal.id}`, proposal.seq);
  const { id, meeting, can, state } = proposal;
  const actions = can.edit || can.decide ? (
    <>
      {can.decide ? <ButtonLink to={`/forslag/${id}/afgoerelse`} variant="primary">{words.decide}</ButtonLink> : null}
      {can.edit ? <ButtonLink to={`/forslag/${id}/rediger`}>{state === 'draft' ? words.editDraft : words.editTitle}</ButtonLink> : null}
    </>
  ) : undefined;
  return (
    <>
      <PageHeader title={proposal.title} tags={<ProposalTags proposal={proposal} />} actions={actions} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { to: `/moeder/${meeting.slug}/forslag`, label: words.title }, { label: proposal.title }]} />
      {state === 'draft' ? <Alert tone="info" title={words.draftOnlyYou}>{words.draftOnlyYouText}</Alert> : null}
      {state === 'withdrawn' ? <Alert tone="warning" title={words.withdrawnAlert}>{words.withdrawnText}</Alert> : null}
      <div className="with-aside">
        <div>
          {proposal.reason ? (
            <Section title={words.why} id="begrundelse">
              <PlainText text={proposal.reason} />
              <ProposalWordings changes={proposal.changes} versions={proposal.versions} />
            </Section>
          ) : null}
          <AttachmentsSection attachments={attachments} from="page" />
          {progress ? <Section title={words.course} id="forloeb"><ProposalCourse proposal={proposal} progress={progress} /></Section> : null}
          {can.withdraw ? <Withdrawal id={id} /> : null}
        </div>
        <div>
          {proposal.submittedAt ? <Section title={words.support} id="stoette"><ProposalSupport proposal={proposal} /></Section> : null}
          <Section title={words.facts} id="om"><About /></Section>
        </div>
      </div>
      {discussion ? (
        <Section title={words.discussion} id="droeftelse">
          {proposal.item ? <p>{words.discussionMoved} <A to={`/moeder/${meeting.slug}/dagsorden#punkt-${proposal.item.id}`}>{proposal.item.title}</A></p> : null}
          <ThreadView discussion={discussion} />
        </Section>
      ) : null}
      {proposal.submittedAt ? <LiveStatus status={status} /> : null}
    </>
  );
}

function Withdrawal({ id }: { id: string }) {
  const words = useT().proposals;
  return (
    <details className="details">
      <summary className="details-summary">{words.withdraw}</summary>
      <div className="details-text">
        <p>{words.withdrawHint}</p>
        <ButtonForm action={`/forslag/${id}/tilbagetraekning`} label={words.withdraw} variant="warning" />
      </div>
    </details>
  );
}

function About() {
  const { proposal } = useLoaderData<typeof loader>();
  const words = useT().proposals;
  const language = useLanguage();
  const { meeting, initiatives } = proposal;
  const concerns = initiatives.length === 0 ? null : (
    <ul className="fact-list nobullet-list">
      {initiatives.map(({ id, number, period, titleDa, titleEn }) => <li key={id}><A to={`/handlingsplaner/${period}/initiativer/${number}`}>{number} {language === 'da' ? titleDa : titleEn}</A></li>)}
    </ul>
  );
  return (
    <Facts items={[
      { label: words.by, value: [proposal.author, proposal.organisation].filter(Boolean).join(', ') },
      { label: words.submittedAt, value: proposal.submittedAt ? <When at={proposal.submittedAt} form="instant" /> : null },
      { label: words.meeting, value: <><A to={`/moeder/${meeting.slug}`}>{meeting.title}</A>, <When at={meeting.day} form="date" /></> },
      { label: words.kind, value: words.kinds[proposal.kind] },
      { label: words.time, value: words.minutes(proposal.minutesWanted) },
      { label: words.concerns, value: concerns },
    ]} />
  );
}
