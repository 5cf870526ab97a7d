import { randomBytes } from 'node:crypto';
import type { Connection } from '~/db/client';

const words = `åbenhed data borger kommune digitalisering handlingsplan initiativ netværk møde forslag dagsorden referat beslutning milepæl høring inddragelse forvaltning offentlig adgang aktindsigt sprog barriere kvalitet register portal standard genbrug samarbejde civilsamfund organisation ministerium styrelse frist ansvar status opfølgning evaluering rapport erfaring løsning udfordring arbejde gruppe medlem debat indlæg svar spørgsmål kilde dokument bilag oversigt kalender invitation deltagelse demokrati tillid gennemsigtighed sikkerhed privatliv metadata katalog licens udvikling budget ressource plan tema periode vejledning anbefaling rettelse tekst udkast version ændring`.split(/\s+/);

export type Network = {
  /** A thread of 50 posts; one of so many as asked (`null` while there are too few posts for it). */
  fifty: string; long: string | null;
  /** Threads that nobody measures reading of, for those who write. */
  writing: string[];
};

/** Members with sessions of their own; each cookie is one of them. */
export async function seedMembers({ sql }: Connection, count: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    insert into members (id, email, email_confirmed_at, name, wants_notices)
    select uuidv7(), 'bench' || n || '@example.org', now(), 'Medlem ' || n, false from generate_series(1, ${count}) n returning id`;
  const sessions = rows.map(({ id }) => ({ id: randomBytes(20).toString('hex'), user_id: id, expires_at: new Date(Date.now() + 29 * 86_400_000).toISOString() }));
  await sql`insert into sessions ${sql(sessions)}`;
  return sessions.map(({ id }) => `session=${id}`);
}

/** A thread with so many posts, by statements that go past the commands: for measuring only. */
async function seedThread({ sql }: Connection, title: string, posts: number): Promise<string> {
  const [thread] = await sql<{ id: string }[]>`
    insert into threads (id, category, title, author_id, post_count, last_post_at, created_at)
    select uuidv7(), 'general', ${title}, m.id, ${posts}, now(), now() from members m where m.email = 'bench1@example.org' returning id`;
  const id = thread?.id ?? '';
  // Some 40 words each, drawn anew for each post; the multiplication makes the drawing one of the row.
  await sql`
    insert into posts (id, thread_id, number, author_id, body, body_html, created_at)
    select uuidv7(), ${id}, n, (array(select m.id from members m where m.email like 'bench%' order by m.id limit 20))[1 + n % 20], body, '<p>' || body || '</p>', now() - (${posts} - n) * interval '1 minute'
    from generate_series(1, ${posts}::int) n cross join lateral (
      select string_agg((${words}::text[])[1 + floor(random() * ${words.length})::int], ' ') as body from generate_series(1, 40 + n % 5)
    ) text`;
  await sql`insert into streams (stream, seq, hash) values (${`thread:${id}`}, ${posts}, 'bench')`;
  await sql`insert into events (stream, seq, type, at, payload, hash) select ${`thread:${id}`}, n, 'thread.post_created', now(), '{}', 'bench' from generate_series(1, ${posts}::int) n`;
  return id;
}

/** Brings the network up to so many posts. */
export async function grow(connection: Connection, before: { network: Network | null; posts: number }, upTo: number): Promise<Network> {
  let { posts } = before;
  const network: Network = before.network ?? { fifty: '', long: null, writing: [] };
  if (!before.network) {
    network.fifty = await seedThread(connection, 'Halvtreds indlæg', 50);
    for (let n = 0; n < 20; n += 1) network.writing.push(await seedThread(connection, `Her skrives ${n}`, 1));
    posts += 70;
  }
  if (!network.long && upTo >= 10_000) {
    const long = Math.min(10_000, upTo - posts);
    network.long = await seedThread(connection, 'En lang tråd', long);
    posts += long;
  }
  for (let n = 0; posts < upTo; n += 1) {
    const each = Math.min(500, upTo - posts);
    await seedThread(connection, `Tråd nummer ${n}`, each);
    posts += each;
  }
  // As after some running: the planner knows the tables, and the indexes have taken in what waited for them.
  for (const table of ['posts', 'threads', 'events', 'streams', 'members']) await connection.sql.unsafe(`vacuum analyze ${table}`);
  return network;
}

export const searchWords = words;
