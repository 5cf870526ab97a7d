import { useActionData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton, TextField } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { forgotPassword } from '~/server/auth/accounts';
import { addressSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ language }) => ({ heading: catalogueOf(language).members.forgotten.title }));

export const action = submit(addressSchema, async ({ ctx, context, input, language }) => {
  await forgotPassword(ctx, input.email, context.ip);
  return onward(language, '/glemt-adgangskode/sendt');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Forgotten() {
  const { fields, forgotten, signIn } = useT().members;
  return (
    <>
      <PageHeader title={forgotten.title} lead={forgotten.lead} crumbs={[{ to: '/log-ind', label: signIn.title }, { label: forgotten.title }]} />
      <PostForm answer={useActionData<typeof action>()}>
        <TextField type="email" name="email" label={fields.email} autoComplete="username" />
        <SubmitButton>{forgotten.submit}</SubmitButton>
      </PostForm>
    </>
  );
}
