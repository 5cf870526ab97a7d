import type { Changes, Source } from './changes';
import type { Reading } from './sources';

/** All that is kept takes no more bytes than this. */
const ROOM = 64 * 2 ** 20;
/** A page that looked at the clock (days left, open until) is as old as this at most, in milliseconds. */
const CLOCK_HOLDS = 1_000;
/** Addresses that are known not to be kept, so that their readers need not wait for each other. */
const KNOWN_UNKEPT = 5_000;

/** What came of a rendering: a page for everybody, or an answer for the one who asked alone. */
export type Rendered<Page, Once> = { kind: 'page'; page: Page; bytes: number } | { kind: 'once'; once: Once };
/** Hears what the page is made from while it is rendered. */
export type Witness = { query(reading: Reading): void; clock(): void };

type Kept<Page> = { page: Page; bytes: number; sources: Source[]; mark: number; holdsUntil: number; provedAt: number };

/**
 * Keeps pages that are the same for every reader, and never gives out one that a commit has overtaken: before each answer
 * the database is asked what has changed. One rendering serves all who wait for it.
 */
export type Keeper<Page, Once> = {
  /** Whether something is kept for this address, be it overtaken or not. */
  has(address: string): boolean;
  /** The page that is kept, if it is proved to be the newest. */
  newest(address: string): Promise<Page | null>;
  /** The newest page, rendered if need be; or what was rendered for this caller alone. */
  get(address: string, render: (witness: Witness) => Promise<Rendered<Page, Once>>): Promise<Rendered<Page, Once>>;
  readonly bytes: number;
};

export function makeKeeper<Page, Once>(changes: Changes, { room = ROOM, clock = () => performance.now() } = {}): Keeper<Page, Once> {
  /** The one used longest ago stands first. */
  const kept = new Map<string, Kept<Page>>();
  const rendering = new Map<string, Promise<unknown>>();
  const unkept = new Set<string>();
  let bytes = 0;

  function drop(address: string): void {
    bytes -= kept.get(address)?.bytes ?? 0;
    kept.delete(address);
  }

  function keep(address: string, one: Kept<Page>): void {
    drop(address);
    kept.set(address, one);
    bytes += one.bytes;
    for (const oldest of kept.keys()) if (bytes > room) drop(oldest);
  }

  /** The kept page, unless it is overtaken. A rendering that began after the caller asked (`asked`) is new enough for that caller. */
  function current(address: string, asked: number): Kept<Page> | null {
    const one = kept.get(address);
    if (!one) return null;
    if (one.mark < asked) {
      if (clock() >= one.holdsUntil || (one.provedAt < changes.looks && changes.changedSince(one.sources, one.mark))) return null;
      one.provedAt = changes.looks;
    }
    kept.delete(address);
    kept.set(address, one);
    return one;
  }

  async function make(address: string, render: (witness: Witness) => Promise<Rendered<Page, Once>>): Promise<Rendered<Page, Once>> {
    const mark = changes.looks;
    const began = clock();
    const sources = new Map<string, Source>();
    let unknown = false;
    let holdsUntil = Infinity;
    const rendered = await render({
      query(reading) {
        if (reading === 'unknown') return void (unknown = true);
        for (const source of reading.sources) sources.set(`${source.table}\n${source.key ?? ''}`, source);
        if (reading.clock) holdsUntil = began + CLOCK_HOLDS;
      },
      clock: () => void (holdsUntil = began + CLOCK_HOLDS),
    });
    if (rendered.kind === 'once' || unknown) {
      drop(address);
      if (unkept.size >= KNOWN_UNKEPT) unkept.clear();
      unkept.add(address);
      return rendered;
    }
    unkept.delete(address);
    keep(address, { page: rendered.page, bytes: rendered.bytes, sources: [...sources.values()], mark, holdsUntil, provedAt: mark });
    return rendered;
  }

  return {
    has: (address) => kept.has(address),
    async newest(address) {
      await changes.look();
      return current(address, Infinity)?.page ?? null;
    },
    async get(address, render) {
      await changes.look();
      const asked = changes.looks;
      for (;;) {
        const one = current(address, asked);
        if (one) return { kind: 'page', page: one.page, bytes: one.bytes };
        const under = rendering.get(address);
        if (!under || unkept.has(address)) break;
        // How that one ends is for its caller; here it only matters that it has.
        await under.then(() => undefined, () => undefined);
        await changes.look();
      }
      const own = make(address, render);
      rendering.set(address, own);
      return own.finally(() => rendering.get(address) === own && rendering.delete(address));
    },
    get bytes() {
      return bytes;
    },
  };
}
