import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton, TextArea } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { proposeCorrection } from '~/server/domain/corrections/commands';
import { entryOfMeeting } from '~/server/domain/entries/queries';
import { mayProposeCorrection } from '~/server/domain/corrections/rules';
import { correctionSchema } from '~/server/domain/corrections/schema';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  const { minutes, entry } = await entryOfMeeting(ctx, id, params.entryId ?? '');
  if (!afterForm) ensure(mayProposeCorrection(ctx.actor, minutes, ctx.now()));
  return { meeting: { slug, title }, entry: { title: entry.title, text: entry.text, position: entry.position } };
});

export const action = submit(correctionSchema, async ({ ctx, input, key, language, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  const { id } = await proposeCorrection(ctx, params.entryId ?? '', input, key);
  return onward(language, `/moeder/${slug}/referat#rettelse-${id}`, 'correction_proposed');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function ProposeCorrection() {
  const { meeting, entry } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.suggestFor(entry.title)} lead={t.minutes.suggestLead} crumbs={readingCrumbs(t, meeting, t.minutes.suggest)} />
      <PostForm answer={useActionData<typeof action>()}>
        <TextArea name="proposedText" label={t.minutes.suggestText} rows={10} maxLength={limits.entry} defaultValue={entry.text} />
        <TextArea name="why" label={t.minutes.suggestWhy} rows={3} maxLength={limits.correctionWhy} />
        <SubmitButton>{t.minutes.suggestSend}</SubmitButton>
      </PostForm>
    </>
  );
}
