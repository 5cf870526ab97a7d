import { useFetchers, useNavigation, useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef } from 'react';
import { useViewer } from '../shell/viewer';
import { concerns } from './private';
import { useStream, type LiveStatus } from './stream';

/** At most so long (milliseconds) until the page follows: many pages do not ask in the same instant. */
const JITTER = 300;
/** When the server could not be reached. */
const AGAIN_AFTER = 3_000;

/** Fetches the page's data again when something happens on the stream, once for many events. */
export function useLiveReload(stream: string, seq: number): LiveStatus {
  const soon = useReloadSoon();
  const { actor } = useViewer();
  return useStream(stream, seq, (events) => concerns(events, actor) && soon(), soon);
}

/** Fetches the page's data again shortly. While a fetch or a form is under way, or the server cannot be reached, it waits. */
export function useReloadSoon(): () => void {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const fetchers = useFetchers();
  // A form on its way may itself lead to another page, or change what this one may show.
  const idle = state === 'idle' && navigation.state === 'idle' && fetchers.every((fetcher) => fetcher.state === 'idle');
  const due = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const newest = useRef({ revalidate, idle });

  const soon = useCallback((within = JITTER) => {
    due.current = true;
    timer.current ??= setTimeout(() => {
      if (!newest.current.idle) return void (timer.current = undefined);
      void canFetch().then((answer) => {
        timer.current = undefined;
        if (!due.current || !newest.current.idle) return;
        if (answer === 'unreachable') return soon(AGAIN_AFTER);
        due.current = false;
        // Signed out meanwhile, say: the page stays as it is, and the form will tell.
        if (answer === 'refused') return;
        newest.current.revalidate();
      });
    }, Math.random() * within);
  }, []);

  useEffect(() => {
    newest.current = { revalidate, idle };
    if (idle && due.current) soon();
  }, [revalidate, idle, soon]);

  useEffect(() => () => {
    due.current = false;
    clearTimeout(timer.current);
  }, []);

  return useCallback(() => soon(), [soon]);
}

/** A fetch of the page's data that fails would put an error in the place of the page, and of what is typed on it. */
async function canFetch(): Promise<'yes' | 'refused' | 'unreachable'> {
  try {
    const health = await fetch('/sundhed', { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
    if (!health.ok) return 'unreachable';
    if (!holdsUnsentWords()) return 'yes';
    const page = await fetch(location.href, { method: 'HEAD', redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(5_000) });
    return page.ok ? 'yes' : 'refused';
  } catch {
    return 'unreachable';
  }
}

/** Whether someone is writing on the page. */
const holdsUnsentWords = (): boolean => [...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('main textarea, main input:not([type=hidden])')].some((field) => field.value !== field.defaultValue);
