import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Alert, ButtonLink, CardGrid, EmptyState, Facts, PageHeader, Pager, Section, When, pageMeta } from '~/app/components/page';
import { ProposalCard } from '~/app/components/proposal-card';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { draftAt } from '~/server/domain/drafts/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { proposalPages, proposalsOfMeeting } from '~/server/domain/proposals/queries';
import { isLate, takesProposals } from '~/server/domain/proposals/rules';
import { proposalStates } from '~/db/schema/states';

export const loader = page(async ({ ctx, params, url }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const at = pageNumber(url);
  const [rows, pages, draft] = await Promise.all([proposalsOfMeeting(ctx, meeting.id, at), proposalPages(ctx, meeting.id), draftAt(ctx, `proposal:new:${meeting.id}`)]);
  const { slug, title, proposalDeadline } = meeting;
  return { meeting: { slug, title, proposalDeadline }, rows, pages, page: at, writing: draft !== null, open: takesProposals(meeting) === null, passed: proposalDeadline !== null && isLate(ctx.now(), proposalDeadline) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '');

export default function Proposals() {
  const { meeting, rows, pages, page: at, writing, open, passed } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.proposals;
  const groups = proposalStates.map((state) => ({ state, proposals: rows.filter((row) => row.state === state) })).filter((group) => group.proposals.length > 0);
  const propose = <ButtonLink to={`/moeder/${meeting.slug}/forslag/nyt`} variant="primary">{words.propose}</ButtonLink>;
  return (
    <>
      <PageHeader title={words.listTitle} kicker={meeting.title} lead={words.lead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { label: words.title }]} actions={open ? propose : undefined} />
      {open && meeting.proposalDeadline ? (
        <>
          <Facts items={[{ label: words.deadline, value: <When at={meeting.proposalDeadline} form="instant" /> }]} />
          {passed ? <Alert tone="warning">{words.deadlinePassed}</Alert> : <p>{words.deadlineAhead}</p>}
        </>
      ) : <Alert tone="info" title={words.closed}>{words.closedText}</Alert>}
      {writing ? <Alert tone="info" title={words.inTheMaking}><A to={`/moeder/${meeting.slug}/forslag/nyt`}>{words.goOnWriting}</A></Alert> : null}
      {rows.length === 0 ? <EmptyState title={open ? words.none : words.nothing} text={open ? words.noneText : undefined} /> : null}
      {groups.map(({ state, proposals }) => (
        <Section key={state} id={state} title={words.groups[state]}>
          <CardGrid>{proposals.map((proposal) => <ProposalCard key={proposal.id} proposal={proposal} />)}</CardGrid>
        </Section>
      ))}
      <Pager page={at} pages={pages} make={(n) => `/moeder/${meeting.slug}/forslag?side=${n}`} />
    </>
  );
}
