import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ConflictNotice, Hidden, PostForm, SubmitButton } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { useLanguage } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { editProposal } from '~/server/domain/proposals/commands';
import { getProposal } from '~/server/domain/proposals/queries';
import { mayEditProposal } from '~/server/domain/proposals/rules';
import { editProposalSchema } from '~/server/domain/proposals/schema';
import { ensure } from '~/server/refusal';
import { ProposalFields, type InitiativeOption, type ProposalDefaults } from './proposal-fields';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const proposal = await getProposal(ctx, params.id ?? '');
  if (!afterForm) ensure(mayEditProposal(ctx.actor, proposal, proposal.meeting));
  const { id, title, reason, kind, minutesWanted, initiatives, version, state, meeting } = proposal;
  const defaults: ProposalDefaults = { title, reason, kind, minutesWanted: String(minutesWanted), initiativeIds: initiatives.map((initiative) => initiative.id) };
  return { id, title, version, draft: state === 'draft', meeting, defaults, initiatives: await initiativeOptions(ctx) };
});

export const action = submit(editProposalSchema, async ({ ctx, input, key, language, params }) => {
  const { id, state } = await getProposal(ctx, params.id ?? '');
  await editProposal(ctx, id, input, key);
  return onward(language, `/forslag/${id}`, state !== 'draft' ? 'saved' : input.intent === 'draft' ? 'draft_saved' : 'proposal_submitted');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.title ?? '');

/** The values of the two versions as a person reads them. */
function useReadable(options: InitiativeOption[]) {
  const { kinds } = useT().proposals;
  const language = useLanguage();
  const nameOf = (id: string) => {
    const found = options.find((option) => option.id === id);
    return found ? `${found.number} ${language === 'da' ? found.titleDa : found.titleEn}` : '';
  };
  return (field: keyof ProposalDefaults, value: string | string[] | undefined): string => {
    const values = [value ?? []].flat();
    if (field === 'initiativeIds') return values.map(nameOf).join('\n');
    return values.map((one) => (field === 'kind' && one in kinds ? kinds[one as keyof typeof kinds] : one)).join('\n');
  };
}

export default function EditProposal() {
  const { id, title, version, draft, meeting, defaults, initiatives } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useT();
  const words = t.proposals;
  const readable = useReadable(initiatives);
  const labels = { ...words.fields, initiativeIds: words.fields.initiatives };
  const rows = (Object.keys(defaults) as (keyof ProposalDefaults)[]).map((field) => ({ label: labels[field], theirs: readable(field, defaults[field]), mine: readable(field, answer?.values[field]) }));
  return (
    <>
      <PageHeader title={words.editTitle} lead={draft ? words.editDraftLead : words.editLead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { to: `/moeder/${meeting.slug}/forslag`, label: words.title }, { to: `/forslag/${id}`, label: title }, { label: t.common.edit }]} />
      <PostForm answer={answer}>
        <ConflictNotice answer={answer} rows={rows} />
        <Hidden name="version" value={version} />
        <ProposalFields defaults={defaults} initiatives={initiatives} />
        <div className="actions">
          <SubmitButton name="intent" value="submit">{draft ? words.submit : t.common.save}</SubmitButton>
          {draft ? <SubmitButton name="intent" value="draft" variant="secondary">{words.saveDraft}</SubmitButton> : null}
        </div>
      </PostForm>
    </>
  );
}
