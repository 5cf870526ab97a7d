import type { ReactNode } from 'react';
import { PageHeader } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { writingCrumbs } from './crumbs';

/** The page of a form that adds something to an entry. */
export function Adding({ title, meeting, entry, children }: { title: string; meeting: { slug: string; title: string }; entry: { title: string }; children: ReactNode }) {
  const t = useT();
  return (
    <>
      <PageHeader title={title} kicker={entry.title} crumbs={writingCrumbs(t, meeting, title)} />
      {children}
    </>
  );
}
