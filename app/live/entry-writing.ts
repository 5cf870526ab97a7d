import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useHref } from '../shell/links';
import { useViewer } from '../shell/viewer';
import { keepEntry, type Choice, type EntryKeeper, type News, type OpenClash, type Wording } from './entry-keeper';

export type { OpenClash, WritingStatus } from './entry-keeper';

/** A mark that one writes is true for twice as long. */
const MARK_EVERY = 10_000;

type Place = { slug: string; entry: Wording & { id: string }; clash: OpenClash | null };

/** Keeps the field of an entry saved, and up to date with what others write in it. Without script it is a field like any other. */
export function useEntryWriting(field: () => HTMLTextAreaElement | null, { slug, entry, clash }: Place) {
  const href = useHref();
  const { actor } = useViewer();
  const address = href(`/moeder/${slug}/referat/punkter/${entry.id}`);
  const member = actor?.id ?? '';
  const [news, setNews] = useState<News>({ status: { kind: 'still' }, clash, version: clash?.version ?? entry.version });
  const keeper = useRef<EntryKeeper | null>(null);
  const latest = useRef({ field, entry, clash });
  useEffect(() => {
    latest.current = { field, entry, clash };
  });

  useEffect(() => {
    const element = latest.current.field();
    if (!element) return;
    const { text, version } = latest.current.entry;
    const own = keepEntry({ field: element, address: `${address}/tekst`, box: `referat:${member}:${address}`, began: { text, version }, clash: latest.current.clash, tell: setNews });
    keeper.current = own;
    const stop = markWhileWriting(element, `${address}/skriver`);
    return () => {
      keeper.current = null;
      stop();
      own.leave();
    };
  }, [address, member]);

  const { text, version } = entry;
  useEffect(() => keeper.current?.arrived({ text, version }, latest.current.clash), [text, version, clash?.id]);

  return { ...news, flush: useCallback(() => keeper.current?.flush(), []), settle: useCallback((choice: Choice) => keeper.current?.settle(choice), []) };
}

/** Tells the others that someone writes in a field: while it has the focus and the page is looked at. */
function markWhileWriting(field: HTMLTextAreaElement, address: string): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let last = 0;
  const mark = () => {
    if (document.activeElement !== field || document.visibilityState !== 'visible' || Date.now() - last < MARK_EVERY) return;
    last = Date.now();
    // Missed, it is told again shortly: nothing hangs on it.
    fetch(address, { method: 'POST', body: new URLSearchParams(), redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(MARK_EVERY)]) }).catch(() => undefined);
  };
  const timer = setInterval(mark, MARK_EVERY / 4);
  for (const type of ['focus', 'input']) field.addEventListener(type, mark, { signal });
  return () => {
    clearInterval(timer);
    listening.abort();
  };
}

/** The field of a form by its name, looked up when it is needed. */
export const fieldIn = (form: RefObject<HTMLFormElement>, name: string) => (): HTMLTextAreaElement | null => {
  const found = form.current?.elements.namedItem(name);
  return found instanceof HTMLTextAreaElement ? found : null;
};
