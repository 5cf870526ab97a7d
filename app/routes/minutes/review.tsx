import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ReviewForm } from '~/app/components/minutes-forms';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { sendToReview } from '~/server/domain/minutes/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { mayWriteMinutes } from '~/server/domain/minutes/rules';
import { reviewSchema } from '~/server/domain/minutes/schema';
import { ensure } from '~/server/refusal';
import { writingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  ensure(mayWriteMinutes(ctx.actor, await minutesOfMeeting(ctx, id)));
  return { meeting: { slug, title } };
});

export const action = submit(reviewSchema, async ({ ctx, input, key, language, params }) => {
  const { id, slug } = await getMeeting(ctx, params.slug ?? '');
  await sendToReview(ctx, id, input, key);
  return onward(language, `/moeder/${slug}/referat`, 'minutes_in_review');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '');

export default function Review() {
  const { meeting } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.reviewFormTitle} lead={t.minutes.reviewFormLead} crumbs={writingCrumbs(t, meeting, t.minutes.review)} />
      <ReviewForm slug={meeting.slug} due="" answer={useActionData<typeof action>()} />
    </>
  );
}
