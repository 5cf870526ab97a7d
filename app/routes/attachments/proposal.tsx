import { data, type ActionFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { AttachmentsSection } from '~/app/components/attachments';
import { ButtonLink, PageHeader, pageMeta } from '~/app/components/page';
import { languageOf } from '~/app/language';
import { useT } from '~/app/shell/contexts';
import { onward, page, refusalResponse } from '~/app/transport.server';
import { attachmentsOf } from '~/server/domain/attachments/queries';
import { addressOf } from '~/server/domain/attachments/schema';
import { getProposal } from '~/server/domain/proposals/queries';
import { asRefusal, refuse } from '~/server/refusal';

export const loader = page(async ({ ctx, params }) => {
  const { id, title, meeting } = await getProposal(ctx, params.id ?? '');
  return { id, title, meeting: { slug: meeting.slug, title: meeting.title }, attachments: await attachmentsOf(ctx, { proposalId: id }) };
});

/** The files were taken before this page was asked (server/http/files.ts): here it says what became of them. */
export function action({ context: { files }, params, request }: ActionFunctionArgs) {
  const refusal = files === undefined ? asRefusal(refuse('file_missing')) : 'refusal' in files ? files.refusal : null;
  if (refusal) throw refusalResponse(refusal);
  if (files === undefined || 'refusal' in files) throw data(null, { status: 422 });
  const { added, refused, from } = files;
  if (refused.length > 0) return data({ added, refused }, { status: 422 });
  return onward(languageOf(new URL(request.url).pathname), addressOf(params.id ?? '', from), 'files_added');
}

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.title ?? '');

export default function AttachmentsOfProposal() {
  const { id, title, meeting, attachments } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.attachments.of(title)} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { to: `/moeder/${meeting.slug}/forslag`, label: t.proposals.title }, { to: `/forslag/${id}`, label: title }, { label: t.attachments.title }]} />
      {attachments.files.length === 0 && !attachments.can.attach ? <p>{t.attachments.none}</p> : null}
      <AttachmentsSection attachments={attachments} answer={answer} from="page" />
      <p><ButtonLink to={`/forslag/${id}`}>{t.attachments.toProposal}</ButtonLink></p>
    </>
  );
}
