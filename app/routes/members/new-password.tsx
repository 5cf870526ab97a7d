import { data } from '@remix-run/node';
import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton, TextField } from '~/app/components/form';
import { ButtonLink, PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { setNewPassword } from '~/server/auth/accounts';
import { tokenHolder } from '~/server/domain/members/queries';
import { newPasswordSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, params, language }) => {
  const works = (await tokenHolder(ctx, params.token ?? '', 'reset')) !== null;
  return data({ works, heading: catalogueOf(language).members.reset.title }, { status: works ? 200 : 410 });
});

export const action = submit(newPasswordSchema, async ({ ctx, input, language, params }) => {
  await setNewPassword(ctx, params.token ?? '', 'reset', input.password);
  return onward(language, '/log-ind', 'password_set');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function NewPassword() {
  const { works } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { fields, reset, confirm } = useT().members;
  if (!works) return <PageHeader title={confirm.spentTitle} lead={reset.spent} actions={<ButtonLink to="/glemt-adgangskode" variant="primary">{reset.askAgain}</ButtonLink>} />;
  return (
    <>
      <PageHeader title={reset.title} lead={reset.lead} />
      <PostForm answer={answer}>
        <TextField type="password" name="password" label={fields.newPassword} hint={fields.passwordHint} autoComplete="new-password" />
        <SubmitButton>{reset.submit}</SubmitButton>
      </PostForm>
    </>
  );
}
