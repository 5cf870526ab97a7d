import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { AttachmentsSection } from '~/app/components/attachments';
import { ConflictNotice, Hidden, SubmitButton, useHeldAnswer } from '~/app/components/form';
import { Alert, ButtonLink, PageHeader, pageMeta } from '~/app/components/page';
import { TypedWords } from '~/app/components/typed-words';
import { useT } from '~/app/shell/contexts';
import { useLanguage } from '~/app/shell/links';
import { sayRefusal } from '~/app/shell/say';
import { onward, page, submit } from '~/app/transport.server';
import { attachmentsOf } from '~/server/domain/attachments/queries';
import { keptAt } from '~/server/domain/drafts/queries';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { editProposal } from '~/server/domain/proposals/commands';
import { getProposal } from '~/server/domain/proposals/queries';
import { mayEditProposal } from '~/server/domain/proposals/rules';
import { editProposalSchema } from '~/server/domain/proposals/schema';
import { ensure } from '~/server/refusal';
import { afterSaving } from './after-saving';
import { ProposalForm } from './proposal-form';
import { type InitiativeOption, type ProposalDefaults } from './proposal-fields';
import { similarToDraft } from './similar-to-draft';

export const loader = page(async ({ ctx, params, url, afterForm }) => {
  const proposal = await getProposal(ctx, params.id ?? '');
  const kept = await keptAt(ctx, `proposal:edit:${proposal.id}`);
  const no = mayEditProposal(ctx.actor, proposal, proposal.meeting);
  // Decided meanwhile: what was being written is still to be read.
  if (!afterForm && !kept?.words) ensure(no);
  const { id, title, reason, kind, minutesWanted, initiatives, version, state, meeting } = proposal;
  const defaults: ProposalDefaults = { title, reason, kind, minutesWanted: String(minutesWanted), initiativeIds: initiatives.map((initiative) => initiative.id) };
  const draft = state === 'draft';
  return { id, title, version, draft, meeting, defaults, kept, closed: no?.code ?? null, similar: draft ? { found: await similarToDraft(ctx, url, kept?.words, id), without: id } : undefined, attachments: await attachmentsOf(ctx, { proposalId: id }), initiatives: await initiativeOptions(ctx) };
});

export const action = submit(editProposalSchema, async ({ ctx, input, key, language, params }) => {
  const { id, state } = await getProposal(ctx, params.id ?? '');
  await editProposal(ctx, id, input, key);
  return state === 'draft' ? onward(language, ...afterSaving(id, input.intent)) : onward(language, `/forslag/${id}`, 'saved');
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
  const { id, title, version, draft, meeting, defaults, kept, closed, similar, initiatives, attachments } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const held = useHeldAnswer(answer);
  const t = useT();
  const words = t.proposals;
  const readable = useReadable(initiatives);
  const labels = { ...words.fields, initiativeIds: words.fields.initiatives };
  const rows = (Object.keys(defaults) as (keyof ProposalDefaults)[]).map((field) => ({ label: labels[field], theirs: readable(field, defaults[field]), mine: readable(field, answer?.values[field]) }));
  const header = <PageHeader title={words.editTitle} lead={draft ? words.editDraftLead : words.editLead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { to: `/moeder/${meeting.slug}/forslag`, label: words.title }, { to: `/forslag/${id}`, label: title }, { label: t.common.edit }]} />;
  if (closed && !answer) {
    return (
      <>
        {header}
        <Alert tone="warning" title={words.notEditable}>{sayRefusal(t, closed)}</Alert>
        <TypedWords values={kept?.words ?? {}} />
        <p><ButtonLink to={`/forslag/${id}`}>{t.common.back}</ButtonLink></p>
      </>
    );
  }
  return (
    <>
      {header}
      <ProposalForm
        key={id} place={`proposal:edit:${id}`} back={`/forslag/${id}/rediger`} kept={kept} answer={answer} defaults={defaults} initiatives={initiatives} similar={similar}
        before={(draftVersion) => <>
          <ConflictNotice answer={answer} rows={rows} />
          {/* Words of a draft are of the version that they were written from, until both versions have been seen. */}
          <Hidden name="version" value={held?.refusal?.code === 'edit_conflict' ? version : (draftVersion ?? version)} />
        </>}
        buttons={<>
          <SubmitButton name="intent" value="submit">{draft ? words.submit : t.common.save}</SubmitButton>
          {draft ? <SubmitButton name="intent" value="draft" variant="secondary">{words.saveDraft}</SubmitButton> : null}
        </>}
      />
      <AttachmentsSection attachments={attachments} from="edit" />
    </>
  );
}
