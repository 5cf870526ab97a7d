import type { AttendanceWay } from '~/db/schema/states';
import { tickNames } from '~/server/domain/attendance/schema';
import { useT } from '../shell/contexts';
import { Hidden } from './choice-fields';
import { one, useField } from './form-context';

type Row = { memberId: string; name: string; organisation: string | null; said: string; way: AttendanceWay | null };

/** One person on the desk: not there, there on site or there online. What stood there when the page was made goes along. */
export function TickRow({ row, ways }: { row: Row; ways: AttendanceWay[] }) {
  const t = useT().attendance;
  const names = tickNames(row.memberId);
  const field = useField(names.way, undefined);
  const chosen = field.answered ? (one(field.typed) ?? '') : (row.way ?? '');
  const offered = ways.length > 0 || row.way === null ? ways : [row.way];
  const options = [{ value: '', label: t.desk.absent }, ...[...new Set([...offered, ...(row.way ? [row.way] : [])])].map((way) => ({ value: way, label: t.way[way] }))];
  return (
    <fieldset className="tick">
      <legend className="tick__who">
        <span className="tick__name">{row.name}</span>
        <span className="tick__about">{[row.organisation, row.said].filter(Boolean).join(' · ')}</span>
      </legend>
      <Hidden name={names.was} value={row.way ?? ''} />
      <div className="tick__choices">
        {options.map(({ value, label }, index) => (
          <div key={value} className="form-group-radio tick__choice">
            <input id={`${field.id}-${index}`} type="radio" name={names.way} value={value} defaultChecked={value === chosen} className="form-radio" />
            <label htmlFor={`${field.id}-${index}`}>{label}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
