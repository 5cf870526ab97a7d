import type { Sql, TransactionSql } from 'postgres';

type Reader = Sql | TransactionSql;

/** A table with its columns in their order; what the database computes itself is left out. */
export type Table = { name: string; columns: string[] };

/** Every table of ours, those that others refer to first, so that they can be filled one after another. */
export async function tablesInOrder(sql: Reader): Promise<Table[]> {
  const columns = await sql<{ table: string; columns: string[] }[]>`
    select c.table_name as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' group by c.table_name order by c.table_name`;
  const links = await sql<{ from: string; to: string }[]>`
    select distinct a.relname as "from", b.relname as "to" from pg_constraint f join pg_class a on a.oid = f.conrelid join pg_class b on b.oid = f.confrelid
    join pg_namespace n on n.oid = a.relnamespace where f.contype = 'f' and n.nspname = 'public' and f.conrelid <> f.confrelid`;
  const placed: Table[] = [];
  const left = new Map(columns.map((row) => [row.table, { name: row.table, columns: row.columns }]));
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ name }) => links.every((link) => link.from !== name || !left.has(link.to)));
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of ready) left.delete(table.name);
    placed.push(...ready);
  }
  return placed;
}

/** The migrations that a database has had, by the hashes that it keeps of them. */
export const migrationsOf = async (sql: Reader): Promise<string[]> => (await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by id`).map((row) => row.hash);
