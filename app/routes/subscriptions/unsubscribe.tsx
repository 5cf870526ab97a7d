import { useActionData, useLoaderData, useSearchParams, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton } from '~/app/components/form';
import { Alert, PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { unsubscribe } from '~/server/domain/subscriptions/commands';
import { unsubscribeSchema } from '~/server/domain/subscriptions/schema';
import { catalogueOf, type Catalogue } from '~/server/i18n';
import { readUnsubscribe } from '~/server/mail/ways-out';

// A link in a mail leads here, also for whoever is not signed in. Opening it changes nothing: mail scanners open links too.
export const loader = page(async ({ ctx, params, language }) => {
  const { topic } = await readUnsubscribe(ctx, params.topic ?? '', params.token ?? '');
  return { topic, heading: titleOf(catalogueOf(language).mailChoices, topic) };
});

export const action = submit(unsubscribeSchema, async ({ ctx, language, params }) => {
  const { memberId, topic } = await readUnsubscribe(ctx, params.topic ?? '', params.token ?? '');
  await unsubscribe(ctx, memberId, topic);
  return onward(language, `/afmeld/${params.topic}/${params.token}?udfoert=1`);
});

/** What is unsubscribed from, in words. */
const titleOf = ({ out }: Catalogue['mailChoices'], topic: keyof Catalogue['mailChoices']['out']['from']) => out.title(out.from[topic]);

export const meta: MetaFunction<typeof loader> = ({ data }) => [...pageMeta(data?.heading ?? ''), { name: 'robots', content: 'noindex' }, { name: 'referrer', content: 'same-origin' }];

export default function Unsubscribe() {
  const { topic } = useLoaderData<typeof loader>();
  const t = useT().mailChoices;
  const [search] = useSearchParams();
  const answer = useActionData<typeof action>();
  const from = t.out.from[topic];
  const note = topic === 'digests' || topic === 'meetings' ? <p>{t.out[topic]}</p> : null;
  return (
    <>
      <PageHeader title={titleOf(t, topic)} crumbs={[{ label: t.title }]} />
      {search.get('udfoert') ? <Alert tone="success" title={t.out.done(from)}>{note}</Alert> : (
        <>
          <p>{t.out.text(from)}</p>
          {note}
          <PostForm answer={answer}><SubmitButton>{t.out.confirm}</SubmitButton></PostForm>
        </>
      )}
      <p><A to="/min-side/mails">{t.out.choose}</A></p>
    </>
  );
}
