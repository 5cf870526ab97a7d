import type { InitiativeView } from '~/server/domain/plans/queries';
import { useT } from '../shell/contexts';
import { Facts, Tag } from './page';
import { milestoneAnchor } from './plan-milestone-table';
import { Printed, useBi } from './plan-text';
import { A } from '../shell/links';

/** The changes of an initiative: what, from, to and why. */
export function Amendments({ amendments }: { amendments: InitiativeView['amendments'] }) {
  const t = useT();
  const bi = useBi();
  const fields: Record<string, string> = t.plans.amendmentFields;
  return (
    <ol className="amendments nobullet-list no-max-width">
      {amendments.map((amendment) => (
        <li key={amendment.id}>
          <p className="amendments__head"><Tag tone="neutral">{t.plans.amendmentKinds[amendment.kind]}</Tag></p>
          <p className="amendments__summary">{bi(amendment.summaryDa, amendment.summaryEn)}</p>
          <Facts items={[
            { label: t.plans.amendment.what, value: <>
              {fields[amendment.field] ?? <Printed>{amendment.field}</Printed>}
              {amendment.milestone && <>: <A to={`#${milestoneAnchor(amendment.milestone.position)}`}>{bi(amendment.milestone.titleDa, amendment.milestone.titleEn)}</A></>}
            </> },
            { label: t.plans.amendment.from, value: bi(amendment.fromDa, amendment.fromEn) },
            { label: t.plans.amendment.to, value: bi(amendment.toDa, amendment.toEn) },
            { label: t.plans.amendment.why, value: bi(amendment.reasonDa, amendment.reasonEn) ?? t.plans.whyNotGiven },
          ]} />
        </li>
      ))}
    </ol>
  );
}
