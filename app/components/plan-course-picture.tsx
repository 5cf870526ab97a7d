import type { Chain } from '~/server/domain/chain/queries';
import type { Picture, Spot, Stage } from '~/server/domain/chain/rules';
import { formatDay } from '~/server/i18n/format';
import { useT } from '../shell/contexts';
import { useLanguage } from '../shell/links';

const stages: Stage[] = ['proposal', 'item', 'decision', 'action'];
const LABELS = 96;
const COLUMN = 76;
const ROW = 52;
const RADIUS = 13;

const xOf = ({ column }: Pick<Spot, 'column'>) => LABELS + column * COLUMN + COLUMN / 2;
const yOf = ({ stage }: Pick<Spot, 'stage'>) => stages.indexOf(stage) * ROW + ROW / 2;

/** The course at a glance. Whoever does not see the drawing is told its figures, and reads the steps below. */
export function CoursePicture({ chain: { picture, steps } }: { chain: Chain }) {
  const t = useT();
  const words = t.plans;
  const count = (stage: Stage) => steps.filter((step) => step.stage === stage).length;
  const open = steps.filter((step) => step.stage === 'action' && step.state === 'open').length;
  const height = stages.length * ROW;
  const width = LABELS + picture.columns.length * COLUMN;
  return (
    <figure className="course-picture">
      <figcaption><strong>{words.chainPicture}.</strong> {words.chainPictureText}</figcaption>
      <div className="course-picture__scroll" tabIndex={0} role="region" aria-label={words.chainPicture}>
        <svg width={width} height={height + 44} role="img" aria-label={words.pictureWords(picture.columns.length, count('proposal'), count('item'), count('decision'), count('action'), open)}>
          {stages.map((stage) => (
            <g key={stage}>
              <text x="0" y={yOf({ stage })} dominantBaseline="central" className="course-picture__label">{words.pictureRows[stage]}</text>
              <line x1={LABELS} x2={width} y1={yOf({ stage })} y2={yOf({ stage })} className="course-picture__lane" />
            </g>
          ))}
          {picture.links.map((link) => <Line key={`${key(link.from)} ${key(link.to)}`} {...link} />)}
          {picture.seen.map((spot) => <circle key={key(spot)} cx={xOf(spot)} cy={yOf(spot)} r="5" className="course-picture__seen" />)}
          {picture.marks.map((mark) => <Mark key={key(mark)} mark={mark} />)}
          {picture.columns.map(({ id, day }, column) => <Day key={id} day={day} column={column} y={height} />)}
        </svg>
      </div>
      <ul className="course-picture__legend nobullet-list no-max-width" aria-label={t.common.legend}>
        <li><Swatch className="course-picture__mark" />{words.pictureDone}</li>
        {picture.marks.some((mark) => mark.open > 0) && <li><Swatch className="course-picture__mark course-picture__mark--open" />{words.pictureOpen}</li>}
        {picture.seen.length > 0 && <li><Swatch className="course-picture__seen" r={5} />{words.pictureSeen}</li>}
      </ul>
    </figure>
  );
}

const key = ({ stage, column }: Spot) => `${stage}-${column}`;

/** What is one gets a plain mark; of several it bears the number. */
function Mark({ mark }: { mark: Picture['marks'][number] }) {
  return (
    <>
      <circle cx={xOf(mark)} cy={yOf(mark)} r={RADIUS} className={mark.open > 0 ? 'course-picture__mark course-picture__mark--open' : 'course-picture__mark'} />
      {mark.count > 1 && <text x={xOf(mark)} y={yOf(mark)} textAnchor="middle" dominantBaseline="central" className={mark.open > 0 ? 'course-picture__count course-picture__count--open' : 'course-picture__count'}>{mark.count}</text>}
    </>
  );
}

/** Straight down within a meeting, in a bow to a later one, so that it does not run through what lies between. */
function Line({ from, to }: { from: Spot; to: Spot }) {
  const [x1, y1, x2, y2] = [xOf(from), yOf(from), xOf(to), yOf(to)];
  const middle = (x1 + x2) / 2;
  return <path d={from.column === to.column || y1 === y2 ? `M${x1} ${y1}L${x2} ${y2}` : `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`} className="course-picture__link" />;
}

/** The day of a meeting in two short lines. */
function Day({ day, column, y }: { day: string; column: number; y: number }) {
  const [date = '', month = '', year = ''] = formatDay(useLanguage(), day, false).split(' ');
  return (
    <>
      <text x={xOf({ column })} y={y + 18} textAnchor="middle" className="course-picture__day">{date} {month.slice(0, 3)}</text>
      <text x={xOf({ column })} y={y + 36} textAnchor="middle" className="course-picture__day">{year}</text>
    </>
  );
}

function Swatch({ className, r = 9 }: { className: string; r?: number }) {
  return <svg width="24" height="24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r={r} className={className} /></svg>;
}
