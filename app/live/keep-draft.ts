import { fillIn, isBlank, isTouchedForm, sameWords, wordsOf, type Words } from './form-words';

/** What the server keeps for this person and place; `sent`: the key of the form that was sent from there last. */
export type Kept = { words: Words | null; savedAt: Date | string; sent: string | null };
/** `lost`: nobody answers. `signed_out`: nobody is signed in any more. `refused`: too long, or too many drafts. */
export type Saving = 'saved' | 'lost' | 'signed_out' | 'refused';
type Options = { place: string; member: string; server: Kept | null | undefined; told: (news: { saving?: Saving; restored?: true }) => void };
export type Keeper = { leave(): void; discard(): void };

/** So long (milliseconds) after the last letter, and so long at most while someone goes on writing. */
const AFTER_LAST = 1_000;
const AT_LATEST = 5_000;
/** Between one save and the next, however someone pauses. */
const APART = 3_000;
const AGAIN_AFTER = 10_000;
/** What the server has and is so much newer than what lies in this browser was written elsewhere, later. */
const ELSEWHERE = 60_000;

/**
 * Keeps what is typed into a form: at once in this browser, and shortly after at the server; what has arrived there is taken
 * away here, so that nothing stays on a shared computer. Begins by putting back what had not arrived when the page was left.
 */
export function keepDraft(form: HTMLFormElement, { place, member, server, told }: Options): Keeper {
  const box = boxOf(`kladde:${member}:${place}`);
  const listening = new AbortController();
  /** How often something was typed, and up to where it has arrived. */
  let [written, arrived] = [0, 0];
  let [sending, over] = [false, false];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  let last = 0;

  function typed(): void {
    if (over) return;
    written += 1;
    box.put({ words: wordsOf(form), form: keyOf(form), at: Date.now() });
    since ||= Date.now();
    soon(Math.max(0, Math.min(AFTER_LAST, since + AT_LATEST - Date.now()), last + APART - Date.now()));
  }

  function soon(within: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), within);
  }

  async function save(): Promise<void> {
    if (arrived === written || over) return;
    if (sending) return soon(AFTER_LAST);
    sending = true;
    const outcome = await send(false);
    sending = false;
    if (outcome === 'lost' && !over) soon(AGAIN_AFTER);
  }

  async function send(leaving: boolean): Promise<Saving> {
    clearTimeout(timer);
    since = 0;
    last = Date.now();
    const upTo = written;
    const saving = await deliver(form, place, leaving);
    if (over) return saving;
    if (saving === 'saved') arrived = Math.max(arrived, upTo);
    if (arrived === written) box.empty();
    told({ saving });
    return saving;
  }

  /** The page may be gone in a moment. */
  const leave = () => {
    if (arrived < written && !over) void send(true);
  };

  async function begin(): Promise<void> {
    const known = server === undefined ? await fetchKept(place) : server;
    if (over) return;
    const own = box.read();
    const fresh = own && !(known?.sent && known.sent === own.form) && !(known?.words && (sameWords(known.words, own.words) || new Date(known.savedAt).getTime() > own.at + ELSEWHERE));
    if (own && !fresh) box.empty();
    // With the page came what the server has; here it was asked for.
    const back = fresh ? own.words : server === undefined ? known?.words : null;
    if (back && fillIn(form, back)) told({ restored: true });
    else if (isTouchedForm(form)) typed();
  }

  const { signal } = listening;
  form.addEventListener('input', typed, { signal });
  // Another form of the page (to sign out, say), or one that leads elsewhere with these words.
  document.addEventListener('submit', (event) => {
    if (event.target !== form || event.submitter?.hasAttribute('formaction')) leave();
  }, { signal, capture: true });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave(), { signal });
  addEventListener('pagehide', leave, { signal });
  addEventListener('online', () => void save(), { signal });
  void begin();

  return {
    leave: () => {
      leave();
      clearTimeout(timer);
      listening.abort();
    },
    discard: () => {
      over = true;
      clearTimeout(timer);
      listening.abort();
      box.empty();
    },
  };
}

const keyOf = (form: HTMLFormElement): string => {
  const field = form.elements.namedItem('_key');
  return field instanceof HTMLInputElement ? field.value : '';
};

/** A form with nothing to read in it is no draft. */
async function deliver(form: HTMLFormElement, place: string, leaving: boolean): Promise<Saving> {
  const body = new URLSearchParams([['_place', place], ['_key', keyOf(form)]]);
  const blank = isBlank(form);
  if (!blank) for (const [name, value] of Object.entries(wordsOf(form))) for (const one of [value].flat()) body.append(name, one);
  try {
    const answer = await fetch(blank ? '/kladder/kassering' : '/kladder', { method: 'POST', body, redirect: 'manual', keepalive: leaving, ...(leaving ? {} : { signal: AbortSignal.timeout(20_000) }) });
    if (answer.ok || answer.type === 'opaqueredirect') return 'saved';
    // Unread, it would keep the connection busy.
    void answer.body?.cancel();
    return answer.status === 401 ? 'signed_out' : answer.status < 500 && answer.status !== 429 ? 'refused' : 'lost';
  } catch {
    return 'lost';
  }
}

async function fetchKept(place: string): Promise<Kept | null> {
  try {
    const answer = await fetch(`/kladder?sted=${encodeURIComponent(place)}`, { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    return answer.ok ? ((await answer.json()) as { kept: Kept | null }).kept : null;
  } catch {
    return null;
  }
}

type Own = { words: Words; form: string; at: number };

/** A browser can keep its storage closed or full; writing goes on without it. */
function boxOf(name: string) {
  const attempt = <T>(access: () => T): T | null => {
    try {
      return access();
    } catch {
      return null;
    }
  };
  return {
    put: (own: Own) => void attempt(() => localStorage.setItem(name, JSON.stringify(own))),
    empty: () => void attempt(() => localStorage.removeItem(name)),
    read: (): Own | null => {
      const own = attempt(() => JSON.parse(localStorage.getItem(name) ?? 'null') as Partial<Own> | null);
      return own && typeof own.words === 'object' && typeof own.at === 'number' ? { words: own.words, form: String(own.form), at: own.at } : null;
    },
  };
}
