import type { Sql } from 'postgres';

/** What a page was read from: a whole table, or one part of it. */
export type Source = { table: string; key: string | null };

/** A process that has not looked for so long (seconds) starts anew: what it missed may be cleared away. */
const FORGETS_AFTER = 5 * 60;
/** Notes are cleared away when every process has read them or forgotten: those that were there for all to see so long ago. */
const CLEARED_AFTER = 2 * FORGETS_AFTER;
const CLEARS_EVERY = 60_000;
/** More parts than this are not told apart: everything counts as changed. */
const PARTS = 50_000;

type Answer = { snapshot: string; xmin: string; started: string; at: number; changed: { source: string; key: string }[] | null };

/**
 * Knows what has been changed. `look` proves it: whatever was committed before it was called is known when it has answered.
 * Looks that are asked for while another is under way share the next one, so that many readers cost few queries.
 */
export type Changes = {
  look(): Promise<void>;
  /** How many looks there have been. A page is marked with the number that stood when its rendering began. */
  readonly looks: number;
  /** Whether anything of this may have changed since that look. */
  changedSince(sources: readonly Source[], mark: number): boolean;
  stop(): void;
};

/** `sql`: a connection that nobody else waits for. `failed`: told when old notes could not be cleared away. */
export function followChanges(sql: Sql, failed: (error: unknown) => void, { forgetsAfter = FORGETS_AFTER } = {}): Changes {
  const touched = new Map<string, number>();
  const horizons: { at: number; xmin: string }[] = [];
  let seen: Answer | null = null;
  let looks = 0;
  /** Before this look nothing is known. */
  let begins = 0;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const since = seen?.snapshot ?? null;
    const [answer] = await sql<Answer[]>`
      select s.now::text as snapshot, pg_snapshot_xmin(s.now)::text as xmin, pg_postmaster_start_time()::text as started, extract(epoch from clock_timestamp())::float8 as at,
        (select json_agg(distinct jsonb_build_object('source', c.source, 'key', c.key)) from pages.changes c
          where c.xid >= pg_snapshot_xmin(${since}::text::pg_snapshot) and c.xid < pg_snapshot_xmax(s.now) and not pg_visible_in_snapshot(c.xid, ${since}::text::pg_snapshot)) as changed
      from (select pg_current_snapshot() as now) s`;
    if (!answer) throw new Error('the database does not tell what has changed');
    looks += 1;
    // Another server, or one that came back from a backup, may count its transactions anew.
    const goesOn = seen !== null && seen.started === answer.started && answer.at - seen.at < forgetsAfter && touched.size < PARTS;
    seen = answer;
    if (!goesOn) {
      touched.clear();
      begins = looks;
    }
    for (const { source, key } of answer.changed ?? []) for (const name of [source, `${source}\n${key}`]) touched.set(name.toLowerCase(), looks);
  }

  function look(): Promise<void> {
    next ??= (running ?? Promise.resolve()).then(() => undefined, () => undefined).then(() => {
      running = next;
      next = null;
      return ask();
    });
    return next;
  }

  const after = (name: string, mark: number): boolean => (touched.get(name) ?? 0) > mark;

  /** Once a minute, also where nobody reads: a transaction that all could see ten minutes ago is known to every process that still knows anything. */
  async function clear(): Promise<void> {
    await look();
    if (!seen) return;
    const { at, xmin } = seen;
    horizons.push({ at, xmin });
    const old = horizons.filter((horizon) => at - horizon.at > CLEARED_AFTER).length;
    const [last] = horizons.splice(0, old).slice(-1);
    if (last) await sql`delete from pages.changes where xid < ${last.xmin}::text::xid8`;
  }
  const clearing = setInterval(() => void clear().catch(failed), CLEARS_EVERY).unref();

  return {
    look,
    get looks() {
      return looks;
    },
    changedSince: (sources, mark) => mark < begins || sources.some(({ table, key }) => (key === null ? after(table, mark) : after(`${table}\n${key}`, mark) || after(`${table}\n`, mark))),
    stop: () => clearInterval(clearing),
  };
}
