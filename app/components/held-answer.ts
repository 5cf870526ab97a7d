import { useLocation } from '@remix-run/react';
import { useState } from 'react';
import type { FormAnswer } from '../transport.server';

/**
 * The answer of a form, kept until the page is left or the form is taken. A live update fetches the page's
 * data again, and Remix then forgets what the action answered; the reader should not see the errors vanish.
 */
export function useHeldAnswer<T extends FormAnswer>(answer: T | undefined): T | undefined {
  const { key } = useLocation();
  const [held, setHeld] = useState({ answer, key });
  if (answer && (held.answer !== answer || held.key !== key)) setHeld({ answer, key });
  return answer ?? (held.key === key ? held.answer : undefined);
}
