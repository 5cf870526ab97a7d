import type { Sql } from 'postgres';

/**
 * Nothing of these is shown to readers without a session, and they are written often. A page that reads one of them all the
 * same is not kept.
 */
const PRIVATE = ['calendar_tokens', 'drafts', 'idempotency_keys', 'inbound_mails', 'mail_choices', 'mails', 'member_tokens', 'minutes_writers', 'rate_limits', 'secrets', 'sessions'];

/**
 * Tables whose changes are told apart by a column, so that a page that reads one part of them outlives changes of the
 * others. Of posts only new ones are: a post that is changed, moved or removed shows in the answers to it, wherever those are.
 */
export const parts: Record<string, { column: string; newRowsOnly?: true }> = {
  streams: { column: 'stream' },
  events: { column: 'stream' },
  threads: { column: 'id' },
  posts: { column: 'thread_id', newRowsOnly: true },
};

/** Every statement that changes a table which readers are shown leaves a note in `pages.changes`. Run at each start: a table of a new migration needs nothing more. */
export async function watchTables(sql: Sql): Promise<void> {
  const unwatched = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> all(${PRIVATE})
      and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'pages_emptied')
    order by c.relname`;
  for (const { name } of unwatched) {
    const part = parts[name];
    await sql.begin(async (tx) => {
      for (const event of ['insert', 'update', 'delete'] as const) {
        const rows = event === 'insert' ? 'new table as changed_rows' : event === 'delete' ? 'old table as changed_rows' : 'new table as changed_rows old table as former_rows';
        const byPart = part && (event === 'insert' || !part.newRowsOnly);
        const note = byPart ? `pages.note_part${event === 'update' ? 's' : ''}('${part.column}')` : 'pages.note_table()';
        await tx.unsafe(`create trigger pages_${event} after ${event} on "${name}" referencing ${rows} for each statement execute function ${note}`);
      }
      // The last one: its name says that all are there.
      await tx.unsafe(`create trigger pages_emptied after truncate on "${name}" for each statement execute function pages.note_emptied()`);
    });
  }
}
