import type { ReactNode } from 'react';
import { useT } from '../shell/contexts';

export type FieldProps = { label: string; name: string; hint?: ReactNode; required?: boolean };

/** One field with its label, hint and error, as Det Fælles Designsystem orders them. */
export function FieldGroup({ id, label, hint, error, required, children }: { id: string; label: string; hint?: ReactNode; error: string | undefined; required: boolean; children: ReactNode }) {
  return (
    <div className={error ? 'form-group form-error' : 'form-group'}>
      <label className="form-label" htmlFor={id} id={`${id}-label`}>{label}{!required && <Optional />}</label>
      <HintAndError id={id} hint={hint} error={error} />
      {children}
    </div>
  );
}

/** Several choices under one legend. */
export function ChoiceGroup({ id, legend, hint, error, required, describedBy, children }: { id: string; legend: string; hint?: ReactNode; error: string | undefined; required: boolean; describedBy: string | undefined; children: ReactNode }) {
  return (
    <div className={error ? 'form-group form-error' : 'form-group'}>
      <fieldset aria-describedby={describedBy}>
        <legend className="form-label" id={`${id}-label`}>{legend}{!required && <Optional />}</legend>
        <HintAndError id={id} hint={hint} error={error} />
        {children}
      </fieldset>
    </div>
  );
}

function Optional() {
  const t = useT();
  return <span className="weight-normal"> ({t.common.optional})</span>;
}

export function HintAndError({ id, hint, error }: { id: string; hint?: ReactNode; error: string | undefined }) {
  return (
    <>
      {hint && <span className="form-hint" id={`${id}-hint`}>{hint}</span>}
      {error && <span className="form-error-message" id={`${id}-error`}>{error}</span>}
    </>
  );
}
