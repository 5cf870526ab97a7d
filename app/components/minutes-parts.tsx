import type { ReactNode } from 'react';
import type { ActionState } from '~/db/schema/states';
import type { InitiativeRef, MinutesEntry } from '~/server/domain/minutes/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { PlainText, Tag, When, type TagTone } from './page';
import { useBi } from './plan-text';

export const entryAnchor = (agendaItemId: string) => `punkt-${agendaItemId}`;
export const decisionAnchor = (number: string) => `beslutning-${number}`;
export const actionAnchor = (id: string) => `opfoelgning-${id}`;
export const correctionAnchor = (id: string) => `rettelse-${id}`;

/** The initiatives something concerns, as links. */
export function Concerned({ initiatives }: { initiatives: InitiativeRef[] }) {
  const t = useT();
  const bi = useBi();
  if (initiatives.length === 0) return null;
  return (
    <p className="concerned">
      <span className="sr-only">{t.minutes.concerned}: </span>
      {initiatives.map((initiative, index) => (
        <span key={initiative.id}>{index > 0 && ', '}<A to={`/handlingsplaner/${initiative.period}/initiativer/${initiative.number}`}>{initiative.number} {bi(initiative.titleDa, initiative.titleEn)}</A></span>
      ))}
    </p>
  );
}

type ShownDecision = { number: string; text: string; initiatives: InitiativeRef[] };

/** A decision in its box, to be found by its number. */
export function DecisionBox({ decision, level = 3, children }: { decision: ShownDecision; level?: 3 | 4; children?: ReactNode }) {
  const t = useT();
  const Heading = `h${level}` as const;
  return (
    <div className="decision" id={decisionAnchor(decision.number)}>
      <Heading className="decision__number"><A to={`/beslutninger/${decision.number}`}>{t.minutes.decision} {decision.number}</A></Heading>
      <PlainText text={decision.text} />
      <Concerned initiatives={decision.initiatives} />
      {children}
    </div>
  );
}

const toneOf: Record<ActionState, TagTone> = { open: 'info', done: 'success', dropped: 'warning' };
type ShownAction = { id: string; text: string; responsible: string | null; dueOn: string; initiatives: InitiativeRef[] } & Partial<Pick<MinutesEntry['actions'][number], 'state' | 'closedReason'>> & { can?: { close: boolean } | undefined };

/** What is to be done, by whom and when; what became of it, where that is known. */
export function ActionRow({ action, anchor = true, from, children }: { action: ShownAction; anchor?: boolean; from?: { slug: string; title: string }; children?: ReactNode }) {
  const t = useT();
  return (
    <li className="action" id={anchor ? actionAnchor(action.id) : undefined}>
      <PlainText text={action.text} />
      <dl className="action__facts">
        <div><dt>{t.minutes.responsible}</dt><dd>{action.responsible || t.minutes.formerMember}</dd></div>
        <div><dt>{t.minutes.due}</dt><dd><When at={action.dueOn} form="date" /></dd></div>
        {from && <div><dt>{t.minutes.fromMeeting}</dt><dd><A to={`/moeder/${from.slug}/referat#${actionAnchor(action.id)}`}>{from.title}</A></dd></div>}
        {action.state && <div><dt className="sr-only">{t.minutes.outcome}</dt><dd><Tag tone={toneOf[action.state]}>{t.minutes.actionStates[action.state]}</Tag></dd></div>}
      </dl>
      {action.closedReason && <p className="action__reason">{action.closedReason}</p>}
      <Concerned initiatives={action.initiatives} />
      {(action.state || action.can?.close) && (
        <p className="action__links">
          {action.state && anchor && <A to={`/opfoelgninger/${action.id}`}>{t.minutes.followUp.page}<span className="sr-only">: {action.text}</span></A>}
          {action.can?.close && <A to={`/opfoelgninger/${action.id}/lukning`}>{t.minutes.closeAction}<span className="sr-only">: {action.text}</span></A>}
        </p>
      )}
      {children}
    </li>
  );
}
