import { useEffect, useRef, type ReactNode } from 'react';
import { Hidden, SubmitButton, type ButtonVariant } from './form';
import { StayForm } from './minutes-stay-form';

type StayButtonProps = { action: string; label: ReactNode; variant?: ButtonVariant; hidden?: Record<string, string> };

/** One button that does one thing on a page that is never left for it: a refusal is said at the button. */
export function StayButton({ action, label, variant = 'secondary', hidden = {} }: StayButtonProps) {
  return (
    <StayForm action={action} className="form--button">
      {() => (
        <>
          {Object.entries(hidden).map(([name, value]) => <Hidden key={name} name={name} value={value} />)}
          <SubmitButton variant={variant}>{label}</SubmitButton>
        </>
      )}
    </StayForm>
  );
}

/** The word on a button, and for who cannot see what it stands beside, whom or what it is about. */
export const Named = ({ word, about }: { word: string; about: string }) => <>{word} <span className="sr-only">{about}</span></>;

/**
 * A button that went away with what it did leaves the focus nowhere; then, and only then, the named element takes it.
 * Put the answer on the box that the button stands in.
 */
export function useKeptFocus(target: () => HTMLElement | null) {
  const within = useRef(false);
  useEffect(() => {
    if (!within.current || (document.activeElement !== null && document.activeElement !== document.body)) return;
    within.current = false;
    target()?.focus({ preventScroll: true });
  });
  return {
    onFocus: () => void (within.current = true),
    onBlur: ({ target: left, relatedTarget }: { target: EventTarget & Element; relatedTarget: EventTarget | null }) => {
      if (relatedTarget === null && !left.isConnected) return;
      // A browser that tells of a blur while it takes the element away says so before it is gone.
      setTimeout(() => {
        if (left.isConnected && document.activeElement !== left) within.current = false;
      });
    },
  };
}
