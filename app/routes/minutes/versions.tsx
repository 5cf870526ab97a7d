import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { LinkList, PageHeader, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { getMeeting } from '~/server/domain/meetings/queries';
import { minutesVersionList } from '~/server/domain/minutes/queries';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, language }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  return { meeting: { slug, title }, versions: await minutesVersionList(ctx, id), heading: catalogueOf(language).minutes.versionsTitle };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Versions() {
  const { meeting, versions } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.versionsTitle} lead={t.minutes.versionsLead} kicker={meeting.title} crumbs={readingCrumbs(t, meeting, t.minutes.versions)} />
      <LinkList items={versions.map(({ number, publishedAt, note }) => ({ to: `/moeder/${meeting.slug}/referat/versioner/${number}`, label: t.minutes.version(number), meta: <>{t.minutes.publishedOn} <When at={publishedAt} form="instant" /></>, text: note }))} />
    </>
  );
}
