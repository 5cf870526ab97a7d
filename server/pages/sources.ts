import type { Sql } from 'postgres';
import { parts } from '~/db/watched';
import type { Source } from './changes';

/** What stands in the database: tables whose changes are noted, and everything else that can be read. */
export type Relations = { watched: ReadonlySet<string>; others: ReadonlySet<string> };

export async function readRelations(sql: Sql): Promise<Relations> {
  const relations = await sql<{ name: string; watched: boolean }[]>`
    select c.relname as name, n.nspname = 'public' and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'pages_emptied') as watched
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')`;
  // A function may read anything; one that is immutable reads nothing.
  const functions = await sql<{ name: string }[]>`
    select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and p.provolatile <> 'i' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;
  const watched = new Set(relations.flatMap(({ name, watched: is }) => (is ? [name] : [])));
  return { watched, others: new Set([...relations, ...functions].map(({ name }) => name).filter((name) => !watched.has(name))) };
}

/** What a query makes the page depend on. `unknown`: it writes, or reads what is not watched. */
export type Reading = { sources: Source[]; clock: boolean } | 'unknown';

const CLOCK = /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random)\s*\(|\b(?:current_date|current_time|current_timestamp|localtime|localtimestamp)\b/i;
const WRITES = /\b(?:insert|update|delete|merge|truncate|nextval|notify|pg_notify|lock|copy|call|do)\b/i;
/** The text that an answer points to was there before the answer, and changes of it concern everyone: it needs no watching of its own. */
const LOOK_UP = 'left join "posts" "reply" on "reply"."id" = "posts"."reply_to_id"';
const KEPT_ANALYSES = 2_000;

type Plan = { tables: { table: string; param: number | null }[]; clock: boolean } | 'unknown';

/** Reads queries. Whatever name of a table stands in one counts as read, also where it is only a column: too much is safe. */
export function makeReader({ watched, others }: Relations): (query: string, params: unknown[]) => Reading {
  const plans = new Map<string, Plan>();

  function planOf(query: string): Plan {
    const words = new Set(query.match(/[a-z_][a-z0-9_]*/gi) ?? []);
    if (!/^\s*(?:select|with|\()/i.test(query) || WRITES.test(query.replace(/"[^"]*"/g, '""')) || [...words].some((word) => others.has(word))) return 'unknown';
    const tables = [...words].filter((word) => watched.has(word)).map((table) => ({ table, param: partOf(query, table) }));
    return { tables, clock: CLOCK.test(query) };
  }

  return (query, params) => {
    const plan = plans.get(query) ?? planOf(query);
    if (plans.size >= KEPT_ANALYSES) plans.clear();
    plans.set(query, plan);
    if (plan === 'unknown') return plan;
    return { clock: plan.clock, sources: plan.tables.map(({ table, param }) => ({ table, key: param === null ? null : keyOf(params[param - 1]) })) };
  };
}

/** An id can be written in several ways that the database takes for the same: any but the usual one stands for the whole table. */
const keyOf = (param: unknown): string | null => (typeof param === 'string' && /^(?:[a-z_]+:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(param) ? param.toLowerCase() : null);

/**
 * Which parameter names the part of the table that the query keeps to, if any: the table is read once, and the first
 * condition of that same reading, which nothing weakens, asks for its column to be the parameter.
 */
function partOf(query: string, table: string): number | null {
  const column = parts[table]?.column;
  if (!column) return null;
  const plain = query.replace(LOOK_UP, '');
  const [reading, second] = plain.matchAll(new RegExp(`(?:\\bfrom|\\bjoin|,)\\s*(?:"public"\\.)?"?${table}"?(?![\\w".])`, 'gi'));
  const [condition, other] = plain.matchAll(new RegExp(` where \\(?"${table}"\\."${column}" = \\$(\\d+)(?= and |\\)| order by | limit |$)`, 'g'));
  if (!reading || second || !condition || other || /\b(?:union|except|intersect)\b/i.test(plain)) return null;
  const between = withoutBrackets(plain.slice(reading.index, condition.index));
  // The condition stands on the level of the reading, and what follows it there offers no other way in.
  if (/[()]|\bwhere\b|\bselect\b/i.test(between)) return null;
  const [rest = ''] = withoutBrackets(plain.slice(condition.index + condition[0].length)).split(')');
  return /\bor\b/i.test(rest) ? null : Number(condition[1]);
}

/** Without what stands between pairs of brackets. */
function withoutBrackets(text: string): string {
  const shorter = text.replace(/\([^()]*\)/g, '');
  return shorter === text ? text : withoutBrackets(shorter);
}
