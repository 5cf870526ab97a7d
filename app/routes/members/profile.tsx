import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { CheckField, ConflictNotice, Hidden, PostForm, RadioField, SubmitButton, TextField } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { languages } from '~/db/schema/states';
import { editProfile } from '~/server/domain/members/commands';
import { organisationNames, ownProfile } from '~/server/domain/members/queries';
import { editProfileSchema } from '~/server/domain/members/schema';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';
import { BelongingFields } from './belonging-fields';

export const loader = page(async ({ ctx, language }) => ({ own: await ownProfile(ctx), organisations: await organisationNames(ctx), heading: catalogueOf(language).members.own.editTitle }));

export const action = submit(editProfileSchema, async ({ ctx, input, key, language }) => {
  await editProfile(ctx, input, key);
  return onward(language, '/min-side', 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Profile() {
  const { own, organisations } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useT().members;
  return (
    <>
      <PageHeader title={t.own.editTitle} crumbs={[{ to: '/min-side', label: t.own.title }, { label: t.own.editTitle }]} />
      <PostForm answer={answer}>
        <ConflictNotice answer={answer} rows={useRows(own, answer?.values ?? {})} />
        <Hidden name="version" value={own.version} />
        <TextField name="name" label={t.fields.name} hint={t.fields.nameHint} autoComplete="name" maxLength={limits.name} width="l" defaultValue={own.name} />
        <BelongingFields organisations={organisations} kind={own.kind} organisation={own.organisation} />
        <RadioField legend={t.fields.language} name="language" options={languages.map((value) => ({ value, label: t.languages[value] }))} defaultValue={own.language} />
        <CheckField name="wantsNotices" label={t.fields.wantsNotices} hint={t.fields.wantsNoticesHint} defaultChecked={own.wantsNotices} />
        <CheckField name="showsAttendance" label={t.fields.showsAttendance} hint={t.fields.showsAttendanceHint} defaultChecked={own.showsAttendance} />
        <SubmitButton>{useT().common.save}</SubmitButton>
      </PostForm>
    </>
  );
}

type Own = ReturnType<typeof useLoaderData<typeof loader>>['own'];

/** Both versions in words, for when the profile was changed in another window meanwhile. */
function useRows(own: Own, mine: Record<string, string | string[]>) {
  const t = useT().members;
  const yesNo = (yes: boolean) => (yes ? t.own.yes : t.own.no);
  const word = (words: Record<string, string>, key: unknown) => words[String(key ?? '')] ?? '';
  return [
    { label: t.fields.name, theirs: own.name, mine: String(mine.name ?? '') },
    { label: t.fields.kind, theirs: t.takesPart[own.kind ?? 'citizen'], mine: word(t.takesPart, mine.kind) },
    { label: t.fields.organisation, theirs: own.organisation ?? '', mine: String(mine.organisation ?? '') },
    { label: t.fields.language, theirs: t.languages[own.language], mine: word(t.languages, mine.language) },
    { label: t.fields.wantsNotices, theirs: yesNo(own.wantsNotices), mine: yesNo(mine.wantsNotices !== undefined) },
    { label: t.fields.showsAttendance, theirs: yesNo(own.showsAttendance), mine: yesNo(mine.showsAttendance !== undefined) },
  ];
}
