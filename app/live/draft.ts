import { useEffect, useRef } from 'react';

/** What is being written, and the key it is sent under: the same words sent twice land once. */
export type Draft = { text: string; key: string };

/**
 * Keeps what is being written in a field until it is sent, over a reload and a lost connection; in this tab only,
 * so that two tabs do not overwrite each other and nothing stays on a shared computer.
 * What already stands in the field when the page opens is never overwritten.
 */
export function useDraft(name: string, field: () => HTMLTextAreaElement | null) {
  const key = useRef<string | null>(null);
  const latest = useRef(field);
  useEffect(() => {
    latest.current = field;
  });

  useEffect(() => {
    const element = latest.current();
    const stored = read(name);
    key.current = null;
    if (!element) return;
    if (element.value !== '') return store(name, { text: element.value, key: (key.current = freshKey()) });
    if (!stored) return;
    key.current = stored.key;
    fill(element, stored.text);
  }, [name]);

  return {
    /** The key of what is being written; another one after it was sent. */
    key: () => (key.current ??= freshKey()),
    keep: (text: string) => (text === '' ? store(name, null) : store(name, { text, key: (key.current ??= freshKey()) })),
    /** It was sent: what comes next is another text. */
    drop: () => {
      key.current = null;
      store(name, null);
    },
  };
}

/** A key that nothing else is sent under. (`randomUUID` is there on https only.) */
const freshKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');

/** Puts text into a field so that counters and the like hear of it. */
export function fill(element: HTMLTextAreaElement, text: string): void {
  element.value = text;
  element.dispatchEvent(new Event('input', { bubbles: true }));
}

function read(name: string): Draft | null {
  const draft = attempt(() => JSON.parse(sessionStorage.getItem(name) ?? 'null') as Partial<Draft> | null);
  return typeof draft?.text === 'string' && typeof draft.key === 'string' ? { text: draft.text, key: draft.key } : null;
}

function store(name: string, draft: Draft | null): void {
  attempt(() => (draft ? sessionStorage.setItem(name, JSON.stringify(draft)) : sessionStorage.removeItem(name)));
}

/** A browser can keep its storage closed or full; writing goes on without a draft. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
