import { useLoaderData, useLocation, type MetaFunction } from '@remix-run/react';
import { useEffect, type ReactNode } from 'react';
import { Alert, ButtonLink, EmptyState, PageHeader, Pager, Section, pageMeta } from '~/app/components/page';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { answerFigures, dueActions, failedMails, meetingsOnDesk, unansweredThreads, waitingCorrections, waitingProposals } from '~/server/domain/desk/queries';
import { catalogueOf } from '~/server/i18n';
import { deskLimits } from '~/server/limits';
import { DeskActions, DeskCorrections, DeskMails, DeskThreads } from './desk-lists';
import { DeskMeetings } from './desk-meetings';
import { DeskProposals } from './desk-proposals';

/** Each list has pages of its own, `?forslag=2&rettelser=3`; its name is its section's id. */
const lists = ['forslag', 'rettelser', 'opfoelgning', 'breve', 'debat'] as const;
type ListName = (typeof lists)[number];

export const loader = page(async ({ ctx, url, language }) => {
  const at = (list: ListName) => pageNumber(url, list);
  const [meetings, figures, proposals, corrections, actions, mails, threads] = await Promise.all([
    meetingsOnDesk(ctx), answerFigures(ctx), waitingProposals(ctx, at('forslag')), waitingCorrections(ctx, at('rettelser')), dueActions(ctx, at('opfoelgning')), failedMails(ctx, at('breve')), unansweredThreads(ctx, at('debat')),
  ]);
  return { meetings, figures, proposals, corrections, actions, mails, threads, pages: Object.fromEntries(lists.map((list) => [list, at(list)])), heading: catalogueOf(language).organisers.title };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Desk() {
  const { meetings, proposals, corrections, actions, mails, threads } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.organisers;
  useFocusOnList();
  return (
    <>
      <PageHeader title={words.title} lead={<p>{words.lead}</p>} crumbs={[{ label: words.title }]} actions={<><ButtonLink variant="primary" to="/moeder/ny">{t.meetings.create}</ButtonLink><ButtonLink to="/organisation/medlemmer" variant="secondary">{words.members}</ButtonLink><ButtonLink to="/organisation/post" variant="secondary">{t.outbox.title}</ButtonLink></>} />
      {mails.paused > 0 && <Alert tone="warning" title={t.outbox.pausedOn(mails.paused)}><A to="/organisation/post#pause">{t.outbox.seePaused}</A></Alert>}
      <Figures />
      <Section title={words.meetings} id="moeder">
        {meetings.length === 0 ? <EmptyState title={words.noMeetings} text={words.noMeetingsText} /> : <DeskMeetings meetings={meetings} />}
      </Section>
      <Part id="forslag" title={words.proposals} list={proposals} none={words.noProposals}><DeskProposals proposals={proposals.rows} /></Part>
      <Part id="rettelser" title={words.corrections} list={corrections} none={words.noCorrections}><DeskCorrections rows={corrections.rows} /></Part>
      <Part id="opfoelgning" title={words.actions} lead={words.actionsText(deskLimits.actionsAhead)} list={actions} none={words.noActions}><DeskActions rows={actions.rows} /></Part>
      {mails.total > 0 ? <Part id="breve" title={words.mails} lead={words.mailsText} list={mails} none=""><DeskMails rows={mails.rows} /></Part> : null}
      {threads.total > 0 ? <Part id="debat" title={words.unanswered} list={threads} none=""><DeskThreads rows={threads.rows} /></Part> : null}
    </>
  );
}

/** What was just decided has left its list, and the button that was pressed with it: the keyboard goes on at the list's heading. */
function useFocusOnList(): void {
  const { key, hash, search } = useLocation();
  useEffect(() => {
    if (hash && new URLSearchParams(search).has('besked') && document.activeElement === document.body) document.getElementById(`${hash.slice(1)}-title`)?.focus();
  }, [key, hash, search]);
}

/** How the organisers keep up, each figure leading to what it counts. */
function Figures() {
  const { figures, actions } = useLoaderData<typeof loader>();
  const words = useT().organisers;
  const days = (n: number | null) => (n === null ? words.figureNone : words.dayCount(n));
  const all: { label: string; value: ReactNode; to?: string; note?: string }[] = [
    { label: words.figure.waiting, value: figures.waiting, to: '#forslag' },
    { label: words.figure.oldest, value: days(figures.oldestDays), to: '#forslag' },
    { label: words.figure.median, value: days(figures.medianDays), note: words.answered(figures.answered) },
    { label: words.figure.overdue, value: actions.overdue, to: '#opfoelgning' },
  ];
  return (
    <section aria-label={words.figures}>
      <dl className="desk-figures">
        {all.map(({ label, value, to, note }) => (
          <div key={label}>
            <dt>{to ? <a href={to}>{label}</a> : label}</dt>
            <dd>{value}</dd>
            {note && <dd className="desk-figures__note">{note}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}

type PartProps = { id: ListName; title: string; lead?: string; list: { total: number; pages: number; rows: unknown[] }; none: string; children: ReactNode };

function Part({ id, title, lead, list, none, children }: PartProps) {
  const { pages } = useLoaderData<typeof loader>();
  const t = useT().organisers;
  const { search } = useLocation();
  const address = (n: number) => {
    const wanted = new URLSearchParams(search);
    wanted.delete('besked');
    wanted.set(id, String(n));
    return `/organisation?${wanted.toString()}#${id}`;
  };
  return (
    <Section title={list.total > 0 ? `${title} (${list.total})` : title} id={id}>
      {list.total === 0 ? <p>{none}</p> : <>{lead && <p>{lead}</p>}{children}</>}
      <Pager page={pages[id] ?? 1} pages={list.pages} make={address} label={t.pagesOf(title)} />
    </Section>
  );
}
