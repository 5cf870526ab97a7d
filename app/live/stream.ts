import { useEffect, useRef, useState } from 'react';
import { useViewer } from '../shell/viewer';
import { follow, identify, type Follower, type LiveEvent, type LiveStatus } from './connection';

export type { LiveEvent, LiveStatus } from './connection';

/**
 * Follows a stream from the number the page was rendered from. `onEvents` gets each later event once and in order;
 * `onReload` is called where there was too much to tell, and the page's data must be fetched again.
 * The loader reads `seq` before the data it shows, so that nothing falls between.
 */
export function useStream(stream: string, seq: number, onEvents: (events: LiveEvent[]) => void, onReload: () => void): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>('off');
  const { actor } = useViewer();
  const newest = useRef({ seq, onEvents, onReload });
  const follower = useRef<Follower | null>(null);
  const who = actor?.id ?? null;

  useEffect(() => {
    newest.current = { seq, onEvents, onReload };
    // The page's data has been fetched again meanwhile: what it shows need not be told.
    if (follower.current?.stream === stream) follower.current.seq = Math.max(follower.current.seq, seq);
  });

  useEffect(() => identify(who), [who]);

  useEffect(() => {
    const own: Follower = { stream, seq: newest.current.seq, onEvents: (events) => newest.current.onEvents(events), onReload: () => newest.current.onReload(), onStatus: setStatus };
    follower.current = own;
    const stop = follow(own);
    return () => {
      follower.current = null;
      setStatus('off');
      stop();
    };
  }, [stream]);

  return status;
}
