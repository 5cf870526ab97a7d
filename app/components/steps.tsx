import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { Icon } from './icon';
import type { ReactNode } from 'react';

export type CourseStep = { label: string; state: 'done' | 'current' | 'todo' | 'told'; to?: string; note?: ReactNode };

/** The course of a meeting: proposals, agenda, meeting, minutes, and where it has come to. `told`: how it goes, in general. */
export function CourseSteps({ steps, label }: { steps: CourseStep[]; label?: string }) {
  const t = useT();
  return (
    <ol className="course no-max-width" aria-label={label ?? t.common.course}>
      {steps.map(({ label: name, state, to, note }, index) => (
        <li key={name} className={`course__step course__step--${state}`} aria-current={state === 'current' ? 'step' : undefined}>
          <span className="course__mark" aria-hidden="true">{state === 'done' ? <Icon name="check" /> : index + 1}</span>
          <div className="course__words">
            <span className="course__label">{to ? <A to={to}>{name}</A> : name}{state !== 'told' && <span className="sr-only"> ({t.common.stepStates[state]})</span>}</span>
            {note && <span className="course__note">{note}</span>}
          </div>
        </li>
      ))}
    </ol>
  );
}
