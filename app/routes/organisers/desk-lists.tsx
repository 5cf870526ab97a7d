import type { SerializeFrom } from '@remix-run/node';
import { DeskList as List, DeskRow as Row } from '~/app/components/desk-row';
import { ButtonForm } from '~/app/components/form';
import { ButtonLink, Tag, When } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import type { dueActions, failedMails, unansweredThreads, waitingCorrections } from '~/server/domain/desk/queries';

type Rows<Q extends (...args: never[]) => Promise<{ rows: unknown[] }>> = SerializeFrom<Q>['rows'];

export function DeskCorrections({ rows }: { rows: Rows<typeof waitingCorrections> }) {
  const t = useT().organisers;
  return (
    <List>
      {rows.map((row) => (
        <Row
          key={row.id} late={row.overdue} title={<A to={`/moeder/${row.slug}/referat#rettelse-${row.id}`}>{t.correctionTo(row.item)}</A>}
          when={<><strong>{t.approvedOn} {row.correctionsDue && <When at={row.correctionsDue} form="date" />}</strong> · {row.meeting}</>}
          tags={row.overdue ? <Tag tone="error">{t.correctionsOver}</Tag> : null}
          why={<><When at={row.createdAt} form="date" />, {t.proposedBy(row.author)}: {row.why}</>}
          step={<ButtonLink to={`/rettelser/${row.id}/afgoerelse?fra=organisation`}>{t.answer}<span className="sr-only">: {t.correctionTo(row.item)}</span></ButtonLink>}
        />
      ))}
    </List>
  );
}

export function DeskActions({ rows }: { rows: Rows<typeof dueActions> }) {
  const t = useT().organisers;
  return (
    <List>
      {rows.map((row) => (
        <Row
          key={row.id} late={row.overdue} title={<A to={`/moeder/${row.slug}/referat#opfoelgning-${row.id}`}>{row.text}</A>}
          when={<><strong>{t.due}: <When at={row.dueOn} form="date" /></strong> · {row.responsible}</>}
          tags={row.overdue ? <Tag tone="error">{t.overdue}</Tag> : null}
          why={row.meeting}
          step={<ButtonLink to={`/opfoelgninger/${row.id}/lukning?fra=organisation`}>{t.close}<span className="sr-only">: {row.text}</span></ButtonLink>}
        />
      ))}
    </List>
  );
}

export function DeskMails({ rows }: { rows: Rows<typeof failedMails> }) {
  const t = useT().organisers;
  return (
    <List>
      {rows.map((row) => (
        <Row
          key={row.id} late title={<A to={`/organisation/medlemmer/${row.memberId}`}>{t.mailTo(row.member)}</A>}
          when={<><strong>{t.mailKinds[row.kind.split('.')[0] ?? ''] ?? t.mailKinds.other}</strong> · <When at={row.createdAt} form="instant" /></>}
          why={t.mailTries(row.attempts)}
          step={<ButtonForm action={`/organisation/breve/${row.id}/afsendelse`} label={<>{t.sendAgain}<span className="sr-only">: {t.mailTo(row.member)}</span></>} />}
        />
      ))}
    </List>
  );
}

export function DeskThreads({ rows }: { rows: Rows<typeof unansweredThreads> }) {
  const t = useT().organisers;
  return <List>{rows.map((row) => <Row key={row.id} title={<A to={`/debat/traad/${row.id}`}>{row.title}</A>} when={t.unansweredMeta(row.author, row.days)} />)}</List>;
}
