import type { Saved } from '~/server/domain/entries/commands';
import type { RefusalCode, RefusalData } from '~/server/refusal';
import { bothTexts, mergeTexts, placeAfter } from '~/server/text-merge';
import type { FormAnswer } from '../transport.server';

export type Wording = { text: string; version: number };
/** Words that could not be put into the entry: they stand in the field, and `theirs` (of `version`) in the minutes. `base`: the version they were written from. */
export type OpenClash = { id: string; text: string; theirs: string; version: number; base: number };
export type Choice = 'mine' | 'theirs' | 'both';
export type WritingStatus =
  | { kind: 'still' | 'unsaved' | 'saving' | 'offline' | 'restored' }
  | { kind: 'saved' | 'merged'; at: string }
  | { kind: 'refused'; code: RefusalCode | null; data: RefusalData; error: string | null };
export type News = { status: WritingStatus; clash: OpenClash | null; version: number };

/** What is sent, and sent again under the same key until it is known what became of it. */
type Job = { text: string; version: number; clash: string; key: string; choice: Choice | '' };
/** What lies in the browser until it has arrived. `tab`: the page that wrote it. */
type Kept = { tab: string; text: string; from: Wording; clash: OpenClash | null; job: Job | null };
type Outcome = { saved: Saved } | { lost: true } | { refused: FormAnswer };

/** So long (milliseconds) after the last letter, and so long at most while someone goes on writing. */
const AFTER_LAST = 1_000;
const AT_LATEST = 4_000;
const AGAIN_AFTER = 4_000;
const GIVE_UP_AFTER = 12_000;

export type EntryKeeper = {
  /** The page's data was fetched again: what the entry says now, and the clash that is open there. */
  arrived(wording: Wording, clash: OpenClash | null): void;
  flush(): void;
  settle(choice: Choice): void;
  leave(): void;
};

type Options = { field: HTMLTextAreaElement; address: string; box: string; began: Wording; clash: OpenClash | null; tell(news: News): void };

/**
 * Saves an entry of the minutes while it is being written, and takes in what others write where no unsaved words stand. At any
 * moment every typed letter is in the field, and in this browser until the server has it.
 */
export function keepEntry({ field, address, box: boxName, began, clash: openAtFirst, tell }: Options): EntryKeeper {
  const tab = freshKey();
  const box = boxOf(boxName, tab);
  /** The wording that the words in the field were written from, and what of them the server has. */
  let from = began;
  let stored = began.text;
  let clash: OpenClash | null = null;
  let newest = began;
  let job: Job | null = null;
  let status: WritingStatus = { kind: 'still' };
  let [sending, over] = [false, false];
  /** Chosen while something else was on its way. */
  let wanted: Choice | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  /** The page's data may still tell of them. */
  const settled = new Set<string>();
  const listening = new AbortController();

  const unsaved = () => field.value !== stored;
  const say = (next: WritingStatus) => {
    status = next;
    if (!over) tell({ status, clash, version: clash?.version ?? from.version });
  };
  const keep = () => (unsaved() || job ? box.put({ text: field.value, from, clash, job }) : box.empty());

  function typed(): void {
    if (over || !unsaved()) return;
    keep();
    since ||= Date.now();
    if (status.kind !== 'offline' && status.kind !== 'saving') say({ kind: 'unsaved' });
    soon(Math.max(0, Math.min(AFTER_LAST, since + AT_LATEST - Date.now())));
  }

  function soon(within: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), within);
  }

  const jobNow = (choice: Choice | '' = ''): Job => ({ text: field.value, version: choice ? (clash?.version ?? from.version) : from.version, clash: clash?.id ?? '', key: freshKey(), choice });

  async function save(): Promise<void> {
    if (sending || over || (!job && !unsaved())) return;
    await send((job ??= jobNow()));
  }

  /** `leaving`: the page may be gone in a moment, and nobody hears the answer. */
  async function send(sent: Job, leaving = false): Promise<void> {
    clearTimeout(timer);
    since = 0;
    sending = true;
    keep();
    if (!leaving && status.kind !== 'offline') say({ kind: 'saving' });
    const outcome = await post(address, sent, leaving);
    sending = false;
    if ('saved' in outcome) return take(sent, outcome.saved);
    if ('lost' in outcome) {
      say({ kind: 'offline' });
      return soon(AGAIN_AFTER);
    }
    // It did not land: what is typed next is another try.
    [job, wanted] = [null, null];
    keep();
    const { refusal, errors } = outcome.refused;
    if (refusal?.code === 'edit_conflict' && clash) clash = { ...clash, theirs: String(refusal.data.theirs ?? clash.theirs) };
    say({ kind: 'refused', code: refusal?.code ?? null, data: refusal?.data ?? {}, error: Object.values(errors)[0] ?? null });
  }

  function take(sent: Job, saved: Saved): void {
    job = null;
    const goneOn = field.value !== sent.text;
    // What was typed since it was sent stands together with what came back.
    const together = goneOn ? mergeTexts(sent.text, field.value, saved.text) : saved.text;
    if (saved.state === 'clash') {
      clash = { id: saved.id, text: saved.text, theirs: saved.theirs, version: saved.version, base: clash?.base ?? sent.version };
      from = { ...from, version: clash.base };
      stored = saved.text;
      put(together ?? bothTexts(field.value, saved.text));
    } else if (together === null) {
      // The same words were changed meanwhile: from the older wording they become a clash, and both are kept.
      stored = from.text;
    } else {
      if (clash) settled.add(clash.id);
      clash = null;
      from = { text: saved.text, version: saved.version };
      stored = saved.text;
      put(together);
    }
    keep();
    say(unsaved() ? { kind: 'unsaved' } : { kind: saved.state === 'merged' ? 'merged' : 'saved', at: new Date().toISOString() });
    if (sent.choice === 'both') field.focus();
    if (wanted && clash) return settle(wanted);
    wanted = null;
    if (unsaved()) soon(AFTER_LAST);
    else takeIn();
  }

  function settle(choice: Choice): void {
    wanted = sending ? choice : null;
    if (!clash || sending) return;
    // What was sent without an answer is part of what is chosen now.
    job = jobNow(choice);
    void send(job);
  }

  /** Puts a text into the field; caret, focus and scroll stay where they were. */
  function put(text: string): void {
    const { value: before, selectionStart, selectionEnd, scrollTop } = field;
    if (before === text) return;
    field.value = text;
    field.setSelectionRange(placeAfter(before, text, selectionStart), placeAfter(before, text, selectionEnd));
    field.scrollTop = scrollTop;
  }

  /** What others wrote, where nothing of one's own waits. */
  function takeIn(): void {
    if (sending || job) return;
    if (clash) {
      if (newest.version <= clash.version) return;
      clash = { ...clash, theirs: newest.text, version: newest.version };
      return say(status);
    }
    if (newest.version <= from.version || unsaved()) return;
    put(newest.text);
    from = newest;
    stored = newest.text;
    say(status);
  }

  function enter(open: OpenClash): void {
    clash = open;
    from = { ...from, version: open.base };
    stored = open.text;
    put(open.text);
    say(status);
  }

  function begin(): void {
    const rendered = openAtFirst?.text ?? began.text;
    const early = field.value;
    // From now on the browser leaves the field alone when the page's data change under it.
    field.value = early;
    if (openAtFirst) [clash, stored, from] = [openAtFirst, openAtFirst.text, { ...from, version: openAtFirst.base }];
    const back = box.read();
    if (!back || back.text === early) {
      if (back) box.clear();
      return typed();
    }
    [from, clash, job] = [back.from, back.clash ?? clash, back.job];
    stored = back.clash?.text ?? back.from.text;
    put(early === rendered ? back.text : (mergeTexts(rendered, early, back.text) ?? bothTexts(early, back.text)));
    say({ kind: 'restored' });
    soon(0);
  }

  const leave = () => {
    if (!over && !sending && (job || unsaved())) void send((job ??= jobNow()), true);
  };
  const now = () => soon(0);
  const { signal } = listening;
  field.addEventListener('input', typed, { signal });
  field.addEventListener('blur', now, { signal });
  addEventListener('online', now, { signal });
  addEventListener('pagehide', leave, { signal });
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? leave() : now()), { signal });
  begin();

  return {
    arrived(wording, open) {
      if (wording.version > newest.version) newest = wording;
      if (open && !settled.has(open.id) && !clash && !unsaved() && !sending && !job && newest.version >= from.version) enter(open);
      takeIn();
    },
    flush: now,
    settle,
    leave() {
      leave();
      over = true;
      clearTimeout(timer);
      listening.abort();
    },
  };
}

async function post(address: string, job: Job, leaving: boolean): Promise<Outcome> {
  const body = new URLSearchParams({ _key: job.key, text: job.text, version: String(job.version), clash: job.clash, ...(job.choice && { choice: job.choice }) });
  try {
    const answer = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual', keepalive: leaving, signal: AbortSignal.timeout(GIVE_UP_AFTER) });
    if (answer.ok) return { saved: (await answer.json()) as Saved };
    if (answer.status >= 500 || answer.status === 429 || !answer.headers.get('Content-Type')?.startsWith('application/json')) return { lost: true };
    return { refused: (await answer.json()) as FormAnswer };
  } catch {
    // Nobody knows whether it landed; sent again under the same key it lands once.
    return { lost: true };
  }
}

/** A key that nothing else is sent under. (`randomUUID` is there on https only.) */
const freshKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');

/** A place in this browser that outlives the page. Only the page that wrote something there takes it away again. */
function boxOf(name: string, tab: string) {
  const read = (): Kept | null => {
    const kept = attempt(() => JSON.parse(localStorage.getItem(name) ?? 'null') as Partial<Kept> | null);
    return typeof kept?.text === 'string' && typeof kept.from?.version === 'number' && typeof kept.from.text === 'string' ? (kept as Kept) : null;
  };
  return {
    read,
    put: (kept: Omit<Kept, 'tab'>) => void attempt(() => localStorage.setItem(name, JSON.stringify({ ...kept, tab }))),
    empty: () => void (read()?.tab === tab && attempt(() => localStorage.removeItem(name))),
    clear: () => void attempt(() => localStorage.removeItem(name)),
  };
}

/** A browser can keep its storage closed or full; writing goes on without it. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
