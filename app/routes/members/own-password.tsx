import { useActionData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton, TextField } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { changeOwnPassword } from '~/server/auth/accounts';
import { mayEditProfile } from '~/server/domain/members/rules';
import { changePasswordSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';
import { ensure } from '~/server/refusal';

export const loader = page(async ({ ctx, language }) => {
  ensure(mayEditProfile(ctx.actor));
  return { heading: catalogueOf(language).members.own.changePassword };
});

export const action = submit(changePasswordSchema, async ({ ctx, context, input, language }) => {
  await changeOwnPassword(ctx, input, context.sessionId);
  return onward(language, '/min-side', 'password_set');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function OwnPassword() {
  const { fields, own, reset } = useT().members;
  return (
    <>
      <PageHeader title={own.changePassword} lead={own.changePasswordLead} crumbs={[{ to: '/min-side', label: own.title }, { label: own.changePassword }]} />
      <PostForm answer={useActionData<typeof action>()}>
        <TextField type="password" name="currentPassword" label={fields.currentPassword} autoComplete="current-password" />
        <TextField type="password" name="password" label={fields.newPassword} hint={fields.passwordHint} autoComplete="new-password" />
        <SubmitButton>{reset.submit}</SubmitButton>
      </PostForm>
    </>
  );
}
