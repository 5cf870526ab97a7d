import { redirect } from '@remix-run/node';
import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { Hidden, PostForm, SubmitButton, TextField } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { inLanguage } from '~/app/language';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { signIn, signOut } from '~/server/auth/accounts';
import { signInSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';
import { safePath } from './safe-path';

export const loader = page(async ({ ctx, url, language }) => {
  const onwardTo = safePath(url.searchParams.get('videre'));
  if (ctx.actor) throw onwardTo ? redirect(onwardTo, 303) : onward(language, '/min-side');
  return { onwardTo, heading: catalogueOf(language).members.signIn.title };
});

export const action = submit(signInSchema, async ({ ctx, context, input, language, url }) => {
  const cookie = await signIn(context.services, ctx, input, context.ip);
  if (context.sessionId) await signOut(context.services, context.sessionId);
  const to = safePath(input.videre) ?? safePath(url.searchParams.get('videre')) ?? inLanguage(language, '/');
  return redirect(to, { status: 303, headers: { 'Set-Cookie': cookie.serialize() } });
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function SignIn() {
  const { onwardTo } = useLoaderData<typeof loader>();
  const { fields, signIn: words, join } = useT().members;
  return (
    <>
      <PageHeader title={words.title} lead={<p>{words.lead}</p>} />
      <PostForm answer={useActionData<typeof action>()}>
        {onwardTo && <Hidden name="videre" value={onwardTo} />}
        <TextField type="email" name="email" label={fields.email} autoComplete="username" />
        <TextField type="password" name="password" label={fields.password} autoComplete="current-password" />
        <SubmitButton>{words.submit}</SubmitButton>
      </PostForm>
      <p><A to="/glemt-adgangskode">{words.forgotten}</A></p>
      <p>{words.stranger} <A to="/opret">{join.title}</A></p>
    </>
  );
}
