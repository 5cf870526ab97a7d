import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { upcomingMeetings } from '~/server/domain/meetings/queries';

export const loader = page(async ({ ctx, language }) => ({
  next: (await upcomingMeetings(ctx, 1))[0] ?? null,
  heading: catalogueOf(language).common.tagline,
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Front() {
  const { next } = useLoaderData<typeof loader>();
  const t = useT();
  return <PageHeader title={t.common.tagline} lead={next?.title} />;
}
