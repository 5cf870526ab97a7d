import { useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef } from 'react';
import { useStream, type LiveStatus } from './stream';

/** At most so long (milliseconds) until the page follows: many pages do not ask in the same instant. */
const JITTER = 300;

/** Fetches the page's data again when something happens on the stream, once for many events. */
export function useLiveReload(stream: string, seq: number): LiveStatus {
  const soon = useReloadSoon();
  return useStream(stream, seq, soon, soon);
}

/** Fetches the page's data again shortly. While a fetch is under way the next one waits for its end. */
export function useReloadSoon(): () => void {
  const { revalidate, state } = useRevalidator();
  const due = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const now = useRef({ revalidate, state });

  useEffect(() => {
    now.current = { revalidate, state };
    if (state !== 'idle' || !due.current || timer.current !== undefined) return;
    due.current = false;
    revalidate();
  }, [revalidate, state]);

  useEffect(() => () => clearTimeout(timer.current), []);

  return useCallback(() => {
    due.current = true;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (now.current.state !== 'idle') return;
      due.current = false;
      now.current.revalidate();
    }, Math.random() * JITTER);
  }, []);
}
