import { useId, type ReactNode } from 'react';
import type { PlanView } from '~/server/domain/plans/queries';
import { formatDay } from '~/server/i18n/format';
import { useT } from '../shell/contexts';
import { A, useLanguage } from '../shell/links';
import { LevelSwatch } from './level-bar';
import { levelsInOrder } from './level-mark';
import { levelFill, LevelPatterns } from './level-patterns';
import { useBi } from './plan-text';
import { makeScale, percent, quarterTicks, yearTicks, type Scale, type Tick } from './time-scale';

type Initiative = PlanView['themes'][number]['initiatives'][number];
type LanesProps = { plan: PlanView; from: string; to: string };

// In pixels: the height of a bar, and what is left between two and above the first.
const bar = 11;
const gap = 6;
const edge = 12;

/**
 * The whole plan on one line of time: a lane an initiative, a bar a milestone. The table says the same in words.
 * On a narrow screen the name stands above its lane; the roles keep it a table to a screen reader.
 */
export function PlanLanes({ plan, from, to }: LanesProps) {
  const t = useT();
  const bi = useBi();
  const prefix = `pl${useId().replace(/\W/g, '')}`;
  const scale = makeScale(from, to);
  const ticks = quarterTicks(from, to);
  const midTerm = plan.midTermPublishedOn && plan.midTermPublishedOn >= from && plan.midTermPublishedOn <= to ? scale(plan.midTermPublishedOn) : null;
  const grid = <svg className="timeline__svg" aria-hidden="true" focusable="false"><Grid scale={scale} ticks={ticks} midTerm={midTerm} /></svg>;
  const drawn = plan.themes.flatMap(({ initiatives }) => initiatives.flatMap(({ milestones }) => milestones.filter((milestone) => milestone.bar)));
  const shown = levelsInOrder.filter((level) => drawn.some((milestone) => (milestone.level ?? 'unknown') === level));
  return (
    <div className="timeline plan-lanes">
      <div className="timeline__scroll" tabIndex={0} role="region" aria-label={t.plans.timelineLabel}>
        <table className="timeline__table" role="table">
          <caption className="sr-only">{t.plans.timelineLabel}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader" className="timeline__label">{t.plans.initiativeLabel}</th>
              <th scope="col" role="columnheader" className="timeline__cell">
                <span className="sr-only">{t.common.time}</span>
                <svg className="timeline__svg" aria-hidden="true" focusable="false">
                  <LevelPatterns prefix={prefix} />
                  <Grid scale={scale} ticks={ticks} midTerm={midTerm} />
                  {yearTicks(ticks, scale).map(({ day, year }) => <text key={day} x={percent(scale(day))} dx="5" y="29" className="timeline__year">{year}</text>)}
                </svg>
              </th>
            </tr>
          </thead>
          {plan.themes.map((theme) => (
            <tbody key={theme.id} role="rowgroup">
              <tr role="row" className="plan-lanes__theme"><th scope="rowgroup" role="rowheader" colSpan={2}>{t.plans.theme(theme.number)}: {bi(theme.titleDa, theme.titleEn)}</th></tr>
              {theme.initiatives.map((initiative) => (
                <tr key={initiative.id} role="row">
                  <th scope="row" role="rowheader" className="timeline__label"><A to={`/handlingsplaner/${plan.period}/initiativer/${initiative.number}`}><span className="plan-lanes__number">{initiative.number}</span> {bi(initiative.titleDa, initiative.titleEn)}</A></th>
                  <td role="cell" className="timeline__cell">{grid}<Lane initiative={initiative} scale={scale} prefix={prefix} /></td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <ul className="timeline__legend nobullet-list no-max-width" aria-label={t.common.legend}>
        {shown.map((level) => <li key={level}><LevelSwatch prefix={prefix} level={level} /><span>{level === 'unknown' ? t.common.levelUnknown : t.common.levels[level]}</span></li>)}
        <li><Swatch><rect x="1" y="1" width="22" height="14" rx="2" className="timeline__imprecise" /></Swatch><span>{t.common.timeUnprecise}</span></li>
        {midTerm !== null && <li><Swatch><path d="M12 0v16" className="plan-lanes__mid-term" /></Swatch><span>{t.plans.midTermLine}</span></li>}
      </ul>
    </div>
  );
}

function Swatch({ children }: { children: ReactNode }) {
  return <svg viewBox="0 0 24 16" className="level-swatch" aria-hidden="true" focusable="false">{children}</svg>;
}

function Grid({ scale, ticks, midTerm }: { scale: Scale; ticks: Tick[]; midTerm: number | null }) {
  const line = (at: number, className: string, key: string) => <line key={key} x1={percent(at)} x2={percent(at)} y1="0" y2="100%" className={className} />;
  return (
    <>
      {ticks.map(({ day, month }) => line(scale(day), month === 1 ? 'timeline__grid timeline__grid--year' : 'timeline__grid', day))}
      {midTerm !== null && line(midTerm, 'plan-lanes__mid-term', 'mid-term')}
    </>
  );
}

function Lane({ initiative, scale, prefix }: { initiative: Initiative; scale: Scale; prefix: string }) {
  const t = useT();
  const bi = useBi();
  const language = useLanguage();
  const drawn = initiative.milestones.flatMap(({ bar: span, ...milestone }) => (span ? [{ ...milestone, span }] : []));
  const words = ({ from, to }: { from: string; to: string }) => t.common.fromTo(formatDay(language, from, false), formatDay(language, to, false));
  const whole = drawn.length > 0 ? words({ from: drawn.map(({ span }) => span.from).sort()[0] ?? '', to: drawn.map(({ span }) => span.to).sort().at(-1) ?? '' }) : t.plans.nothingDrawn;
  return (
    <svg className="plan-lanes__bars" height={Math.max(drawn.length, 1) * (bar + gap) - gap + 2 * edge} role="img" aria-label={t.plans.lane(t.plans.milestoneCount(initiative.milestones.length), whole)}>
      {drawn.map(({ id, span, level, titleDa, titleEn }, index) => {
        const { className, fill } = levelFill(prefix, level ?? 'unknown');
        const start = scale(span.from);
        const length = scale(span.to) - start;
        const y = edge + index * (bar + gap);
        const shape = { className: span.precise ? className : `${className} level-fill--imprecise`, fill };
        const title = <title>{`${bi(titleDa, titleEn)}, ${words(span)}: ${level ? t.common.levels[level] : t.common.levelUnknown}`}</title>;
        // What lasts too short to be drawn as a bar is drawn as a point.
        return length < 0.012
          ? <svg key={id} x={percent(start + length / 2)} y={y + bar / 2} overflow="visible"><path d="M0 -7.5l7.5 7.5l-7.5 7.5l-7.5 -7.5Z" {...shape}>{title}</path></svg>
          : <rect key={id} x={percent(start)} y={y} width={percent(length)} height={bar} rx="2" {...shape}>{title}</rect>;
      })}
    </svg>
  );
}
