import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton, TextField } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { joinNetwork } from '~/server/auth/accounts';
import { organisationNames } from '~/server/domain/members/queries';
import { joinSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';
import { BelongingFields } from './belonging-fields';

export const loader = page(async ({ ctx, language }) => ({ organisations: await organisationNames(ctx), heading: catalogueOf(language).members.join.title }));

export const action = submit(joinSchema, async ({ ctx, context, input, language }) => {
  await joinNetwork(ctx, input, language, context.ip);
  return onward(language, '/opret/sendt');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Join() {
  const { organisations } = useLoaderData<typeof loader>();
  const { fields, join, signIn } = useT().members;
  return (
    <>
      <PageHeader title={join.title} lead={join.lead} />
      <PostForm answer={useActionData<typeof action>()}>
        <TextField name="name" label={fields.name} hint={fields.nameHint} autoComplete="name" maxLength={limits.name} width="l" />
        <TextField type="email" name="email" label={fields.email} autoComplete="email" />
        <TextField type="password" name="password" label={fields.password} hint={fields.passwordHint} autoComplete="new-password" />
        <BelongingFields organisations={organisations} />
        <p>{join.stored}</p>
        <SubmitButton>{join.submit}</SubmitButton>
      </PostForm>
      <p>{join.member} <A to="/log-ind">{signIn.title}</A></p>
    </>
  );
}
