import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SelectField, SubmitButton, TextArea, TextField } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { categoryOf, threadPath } from '~/app/components/thread-paths';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import type { Language } from '~/db/schema/states';
import type { Ctx } from '~/server/context';
import { pastMeetings, upcomingMeetings } from '~/server/domain/meetings/queries';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { startThread } from '~/server/domain/threads/commands';
import { mayPost } from '~/server/domain/threads/rules';
import { startThreadSchema } from '~/server/domain/threads/schema';
import { catalogueOf } from '~/server/i18n';
import { formatDay } from '~/server/i18n/format';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';

export const loader = page(async ({ ctx, url, language, afterForm }) => {
  if (!afterForm) ensure(mayPost(ctx.actor));
  const options = await subjects(ctx, language);
  const wanted = `${categoryOf(url.searchParams.get('kategori') ?? '') ?? ''}:${url.searchParams.get('emne') ?? ''}`;
  return { options, chosen: options.find(({ value }) => value === wanted)?.value ?? (wanted === ':' || wanted === 'general:' ? 'general' : ''), heading: catalogueOf(language).threads.start };
});

/** Everything a member can start a thread about. */
async function subjects(ctx: Ctx, language: Language) {
  const { fields } = catalogueOf(language).threads;
  const [upcoming, past, initiatives] = await Promise.all([upcomingMeetings(ctx), pastMeetings(ctx, 1), initiativeOptions(ctx)]);
  return [
    { value: 'general', label: fields.generalOption },
    ...[...upcoming, ...past.rows].map(({ id, title, day }) => ({ value: `meeting:${id}`, label: fields.meetingOption(title, formatDay(language, day, false)) })),
    ...initiatives.map(({ id, number, titleDa, titleEn }) => ({ value: `initiative:${id}`, label: fields.initiativeOption(number, language === 'en' ? titleEn : titleDa) })),
  ];
}

export const action = submit(startThreadSchema, async ({ ctx, input, key, language }) => {
  const { threadId } = await startThread(ctx, input, key);
  return onward(language, threadPath(threadId), 'thread_started');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function NewThread() {
  const { options, chosen } = useLoaderData<typeof loader>();
  const { threads: t } = useT();
  return (
    <>
      <PageHeader title={t.start} lead={t.startLead} crumbs={[{ to: '/debat', label: t.title }, { label: t.start }]} />
      <PostForm answer={useActionData<typeof action>()}>
        <SelectField name="about" label={t.fields.category} options={options} defaultValue={chosen} placeholder={t.fields.choose} />
        <TextField name="title" label={t.fields.title} maxLength={limits.threadTitle} />
        <TextArea name="body" label={t.fields.body} hint={t.fields.bodyHint} maxLength={limits.post} rows={8} />
        <SubmitButton>{t.startSubmit}</SubmitButton>
      </PostForm>
    </>
  );
}
