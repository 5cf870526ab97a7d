import type { LiveStatus as Status } from '../live/stream';
import { useT } from '../shell/contexts';

/** Whether the page follows by itself. Only the loss of the connection is read out, and that it is back. */
export function LiveStatus({ status }: { status: Status }) {
  const { live } = useT().common;
  const words = { off: live.withoutScript, connected: live.connected, lost: live.lost }[status];
  return (
    <>
      <p className={`live-status live-status--${status}`}>{words}</p>
      <span className="sr-only" role="status">{status === 'lost' ? words : ''}</span>
    </>
  );
}
