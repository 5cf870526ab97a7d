import { useActionData, useLoaderData, type MetaFunction, type ShouldRevalidateFunction } from '@remix-run/react';
import { PostForm, RadioField, SelectField, SubmitButton, TextArea } from '~/app/components/form';
import { Alert, Facts, PageHeader, PlainText, Section, When, pageMeta } from '~/app/components/page';
import { ProposalTags } from '~/app/components/proposal-tags';
import { keepPage } from '~/app/live/keep-page';
import { useT } from '~/app/shell/contexts';
import { useLanguage } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { decideProposal } from '~/server/domain/proposals/commands';
import { decisionOptions, getProposal } from '~/server/domain/proposals/queries';
import { mayDecide } from '~/server/domain/proposals/rules';
import { decideProposalSchema, type DecisionKind } from '~/server/domain/proposals/schema';
import { formatDay } from '~/server/i18n/format';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';
import { backToDesk } from '../organisers/back-to-desk';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const proposal = await getProposal(ctx, params.id ?? '');
  if (!afterForm) ensure(mayDecide(ctx.actor, proposal));
  return { proposal, ...(await decisionOptions(ctx, proposal)) };
});

export const action = submit(decideProposalSchema, async ({ ctx, input, key, language, params, url }) => {
  const { id } = await getProposal(ctx, params.id ?? '');
  await decideProposal(ctx, id, input, key);
  return onward(language, backToDesk(url, 'forslag', `/forslag/${id}`), 'proposal_decided');
});

/** When the words have changed meanwhile, the page is fetched again with the refusal: the new ones are there to be read. */
export const shouldRevalidate: ShouldRevalidateFunction = (change) => change.actionResult?.refusal?.code === 'proposal_changed' || keepPage(change);

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.proposal.title ?? '');

export default function DecideProposal() {
  const { proposal } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.proposals;
  const { meeting } = proposal;
  return (
    <>
      <PageHeader title={words.decideTitle} lead={words.decideLead} tags={<ProposalTags proposal={proposal} />} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { to: `/moeder/${meeting.slug}/forslag`, label: words.title }, { to: `/forslag/${proposal.id}`, label: proposal.title }, { label: words.decide }]} />
      <Section title={proposal.title} id="forslaget">
        <Facts items={[
          { label: words.by, value: [proposal.author, proposal.organisation].filter(Boolean).join(', ') },
          { label: words.submittedAt, value: proposal.submittedAt ? <When at={proposal.submittedAt} form="instant" /> : null },
          { label: words.kind, value: words.kinds[proposal.kind] },
          { label: words.time, value: words.minutes(proposal.minutesWanted) },
          { label: words.support, value: words.supporters(proposal.endorsements) },
        ]} />
        <h3>{words.why}</h3>
        <PlainText text={proposal.reason} />
      </Section>
      <Section title={words.decision.yours} id="afgoerelse"><DecisionForm /></Section>
    </>
  );
}

function DecisionForm() {
  const { proposal, mergeInto, deferTo } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const language = useLanguage();
  const t = useT().proposals;
  const words = t.decision;
  const possible: Record<DecisionKind, boolean> = { accept: proposal.meeting.state === 'called', merge: mergeInto.length > 0, defer: deferTo.length > 0, decline: true };
  const choices = (Object.keys(possible) as DecisionKind[]).filter((kind) => possible[kind]);
  return (
    <PostForm answer={answer}>
      <input type="hidden" name="version" value={proposal.version} />
      {proposal.meeting.state === 'cancelled' ? <Alert tone="info">{words.acceptCancelled}</Alert> : null}
      <RadioField name="decision" legend={words.legend} options={choices.map((kind) => ({ value: kind, label: words[kind], hint: words[`${kind}Hint`] }))} />
      {possible.merge ? <SelectField name="mergedIntoId" label={words.mergedIntoId} hint={words.onlyWhen(words.merge)} required={false} options={mergeInto.map(({ id, title }) => ({ value: id, label: title }))} /> : <p className="soft">{words.mergeNone}</p>}
      {possible.defer ? <SelectField name="deferredToMeetingId" label={words.deferredToMeetingId} hint={words.onlyWhen(words.defer)} required={false} options={deferTo.map(({ id, title, day }) => ({ value: id, label: `${title}, ${formatDay(language, day, false)}` }))} /> : <p className="soft">{words.deferNone}</p>}
      <TextArea name="reason" label={t.reasonGiven} hint={proposal.late ? words.reasonHintLate : words.reasonHint} maxLength={limits.decisionReason} rows={5} />
      <SubmitButton>{words.submit}</SubmitButton>
    </PostForm>
  );
}
