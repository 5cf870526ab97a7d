import type { RegistrationSummary } from '~/server/domain/registrations/queries';
import { useT } from '../shell/contexts';

/** How many come in which way; organisations, and the names of those who agreed to be named. */
export function RegistrationFigures({ summary }: { summary: RegistrationSummary }) {
  const t = useT().registrations;
  const { onSite, online, waiting, answers, capacity, freeSeats, organisations, names } = summary;
  const figures = [
    ...(answers.includes('on_site') || onSite > 0 ? [{ label: t.onSite, n: onSite }] : []),
    ...(answers.includes('online') || online > 0 ? [{ label: t.online, n: online }] : []),
    ...(waiting > 0 ? [{ label: t.waiting, n: waiting }] : []),
  ];
  return (
    <>
      <dl className="registration__figures">
        {figures.map(({ label, n }) => <div key={label}><dt>{label}</dt><dd>{n}</dd></div>)}
      </dl>
      {capacity !== null && freeSeats !== null && <p className="registration__seats">{t.freeSeats(freeSeats, capacity)}</p>}
      {organisations.length > 0 && (
        <details className="details">
          <summary className="details-summary">{t.organisations}</summary>
          <div className="details-text">
            <ul className="registration__organisations">
              {organisations.map((row) => <li key={row.name ?? ''}>{row.name ?? t.noOrganisation} <span className="registration__ways">{t.ways(row.onSite, row.online)}</span></li>)}
            </ul>
            {names.length > 0 && (
              <>
                <p>{t.names}</p>
                <ul>{names.map((row, index) => <li key={index}>{row.organisation ? `${row.name}, ${row.organisation}` : row.name}</li>)}</ul>
              </>
            )}
          </div>
        </details>
      )}
    </>
  );
}
