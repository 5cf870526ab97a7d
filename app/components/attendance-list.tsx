import type { AttendanceSnapshot } from '~/server/domain/attendance/queries';
import { useT } from '../shell/contexts';

/** Who was there: the number, where they come from, and the names of those who agreed to be named. `level`: of its headings. */
export function AttendanceList({ attendance, level = 3 }: { attendance: AttendanceSnapshot; level?: 3 | 4 }) {
  const t = useT().attendance;
  const Heading = `h${level}` as const;
  const { total, onSite, online, guests, organisations, kinds, names } = attendance;
  if (total === 0) return <p>{t.nobodyWas}</p>;
  return (
    <div className="attendance">
      <p><strong>{t.were(total)}</strong>: {t.ways(onSite, online, guests)}.</p>
      <div className="columns">
        <div>
          <Heading className="attendance__title">{t.byOrganisation}</Heading>
          <ul className="attendance__list nobullet-list">{organisations.map(({ name, count }) => <li key={name ?? ''}><span>{name ?? t.noOrganisation}</span> <span className="attendance__n">{count}</span></li>)}</ul>
        </div>
        <div>
          <Heading className="attendance__title">{t.byKind}</Heading>
          <ul className="attendance__list nobullet-list">{kinds.map(({ kind, count }) => <li key={kind}><span>{t.kinds[kind]}</span> <span className="attendance__n">{count}</span></li>)}</ul>
        </div>
      </div>
      {names.length > 0 && (
        <>
          <Heading className="attendance__title">{t.names}</Heading>
          <ul>{names.map(({ name, organisation }, index) => <li key={index}>{organisation ? `${name}, ${organisation}` : name}</li>)}</ul>
          {total > names.length && <p className="attendance__unnamed">{t.unnamed(total - names.length)}</p>}
        </>
      )}
    </div>
  );
}
