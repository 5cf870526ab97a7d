import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm, PostForm, RadioField, SubmitButton } from '~/app/components/form';
import { Alert, PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { mailPaces } from '~/db/schema/states';
import { chooseMail } from '~/server/domain/subscriptions/commands';
import { ownMail } from '~/server/domain/subscriptions/queries';
import { mailChoicesSchema } from '~/server/domain/subscriptions/schema';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, language }) => ({ ...(await ownMail(ctx)), answers: ctx.config.inbound.answers, heading: catalogueOf(language).mailChoices.title }));

export const action = submit(mailChoicesSchema, async ({ ctx, input, key, language }) => {
  await chooseMail(ctx, input, key);
  return onward(language, '/min-side/mails', 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function OwnMail() {
  const { choices, paused, answers } = useLoaderData<typeof loader>();
  const { mailChoices: t, members } = useT();
  return (
    <>
      <PageHeader title={t.title} lead={t.lead} crumbs={[{ to: '/min-side', label: members.own.title }, { label: t.title }]} />
      {paused && (
        <Alert tone="warning" title={t.paused}>
          <p>{t.pausedText} <q>{paused.reason}</q></p>
          <p>{t.pausedHow}</p>
          <ButtonForm action="/min-side/mails/genoptagelse" label={t.resume} />
        </Alert>
      )}
      <PostForm answer={useActionData<typeof action>()}>
        {choices.map(({ topic, pace }) => (
          <RadioField key={topic} name={topic} legend={t.topics[topic]} hint={topic === 'threads' && answers ? `${t.hints[topic]} ${t.canAnswer}` : t.hints[topic]} options={mailPaces.map((value) => ({ value, label: t.paces[value] }))} defaultValue={pace} />
        ))}
        <SubmitButton>{t.save}</SubmitButton>
      </PostForm>
    </>
  );
}
