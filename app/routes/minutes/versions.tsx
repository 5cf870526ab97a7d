import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { PageHeader, When, pageMeta } from '~/app/components/page';
import { FileLinks } from '~/app/components/file-links';
import { TextDifference } from '~/app/components/text-difference';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
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
      {versions.length > 1 && <p className="form-hint">{t.minutes.reading.legend}</p>}
      {versions.map(({ number, publishedAt, note, changes, attendanceChanged }) => (
        <section key={number} className="wording" aria-labelledby={`version-${number}`}>
          <h2 className="wording__title" id={`version-${number}`}><A to={`/moeder/${meeting.slug}/referat/versioner/${number}`}>{t.minutes.version(number)}</A></h2>
          <p className="wording__by">{t.minutes.publishedOn} <When at={publishedAt} form="instant" /></p>
          <FileLinks path={`/moeder/${meeting.slug}/referat/versioner/${number}`} title={t.minutes.version(number)} what={t.open.minutesFiles} />
          {note ? <p className="wording__note">{note}</p> : <p>{t.minutes.versionFirst}</p>}
          {(changes.length > 0 || attendanceChanged) && <h3 className="wording__part">{t.minutes.versionChanges}</h3>}
          {attendanceChanged && <p>{t.minutes.versionAttendance}</p>}
          {changes.map((change) => (
            <div key={change.id} className="wording__change">
              <h4 className="wording__what"><A to={`/moeder/${meeting.slug}/referat/versioner/${number}#${change.decision ? `beslutning-${change.decision}` : `punkt-${change.agendaItemId}`}`}>{change.position}. {change.title}{change.decision && `, ${t.minutes.decisionTitle(change.decision)}`}</A></h4>
              <TextDifference pieces={change.difference} />
            </div>
          ))}
        </section>
      ))}
    </>
  );
}
