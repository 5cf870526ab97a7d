import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { SubmitButton } from '~/app/components/form';
import { Alert, PageHeader, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { keptAt } from '~/server/domain/drafts/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { submitProposal } from '~/server/domain/proposals/commands';
import { isLate, maySubmit, takesProposals } from '~/server/domain/proposals/rules';
import { submitProposalSchema } from '~/server/domain/proposals/schema';
import { catalogueOf } from '~/server/i18n';
import { ensure } from '~/server/refusal';
import { ProposalForm } from './proposal-form';
import { afterSaving } from './after-saving';
import { similarToDraft } from './similar-to-draft';

export const loader = page(async ({ ctx, language, params, url, afterForm }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const open = takesProposals(meeting) === null;
  if (open && !afterForm) ensure(maySubmit(ctx.actor, meeting));
  const { id, slug, title, proposalDeadline } = meeting;
  const passed = proposalDeadline !== null && isLate(ctx.now(), proposalDeadline);
  const kept = await keptAt(ctx, `proposal:new:${id}`);
  return { meeting: { id, slug, title, proposalDeadline }, open, passed, kept, similar: await similarToDraft(ctx, url, kept?.words), initiatives: await initiativeOptions(ctx), heading: catalogueOf(language).proposals.newTitle };
});

export const action = submit(submitProposalSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const { id } = await submitProposal(ctx, meeting.id, input, key);
  return onward(language, ...afterSaving(id, input.intent));
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function NewProposal() {
  const { meeting, open, passed, kept, similar, initiatives } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useT();
  const words = t.proposals;
  const address = `/moeder/${meeting.slug}`;
  return (
    <>
      <PageHeader title={words.newTitle} lead={words.newLead(meeting.title)} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: address, label: meeting.title }, { to: `${address}/forslag`, label: words.title }, { label: words.propose }]} />
      {!open ? <Alert tone="info" title={words.closed}>{words.closedText}</Alert> : null}
      {open && meeting.proposalDeadline ? <p>{words.deadline}: <strong><When at={meeting.proposalDeadline} form="instant" /></strong></p> : null}
      {open && passed ? <Alert tone="warning">{words.deadlinePassed}</Alert> : null}
      {open || answer || kept?.words ? (
        <ProposalForm
          key={meeting.id} place={`proposal:new:${meeting.id}`} back={`${address}/forslag/nyt`} kept={kept} answer={answer} initiatives={initiatives} similar={{ found: similar, without: null }}
          buttons={<>
            <SubmitButton name="intent" value="submit">{words.submit}</SubmitButton>
            <SubmitButton name="intent" value="draft" variant="secondary">{words.saveDraft}</SubmitButton>
            <SubmitButton name="intent" value="files" variant="secondary">{words.saveAndAttach}</SubmitButton>
          </>}
        />
      ) : null}
    </>
  );
}
