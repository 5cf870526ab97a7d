import { data } from '@remix-run/node';
import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton, TextField } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { setNewPassword } from '~/server/auth/accounts';
import { tokenHolder } from '~/server/domain/members/queries';
import { newPasswordSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, params, language }) => {
  const holder = await tokenHolder(ctx, params.token ?? '', 'sign_in');
  return data({ email: holder?.email ?? null, heading: catalogueOf(language).members.first.title }, { status: holder ? 200 : 410 });
});

export const action = submit(newPasswordSchema, async ({ ctx, context, input, language, params }) => {
  const { memberId } = await setNewPassword(ctx, params.token ?? '', 'sign_in', input.password);
  const cookie = await context.services.sessions.begin(memberId);
  const response = onward(language, '/min-side', 'password_set');
  response.headers.append('Set-Cookie', cookie.serialize());
  return response;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function FirstSignIn() {
  const { email } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { fields, first, confirm } = useT().members;
  if (!email) return <PageHeader title={confirm.spentTitle} lead={first.spent} />;
  return (
    <>
      <PageHeader title={first.title} lead={first.lead(email)} />
      <PostForm answer={answer}>
        <TextField type="password" name="password" label={fields.newPassword} hint={fields.passwordHint} autoComplete="new-password" />
        <SubmitButton>{first.submit}</SubmitButton>
      </PostForm>
    </>
  );
}
