import { useEffect, useState } from 'react';
import { useT } from '../shell/contexts';

/** Opens the browser's own printing. There is none without JavaScript, and nothing that would not work. */
export function PrintButton() {
  const { print } = useT().agenda;
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return ready ? <button type="button" className="button button-secondary" onClick={() => window.print()}>{print}</button> : null;
}
