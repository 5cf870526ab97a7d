import { useActionData, useLoaderData, useSearchParams, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton } from '~/app/components/form';
import { Alert, PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { unsubscribe } from '~/server/domain/subscriptions/commands';
import { unsubscribeSchema } from '~/server/domain/subscriptions/schema';
import { catalogueOf } from '~/server/i18n';
import { readUnsubscribe } from '~/server/mail/ways-out';

// A link in a mail leads here, also for whoever is not signed in. Opening it changes nothing: mail scanners open links too.
export const loader = page(async ({ ctx, params, language }) => {
  const { topic } = await readUnsubscribe(ctx, params.topic ?? '', params.token ?? '');
  return { topic, heading: catalogueOf(language).mailChoices.out.title(catalogueOf(language).mailChoices.topics[topic]) };
});

export const action = submit(unsubscribeSchema, async ({ ctx, language, params }) => {
  const { memberId, topic } = await readUnsubscribe(ctx, params.topic ?? '', params.token ?? '');
  await unsubscribe(ctx, memberId, topic);
  return onward(language, `/afmeld/${params.topic}/${params.token}?udfoert=1`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [...pageMeta(data?.heading ?? ''), { name: 'robots', content: 'noindex' }, { name: 'referrer', content: 'no-referrer' }];

export default function Unsubscribe() {
  const { topic } = useLoaderData<typeof loader>();
  const t = useT().mailChoices;
  const [search] = useSearchParams();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={t.out.title(t.topics[topic])} crumbs={[{ label: t.title }]} />
      {search.get('udfoert') ? <Alert tone="success">{t.out.done(t.topics[topic])}</Alert> : (
        <>
          <p>{t.out.text(t.topics[topic])}</p>
          <PostForm answer={answer}><SubmitButton>{t.out.confirm}</SubmitButton></PostForm>
        </>
      )}
    </>
  );
}
