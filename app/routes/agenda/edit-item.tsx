import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ItemFields, type ItemDefaults } from '~/app/components/agenda-item-fields';
import { ConflictNotice, Hidden, PostForm, SubmitButton } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { editItem } from '~/server/domain/agenda/commands';
import { itemChoices, itemToEdit } from '~/server/domain/agenda/queries';
import { editItemSchema } from '~/server/domain/agenda/schema';
import { getMeeting } from '~/server/domain/meetings/queries';

export const loader = page(async ({ ctx, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const item = await itemToEdit(ctx, meeting.id, params.id ?? '');
  const { title, body, kind, presenterMemberId, presenterConsent } = item;
  const defaults: ItemDefaults = { title, body, kind, minutes: item.minutes?.toString() ?? '', section: item.section ?? '', presenterMemberId: presenterMemberId ?? '', presenter: presenterMemberId ? '' : (item.presenter ?? ''), presenterConsent, initiatives: item.initiativeIds };
  return { slug: meeting.slug, meeting: meeting.title, version: item.version, defaults, choices: await itemChoices(ctx, meeting.id) };
});

export const action = submit(editItemSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const { id } = await itemToEdit(ctx, meeting.id, params.id ?? '');
  await editItem(ctx, id, input, key);
  return onward(language, `/moeder/${meeting.slug}/dagsorden/rediger#punkt-${id}`, 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.defaults.title ?? '');

export default function EditItem() {
  const { slug, meeting, version, defaults, choices } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.agenda.build;
  const answer = useActionData<typeof action>();
  const labels = { title: words.itemTitle, body: words.body, kind: words.kind, minutes: words.minutes, section: words.section, presenterMemberId: words.presenters, presenter: words.presenter, presenterConsent: words.presenterConsent, initiatives: words.initiatives };
  const say = (field: keyof ItemDefaults, value: string | string[] | boolean) => {
    if (field === 'presenterConsent') return value ? words.yes : words.no;
    if (field === 'presenterMemberId') return choices.presenters.find(({ id }) => id === value)?.name ?? '';
    if (field === 'initiatives') return [value].flat().map((id) => choices.initiatives.find((link) => link.id === id)?.number).filter(Boolean).join(', ');
    return field === 'kind' && String(value) in t.agenda.kinds ? t.agenda.kinds[String(value) as keyof typeof t.agenda.kinds] : String(value);
  };
  const rows = (Object.keys(labels) as (keyof ItemDefaults)[]).map((field) => ({ label: labels[field], theirs: say(field, defaults[field]), mine: say(field, answer?.values[field] ?? '') }));
  const path = `/moeder/${slug}`;
  return (
    <>
      <PageHeader title={words.editTitle} lead={<p>{words.editLead}</p>} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: path, label: meeting }, { to: `${path}/dagsorden/rediger`, label: t.agenda.title }, { label: words.editTitle }]} />
      <PostForm answer={answer}>
        <ConflictNotice answer={answer} rows={rows} />
        <Hidden name="version" value={version} />
        <ItemFields choices={choices} defaults={defaults} />
        <SubmitButton>{t.common.save}</SubmitButton>
      </PostForm>
    </>
  );
}
