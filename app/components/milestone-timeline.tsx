import { useId, type ReactNode } from 'react';
import type { CompletionLevel } from '~/db/schema/states';
import { formatDay } from '~/server/i18n/format';
import { useT } from '../shell/contexts';
import { A, useLanguage } from '../shell/links';
import { LevelSwatch } from './level-bar';
import { levelsInOrder, type LevelKey } from './level-mark';
import { levelFill, LevelPatterns } from './level-patterns';
import { Level } from './tag';
import { makeScale, percent, quarterTicks, yearTicks, type Scale, type Tick } from './time-scale';

export type TimelineRow = { key: string; label: string; from: string; to: string; precise: boolean; level: CompletionLevel | null; href?: string; printed?: string | null };
type TimelineProps = { rows: TimelineRow[]; from: string; to: string; today?: string; label: string };

/** Milestones on a line of time. A table to whoever does not see the drawing; the roles keep it one where the rows are blocks. */
export function MilestoneTimeline({ rows, from, to, today, label }: TimelineProps) {
  const t = useT();
  const language = useLanguage();
  const prefix = `mt${useId().replace(/\W/g, '')}`;
  const scale = makeScale(from, to);
  const now = today && today >= from && today <= to ? scale(today) : null;
  const ticks = quarterTicks(from, to);
  const grid = <Grid scale={scale} ticks={ticks} now={now} />;
  const time = (row: TimelineRow) => `${t.common.fromTo(formatDay(language, row.from, false), formatDay(language, row.to, false))}${row.precise ? '' : `. ${t.common.timeUnprecise}`}`;
  return (
    <div className="timeline">
      <div className="timeline__scroll" tabIndex={0} role="region" aria-label={label}>
        <table className="timeline__table" role="table">
          <caption className="sr-only">{label}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader" className="timeline__label">{t.common.milestone}</th>
              <th scope="col" role="columnheader" className="timeline__cell timeline__axis">
                <span className="sr-only">{t.common.time}</span>
                <svg className="timeline__svg" aria-hidden="true" focusable="false">
                  <LevelPatterns prefix={prefix} />
                  {grid}
                  <AxisWords scale={scale} ticks={ticks} />
                </svg>
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row) => (
              <tr key={row.key} role="row">
                <th scope="row" role="rowheader" className="timeline__label">
                  {row.href ? <A to={row.href}>{row.label}</A> : row.label}
                  <Level level={row.level} printed={row.printed} />
                </th>
                <td role="cell" className="timeline__cell">
                  <svg className="timeline__svg" role="img" aria-label={time(row)}>
                    {grid}
                    <Bar row={row} scale={scale} prefix={prefix} />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend rows={rows} prefix={prefix} today={now !== null} />
    </div>
  );
}

function Grid({ scale, ticks, now }: { scale: Scale; ticks: Tick[]; now: number | null }) {
  const line = (at: number, className: string, key: string) => <line key={key} x1={percent(at)} x2={percent(at)} y1="0" y2="100%" className={className} />;
  return (
    <g aria-hidden="true">
      {ticks.map(({ day, month }) => line(scale(day), month === 1 ? 'timeline__grid timeline__grid--year' : 'timeline__grid', day))}
      {now !== null && line(now, 'timeline__today', 'today')}
    </g>
  );
}

function AxisWords({ scale, ticks }: { scale: Scale; ticks: Tick[] }) {
  const t = useT();
  const byQuarter = ticks.some(({ month }) => month !== 1);
  return (
    <>
      {yearTicks(ticks, scale).filter(({ day }) => scale(day) < 0.95).map(({ day, year }) => <text key={day} x={percent(scale(day))} dx="5" y="20" className="timeline__year">{year}</text>)}
      {byQuarter && ticks.filter(({ day }) => scale(day) < 0.95).map(({ day, quarter }) => <text key={day} x={percent(scale(day))} dx="5" y="40" className="timeline__quarter">{t.common.quarter(quarter)}</text>)}
    </>
  );
}

function Bar({ row, scale, prefix }: { row: TimelineRow; scale: Scale; prefix: string }) {
  const start = scale(row.from);
  const length = scale(row.to) - start;
  const { className, fill } = levelFill(prefix, row.level ?? 'unknown');
  const edge = row.precise ? className : `${className} level-fill--imprecise`;
  // What lasts too short to be drawn as a bar is drawn as a point.
  if (length < 0.015) return <svg x={percent(start + length / 2)} y="50%" overflow="visible"><path d="M0 -10l10 10l-10 10l-10 -10Z" className={edge} fill={fill} /></svg>;
  return <rect x={percent(start)} y="50%" transform="translate(0 -9)" width={percent(length)} height="18" rx="3" className={edge} fill={fill} />;
}

function Legend({ rows, prefix, today }: { rows: TimelineRow[]; prefix: string; today: boolean }) {
  const t = useT();
  const shown = levelsInOrder.filter((level) => rows.some((row) => (row.level ?? 'unknown') === level));
  const word = (level: LevelKey) => (level === 'unknown' ? t.common.levelUnknown : t.common.levels[level]);
  return (
    <ul className="timeline__legend nobullet-list no-max-width" aria-label={t.common.legend}>
      {shown.map((level) => <li key={level}><LevelSwatch prefix={prefix} level={level} /><span>{word(level)}</span></li>)}
      {rows.some(({ precise }) => !precise) && <li><Swatch><rect x="1" y="1" width="22" height="14" rx="2" className="timeline__imprecise" /></Swatch><span>{t.common.timeUnprecise}</span></li>}
      {today && <li><Swatch><path d="M12 0v16" className="timeline__today" /></Swatch><span>{t.common.today}</span></li>}
    </ul>
  );
}

function Swatch({ children }: { children: ReactNode }) {
  return <svg viewBox="0 0 24 16" className="level-swatch" aria-hidden="true" focusable="false">{children}</svg>;
}
