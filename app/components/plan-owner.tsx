import type { SerializeFrom } from '@remix-run/node';
import type { ReactNode } from 'react';
import type { ownersWaiting } from '~/server/domain/ownership/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { DeskList, DeskRow } from './desk-row';
import { ButtonLink, Section, Tag, When } from './page';
import { milestoneAnchor } from './plan-milestone-table';
import { useBi } from './plan-text';
import { categorySlugs, postPath, threadPath } from './thread-paths';

export type Waiting = SerializeFrom<typeof ownersWaiting>;
type Kind = 'actions' | 'proposals' | 'items' | 'threads' | 'milestones';
type Group = { kind: Kind; rows: { key: string; row: ReactNode }[] };

/** Everything that waits for an owner, one section for each sort. */
export function AllWaiting({ waiting }: { waiting: Waiting }) {
  const t = useT().ownership;
  return useGroups(waiting).filter(({ rows }) => rows.length > 0).map(({ kind, rows }) => (
    <Section key={kind} title={t.kinds[kind]} id={kind}><DeskList>{rows.map(({ key, row }) => <Keyed key={key}>{row}</Keyed>)}</DeskList></Section>
  ));
}

/** The first of it, for a page that has other things too. */
export function FirstWaiting({ waiting, most = 5 }: { waiting: Waiting; most?: number }) {
  const t = useT().ownership;
  const rows = useGroups(waiting).flatMap((group) => group.rows).slice(0, most);
  return (
    <>
      <p>{waiting.count === 0 ? t.nothing : t.waits(waiting.count)}</p>
      {rows.length > 0 && <DeskList>{rows.map(({ key, row }) => <Keyed key={key}>{row}</Keyed>)}</DeskList>}
      <p><A to="/min-side/initiativer">{t.all}</A></p>
    </>
  );
}

const Keyed = ({ children }: { children: ReactNode }) => <>{children}</>;

/** The rows of each sort, in the order in which they hurry. */
function useGroups({ owned, actions, proposals, items, threads, milestones }: Waiting): Group[] {
  const t = useT();
  const words = t.ownership;
  const bi = useBi();
  const step = (to: string, label: string, of: string) => <ButtonLink to={to}>{label}<span className="sr-only">: {of}</span></ButtonLink>;
  const initiative = (id: string) => owned.find((one) => one.id === id);
  const concerns = (ids: string[]) => words.concerns(ids.map((id) => initiative(id)?.number).filter(Boolean).join(', '));
  const pageOf = (id: string) => `/handlingsplaner/${initiative(id)?.period}/initiativer/${initiative(id)?.number}`;
  return [
    { kind: 'actions', rows: actions.map((action) => ({ key: action.id, row: (
      <DeskRow
        late={action.overdue} title={<A to={`/opfoelgninger/${action.id}`}>{action.text}</A>}
        when={<><strong>{words.due}: <When at={action.dueOn} form="date" /></strong> · {[action.responsible, action.meeting.title].filter(Boolean).join(' · ')}</>}
        tags={action.overdue ? <Tag tone="error">{words.overdue}</Tag> : null} why={concerns(action.initiativeIds)}
        step={action.can.close ? step(`/opfoelgninger/${action.id}/lukning`, words.steps.close, action.text) : step(`/opfoelgninger/${action.id}`, words.steps.look, action.text)}
      />
    ) })) },
    { kind: 'proposals', rows: proposals.map((proposal) => ({ key: proposal.id, row: (
      <DeskRow
        title={<A to={`/forslag/${proposal.id}`}>{proposal.title}</A>} why={concerns(proposal.initiativeIds)}
        when={<>{words.submitted} {proposal.submittedAt && <When at={proposal.submittedAt} form="date" />} · {proposal.meeting.title}</>} step={step(`/forslag/${proposal.id}#droeftelse`, words.steps.proposal, proposal.title)}
      />
    ) })) },
    { kind: 'items', rows: items.map((item) => ({ key: item.id, row: (
      <DeskRow
        title={<A to={`/moeder/${item.meeting.slug}/dagsorden#punkt-${item.id}`}>{item.title}</A>} why={concerns(item.initiativeIds)}
        when={<><strong>{item.meeting.startsAt ? <When at={item.meeting.startsAt} form="instant" /> : <When at={item.meeting.day} form="date" />}</strong> · {words.item(item.position)} · {item.meeting.title}</>}
        step={item.meeting.state === 'live' ? step(`/moeder/${item.meeting.slug}/live`, words.steps.live, item.title) : step(`/moeder/${item.meeting.slug}/dagsorden#punkt-${item.id}`, words.steps.item, item.title)}
      />
    ) })) },
    { kind: 'threads', rows: threads.map((thread) => ({ key: thread.id, row: (
      <DeskRow title={<A to={threadPath(thread.id)}>{thread.title}</A>} why={concerns([thread.initiativeId])} when={<>{words.posts(thread.posts)} {words.since} <When at={thread.since} form="date" /></>} step={step(postPath(thread.id, thread.waitingFrom), words.steps.thread, thread.title)} />
    ) })) },
    { kind: 'milestones', rows: milestones.map((milestone) => {
      const title = bi(milestone.titleDa, milestone.titleEn);
      return { key: milestone.id, row: (
        <DeskRow
          title={<A to={`${pageOf(milestone.initiativeId)}#${milestoneAnchor(milestone.position)}`}>{title}</A>}
          when={<>{milestone.endTo && <>{words.endsBy} <When at={milestone.endTo} form="date" /> · </>}{milestone.level ? t.common.levels[milestone.level] : t.common.levelUnknown}</>}
          why={concerns([milestone.initiativeId])} step={step(`/debat/nyt?kategori=${categorySlugs.initiative}&emne=${milestone.initiativeId}`, words.steps.milestone, title)}
        />
      ) };
    }) },
  ];
}
