import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { asFiles } from '~/app/components/alternates';
import { FileLinks } from '~/app/components/file-links';
import { ItemStateTag } from '~/app/components/agenda-item-parts';
import { AttendanceList } from '~/app/components/attendance-list';
import { ActionRow, DecisionBox } from '~/app/components/minutes-parts';
import { ButtonLink, PageHeader, PlainText, Section, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { organisationKinds, type OrganisationKind } from '~/db/schema/states';
import { catalogueOf } from '~/server/i18n';
import { getMeeting } from '~/server/domain/meetings/queries';
import { minutesVersion } from '~/server/domain/minutes/queries';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, language }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  const version = await minutesVersion(ctx, id, Number(params.number));
  return { meeting: { slug, title }, version, heading: `${catalogueOf(language).minutes.of(title)}, ${catalogueOf(language).minutes.version(version.number).toLowerCase()}` };
});

export const meta: MetaFunction<typeof loader> = ({ data, location }) => [...pageMeta(data?.heading ?? ''), ...(data ? asFiles(location.pathname, data.heading) : [])];

export default function Version() {
  const { meeting, version, heading } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader
        title={heading}
        lead={<p>{t.minutes.versionIs} <When at={version.publishedAt} form="instant" />.</p>}
        crumbs={[...readingCrumbs(t, meeting, '').slice(0, -1), { to: `/moeder/${meeting.slug}/referat/versioner`, label: t.minutes.versions }, { label: t.minutes.version(version.number) }]}
        actions={<ButtonLink to={`/moeder/${meeting.slug}/referat`} variant="secondary">{t.minutes.toNewest}</ButtonLink>}
      />
      {version.note && <p>{version.note}</p>}
      <FileLinks path={`/moeder/${meeting.slug}/referat/versioner/${version.number}`} title={heading} what={t.open.minutesFiles} />
      {version.attendance && <Section title={t.minutes.attendanceTitle} id="deltagere"><AttendanceList attendance={{ ...version.attendance, kinds: kindsIn(version.attendance.organisations), names: [] }} /></Section>}
      {version.entries.map((entry) => (
        <Section key={entry.entryId} id={`punkt-${entry.agendaItemId}`} title={`${entry.position}. ${entry.title}`}>
          {entry.outcome && <p className="tags"><ItemStateTag state="closed" outcome={entry.outcome} /></p>}
          <PlainText text={entry.text} />
          {entry.decisions.map((decision) => <DecisionBox key={decision.id} decision={decision} />)}
          {entry.actions.length > 0 && <h3 className="entry__part">{t.minutes.actions}</h3>}
          {entry.actions.length > 0 && <ul className="actions-list nobullet-list">{entry.actions.map((action) => <ActionRow key={action.id} action={action} />)}</ul>}
        </Section>
      ))}
    </>
  );
}

/** How many came of each kind of organisation. */
function kindsIn(organisations: { kind: OrganisationKind; count: number }[]) {
  return organisationKinds.map((kind) => ({ kind, count: organisations.filter((one) => one.kind === kind).reduce((sum, { count }) => sum + count, 0) })).filter(({ count }) => count > 0);
}
