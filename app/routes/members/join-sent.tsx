import type { MetaFunction } from '@remix-run/react';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ language }) => ({ heading: catalogueOf(language).members.join.sentTitle }));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

/** The same page for everyone: it does not tell whether the address was known. */
export default function JoinSent() {
  const { join } = useT().members;
  return (
    <>
      <PageHeader title={join.sentTitle} lead={join.sent} />
      <p>{join.sentHelp}</p>
    </>
  );
}
