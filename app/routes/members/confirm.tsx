import { data } from '@remix-run/node';
import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton } from '~/app/components/form';
import { ButtonLink, PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { confirmEmail } from '~/server/domain/members/commands';
import { tokenHolder } from '~/server/domain/members/queries';
import { stepSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';

// Programs that read mail open links; so opening this one changes nothing yet.
export const loader = page(async ({ ctx, params, language }) => {
  const works = (await tokenHolder(ctx, params.token ?? '', 'confirm')) !== null;
  return data({ works, heading: catalogueOf(language).members.confirm.title }, { status: works ? 200 : 410 });
});

export const action = submit(stepSchema, async ({ ctx, language, params }) => {
  await confirmEmail(ctx, params.token ?? '');
  return onward(language, ctx.actor ? '/min-side' : '/log-ind', 'confirmed');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Confirm() {
  const { works } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { confirm, signIn } = useT().members;
  if (!works) return <PageHeader title={confirm.spentTitle} lead={confirm.spent} actions={<ButtonLink to="/log-ind" variant="primary">{signIn.title}</ButtonLink>} />;
  return (
    <>
      <PageHeader title={confirm.title} lead={confirm.lead} />
      <PostForm answer={answer}><SubmitButton>{confirm.submit}</SubmitButton></PostForm>
    </>
  );
}
