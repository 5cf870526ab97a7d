import { Form, useLocation } from '@remix-run/react';
import { useT } from './contexts';

/** Sends the same form once more, for someone who had to sign in in another window before it could be taken. */
export function SendAgain({ values }: { values: Record<string, string | string[]> }) {
  const t = useT();
  const { pathname, search } = useLocation();
  return (
    <Form method="post" action={pathname + search} className="form">
      {Object.entries(values).flatMap(([name, value]) => [value].flat().map((one, index) => <input key={`${name}-${index}`} type="hidden" name={name} value={one} />))}
      <button type="submit" className="button button-primary">{t.common.sendAgain}</button>
    </Form>
  );
}
