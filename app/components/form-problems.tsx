import { Children, isValidElement, useEffect, useRef, useState, type ReactNode } from 'react';
import { useT } from '../shell/contexts';
import { sayError, sayRefusal } from '../shell/say';
import type { FormAnswer } from '../transport.server';
import { fieldId } from './form-context';
import { Icon } from './icon';

/** Why the form was not taken: the refusal, or the fields to mend. Found by keyboard and screen reader at once. */
export function FormProblems({ answer, prefix, children }: { answer: FormAnswer; prefix: string; children: ReactNode }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const wrong = Object.entries(answer.errors);
  const labels = useLabels(answer, prefix, children);
  useEffect(() => box.current?.focus(), [answer]);
  if (!answer.refusal && wrong.length === 0) return null;
  return (
    <div className="alert alert-error" role="alert" tabIndex={-1} ref={box}>
      <Icon name="error" className="alert-icon" />
      <div className="alert-body">
        <p className="alert-heading">{wrong.length > 0 ? t.common.errorSummary : t.common.refusedTitle}</p>
        {answer.refusal && <p className="alert-text">{sayRefusal(t, answer.refusal.code, answer.refusal.data)}</p>}
        {wrong.length > 0 && (
          <ul className="alert-text nobullet-list">
            {wrong.map(([name, message]) => (
              <li key={name}>{name === '' ? sayError(t, message) : <a className="function-link" href={`#${fieldId(prefix, name)}`}>{labels[name] ? `${labels[name]}${/[?:.]$/.test(labels[name]) ? '' : ':'} ` : ''}{sayError(t, message)}</a>}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The fields' names: from the form's own elements, and, for fields inside components, from the page. */
function useLabels(answer: FormAnswer, prefix: string, children: ReactNode): Record<string, string> {
  const [found, setFound] = useState<Record<string, string>>({});
  useEffect(() => {
    const named = Object.keys(answer.errors).map((name) => {
      const id = fieldId(prefix, name);
      const label = document.getElementById(`${id}-label`) ?? document.querySelector(`label[for="${id}"]`);
      return [name, label?.firstChild?.textContent ?? ''];
    });
    setFound(Object.fromEntries(named));
  }, [answer, prefix]);
  return { ...found, ...labelsIn(children) };
}

function labelsIn(children: ReactNode): Record<string, string> {
  const labels: Record<string, string> = {};
  Children.forEach(children, (child) => {
    if (!isValidElement<{ name?: string; label?: string; legend?: string; children?: ReactNode }>(child)) return;
    const { name, label, legend, children: inner } = child.props;
    const words = label ?? legend;
    if (typeof name === 'string' && typeof words === 'string') labels[name] = words;
    else if (inner && typeof inner !== 'function') Object.assign(labels, labelsIn(inner));
  });
  return labels;
}
