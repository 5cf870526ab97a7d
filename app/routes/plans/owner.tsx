import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { initiativeLinks } from '~/app/components/member-initiatives';
import { EmptyState, LinkList, PageHeader, Section, pageMeta } from '~/app/components/page';
import { AllWaiting } from '~/app/components/plan-owner';
import { useT } from '~/app/shell/contexts';
import { useLanguage } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { ownersWaiting } from '~/server/domain/ownership/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, language }) => ({ waiting: await ownersWaiting(ctx), heading: catalogueOf(language).ownership.pageTitle }));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

/** What waits for someone who answers for initiatives. */
export default function OwnersPage() {
  const { waiting } = useLoaderData<typeof loader>();
  const t = useT();
  const language = useLanguage();
  const words = t.ownership;
  return (
    <>
      <PageHeader title={words.pageTitle} lead={<p>{words.lead}</p>} crumbs={[{ to: '/min-side', label: t.members.own.title }, { label: words.pageTitle }]} />
      {waiting.owned.length === 0 ? <EmptyState title={words.ownsNone} text={words.ownsNoneText} /> : (
        <>
          <p>{waiting.count === 0 ? words.nothing : words.waits(waiting.count)}</p>
          <AllWaiting waiting={waiting} />
          <Section title={words.owned}><LinkList items={initiativeLinks(waiting.owned, language)} /></Section>
        </>
      )}
    </>
  );
}
