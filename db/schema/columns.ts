import { sql } from 'drizzle-orm';
import { timestamp, uuid, integer, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { uuidv7 } from 'uuidv7';

/** UUIDv7: sortable by time of creation. */
export const id = () => uuid('id').primaryKey().$defaultFn(uuidv7);

/** An instant (timestamptz). Shown in Europe/Copenhagen, never stored as local time. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const createdAt = () => instant('created_at').notNull().default(sql`now()`);

/**
 * For a CHECK: one instant does not come before another. An hour is forgiven: clocks are set right meanwhile, and those of
 * two servers differ, and neither may keep a meeting from going on. Unknown instants are in order.
 */
export const inOrder = (before: AnyPgColumn, after: AnyPgColumn) => sql`coalesce(${after} >= ${before} - interval '1 hour', true)`;

/** Raised at every change; a form sends back the version it was rendered from. */
export const version = () => integer('version').notNull().default(1);

export const reference = (name: string, column: () => AnyPgColumn) => uuid(name).references(column);

/** `column in (…)` for a CHECK, from the same list that TypeScript knows. */
export function oneOf(column: AnyPgColumn, values: readonly string[]) {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;
}

