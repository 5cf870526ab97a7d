import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Differences } from '~/app/components/agenda-item-parts';
import { asFiles } from '~/app/components/alternates';
import { FileLinks } from '~/app/components/file-links';
import { AgendaList } from '~/app/components/agenda-list';
import { AgendaPaper } from '~/app/components/agenda-paper';
import { PrintButton } from '~/app/components/agenda-print';
import { LiveStatus } from '~/app/components/live-status';
import { Alert, ButtonLink, EmptyState, LinkList, Section, When, pageMeta } from '~/app/components/page';
import { useLiveReload } from '~/app/live/reload';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { agendaVersion, agendaVersions, publicAgenda } from '~/server/domain/agenda/queries';
import { closedSoundings } from '~/server/domain/floor/queries';
import { followUpOf } from '~/server/domain/follow-up/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { seqOf } from '~/server/history';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, params, url, language }) => {
  const { id, slug, title, day, startsAt, state } = await getMeeting(ctx, params.slug ?? '');
  const seq = await seqOf(ctx, `meeting:${id}`);
  const wanted = Number(url.searchParams.get('version'));
  const asked = Number.isInteger(wanted) && wanted > 0 ? await agendaVersion(ctx, id, wanted) : null;
  const agenda = await publicAgenda(ctx, id);
  const followUps = await followUpOf(ctx, (asked?.items ?? [...agenda.items, ...agenda.since]).map((item) => item.id));
  const soundings = await closedSoundings(ctx, agenda.items.map((item) => item.id));
  return { meeting: { id, slug, title, day, startsAt, state }, seq, agenda, asked, followUps, soundings, versions: await agendaVersions(ctx, id), heading: `${catalogueOf(language).agenda.title}: ${title}` };
});

export const meta: MetaFunction<typeof loader> = ({ data, location }) => [...pageMeta(data?.heading ?? ''), ...(data?.agenda.newest ? asFiles(location.pathname, data.heading, ['pdf']) : [])];

export default function Agenda() {
  const { meeting, seq, agenda, asked, followUps, soundings, versions } = useLoaderData<typeof loader>();
  const status = useLiveReload(`meeting:${meeting.id}`, seq);
  const t = useT();
  const path = `/moeder/${meeting.slug}`;
  const items = asked?.items ?? agenda.items;
  const provisional = !asked && agenda.basis === 'provisional';
  return (
    <>
      <AgendaPaper
        meeting={meeting}
        version={asked ?? (agenda.basis === 'published' ? agenda.newest : null)}
        provisional={provisional}
        items={items}
        followUps={followUps}
        soundings={asked ? [] : soundings}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: path, label: meeting.title }, { label: t.agenda.title }]}
        actions={(
          <>
            {meeting.state === 'live' && <ButtonLink to={`${path}/live`} variant="primary">{t.meetings.live}</ButtonLink>}
            {agenda.can.build && <ButtonLink to={`${path}/dagsorden/rediger`}>{t.agenda.edit}</ButtonLink>}
            {items.length > 0 && <PrintButton />}
          </>
        )}
        none={agenda.basis === 'provisional' ? (
          <EmptyState title={t.agenda.nothingYet} text={t.agenda.nothingYetText}>{meeting.state === 'called' && <ButtonLink to={`${path}/forslag/nyt`} variant="primary">{t.meetings.propose}</ButtonLink>}</EmptyState>
        ) : <EmptyState title={t.agenda.noItems} />}
      >
        {meeting.state === 'live' && <LiveStatus status={status} />}
        {asked ? <Asked {...asked} newest={agenda.newest?.number ?? asked.number} running={agenda.basis === 'running'} path={path} /> : <Standing agenda={agenda} />}
      </AgendaPaper>
      {!asked && agenda.since.length > 0 && agenda.newest && (
        <Section title={t.agenda.acceptedSince(agenda.newest.number)}><p>{t.agenda.acceptedSinceText}</p><AgendaList items={agenda.since} slug={meeting.slug} followUps={followUps} level={3} loose /></Section>
      )}
      {agenda.newest && <FileLinks path={asked ? `${path}/dagsorden?version=${asked.number}` : `${path}/dagsorden`} title={meeting.title} which={['pdf']} what={`${t.open.agendaFiles}, ${t.agenda.version(asked?.number ?? agenda.newest.number).toLowerCase()}`} />}
      {versions.length > 0 && (
        <Section title={t.agenda.versions} id="versioner">
          <p>{t.agenda.versionsText}</p>
          <LinkList items={versions.map(({ number, publishedAt, by }) => ({ key: String(number), to: `${path}/dagsorden?version=${number}`, label: t.agenda.version(number), meta: <><When at={publishedAt} form="instant" /> {t.common.by(by ?? t.common.formerMember)}</> }))} />
        </Section>
      )}
    </>
  );
}

/** What a reader must know of the agenda as it stands. */
function Standing({ agenda }: { agenda: Awaited<ReturnType<typeof publicAgenda>> }) {
  const t = useT();
  const { basis, newest, changes } = agenda;
  if (basis === 'provisional') return <div className="stack"><Alert tone="info" title={t.agenda.provisional}>{t.agenda.provisionalText}</Alert></div>;
  if (!newest || changes.length === 0) return null;
  return (
    <div className="stack">
      <Alert tone={basis === 'running' ? 'info' : 'warning'} title={basis === 'running' ? t.agenda.changedSince(newest.number) : t.agenda.build.changed(newest.number)}>
        {basis === 'running' && <p>{t.agenda.changedSinceText}</p>}
        <Differences changes={changes} />
      </Alert>
    </div>
  );
}

/** One version that was asked for: which one it is, and what was new in it. */
function Asked({ number, changes, newest, running, path }: Pick<Awaited<ReturnType<typeof agendaVersion>>, 'number' | 'changes'> & { newest: number; running: boolean; path: string }) {
  const t = useT();
  return (
    <div className="stack">
      {(number < newest || running) && <Alert tone="info" title={t.agenda.olderVersion(number)}><A to={`${path}/dagsorden`}>{running ? t.agenda.toItself : t.agenda.toNewest}</A></Alert>}
      {changes.length > 0 && <Section title={t.agenda.changedFrom(number - 1)}><Differences changes={changes} /></Section>}
    </div>
  );
}
