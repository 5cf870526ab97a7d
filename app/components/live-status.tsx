import { useLocation } from '@remix-run/react';
import type { LiveStatus as Status } from '../live/stream';
import { useT } from '../shell/contexts';

/**
 * Whether the page follows by itself. Only the loss of the connection is read out, and that it is back.
 * A browser without JavaScript gets a link that loads the page anew.
 */
export function LiveStatus({ status }: { status: Status }) {
  const { common: { live }, floor: { refresh } } = useT();
  const { pathname, search } = useLocation();
  const words = { off: null, connected: live.connected, lost: live.lost }[status];
  return (
    <div className="live-status">
      <noscript>{live.withoutScript} <a href={pathname + search}>{refresh}</a></noscript>
      {words && <p className={`live-status__words live-status__words--${status}`}>{words}</p>}
      <span className="sr-only" role="status">{status === 'lost' ? words : ''}</span>
    </div>
  );
}
