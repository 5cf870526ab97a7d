import type { ReactNode } from 'react';
import type { ShownItem } from '~/server/domain/agenda/queries';
import type { Sounding } from '~/server/domain/floor/queries';
import { useT } from '../shell/contexts';
import type { FollowUps } from './agenda-follow-up';
import { AgendaList } from './agenda-list';
import { PageHeader, Tag, When, type Crumb } from './page';

type PaperProps = {
  meeting: { slug: string; title: string; day: string; startsAt: Date | null };
  /** The version it is; null where it is none: what runs, or what is provisional. */
  version: { number: number; publishedAt: Date } | null;
  provisional?: boolean; items: ShownItem[]; followUps: FollowUps; soundings?: Sounding[]; crumbs?: Crumb[]; actions?: ReactNode;
  /** What stands before the items, and in place of them where there are none. */
  children?: ReactNode; none: ReactNode;
};

/** An agenda as readers see it: the published one, and the one that is about to be. */
export function AgendaPaper({ meeting, version, provisional = false, items, followUps, soundings, crumbs, actions, children, none }: PaperProps) {
  const t = useT();
  return (
    <>
      <PageHeader
        kicker={meeting.title}
        title={t.agenda.title}
        crumbs={crumbs}
        tags={version ? <><Tag tone="neutral">{t.agenda.version(version.number)}</Tag><span>{t.agenda.publishedOn} <When at={version.publishedAt} form="date" /></span></> : provisional ? <Tag tone="info">{t.agenda.provisionalTag}</Tag> : undefined}
        lead={<p>{meeting.startsAt ? <When at={meeting.startsAt} form="instant" /> : <When at={meeting.day} form="day" />}</p>}
        actions={actions}
      />
      {children}
      {items.length > 0 ? <AgendaList items={items} slug={meeting.slug} followUps={followUps} soundings={soundings} loose={provisional} /> : none}
    </>
  );
}
