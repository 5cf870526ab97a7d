import { Fragment, type ReactNode } from 'react';
import type { MilestoneView } from '~/server/domain/plans/queries';
import { useT } from '../shell/contexts';
import { Level } from './page';
import { Printed, useBi } from './plan-text';

type Group = { key: string; heading?: ReactNode; milestones: MilestoneView[] };

export const milestoneAnchor = (position: number) => `milepael-${position}`;

/**
 * Milestones in words, as printed. On a narrow screen each row is a block; the roles keep it a table to a screen reader.
 * `anchors`: rows can be linked to, which only works where the milestones of one initiative stand.
 */
export function MilestoneTable({ groups, caption, anchors = false }: { groups: Group[]; caption: string; anchors?: boolean }) {
  const t = useT();
  const { table } = t.plans;
  const columns = [table.milestone, table.start, table.end, table.status, table.level];
  return (
    <table className="table table--responsive-headers milestone-table" role="table" aria-label={caption}>
      <thead role="rowgroup">
        <tr role="row">{columns.map((column) => <th key={column} scope="col" role="columnheader">{column}</th>)}</tr>
      </thead>
      {groups.map(({ key, heading, milestones }) => (
        <tbody key={key} role="rowgroup">
          {heading && <tr role="row" className="milestone-table__group"><th scope="rowgroup" role="rowheader" colSpan={columns.length}>{heading}</th></tr>}
          {milestones.map((milestone) => <Rows key={milestone.id} milestone={milestone} id={anchors ? milestoneAnchor(milestone.position) : undefined} columns={columns.length} />)}
        </tbody>
      ))}
    </table>
  );
}

function Rows({ milestone, id, columns }: { milestone: MilestoneView; id: string | undefined; columns: number }) {
  const t = useT();
  const bi = useBi();
  const { table } = t.plans;
  const printed = (words: string | null) => (words ? <Printed>{words}</Printed> : <span className="soft">{t.plans.notGiven}</span>);
  return (
    <Fragment>
      <tr role="row" id={id} className={milestone.noteDa ? 'milestone-table__noted' : undefined}>
        <th scope="row" role="rowheader" className="milestone-table__title">{bi(milestone.titleDa, milestone.titleEn)}</th>
        <td role="cell" data-title={table.start}>{printed(milestone.startPrinted)}</td>
        <td role="cell" data-title={table.end}>{printed(milestone.endPrinted)}</td>
        <td role="cell" data-title={table.status}>{printed(milestone.statusPrinted)}</td>
        <td role="cell" data-title={table.level}><Level level={milestone.level} /></td>
      </tr>
      {milestone.noteDa && (
        <tr role="row" className="milestone-table__note"><td role="cell" colSpan={columns}>{t.plans.note}: {bi(milestone.noteDa, milestone.noteEn)}</td></tr>
      )}
    </Fragment>
  );
}
