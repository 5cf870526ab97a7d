import { describe, expect, it } from 'vitest';
import { makeReader } from '~/server/pages/sources';

describe('what a query reads', () => {
  const id = '0190f0c2-0000-7000-8000-000000000001';
  const reader = () => makeReader({ watched: new Set(['posts', 'threads', 'members', 'streams', 'events']), others: new Set(['sessions', 'add_job']) });
  const at = (table: string, key: string | null = null) => ({ table, key });
  it.each([
    ['select "seq" from "streams" where "streams"."stream" = $1', [at('streams', `thread:${id}`)], [`thread:${id}`]],
    ['select "seq" from "streams" where "streams"."stream" = $1', [at('streams')], ['thread:THE SAME IN OTHER WORDS']],
    ['select * from "threads" left join "members" on "members"."id" = "threads"."author_id" where ("threads"."id" = $1 and ("threads"."category" = $2 or "threads"."category" = $3)) limit $4', [at('threads', id), at('members')], [id]],
    ['select * from "threads" where ("threads"."id" = $1 or "threads"."category" = $2)', [at('threads')], [id]],
    ['select * from "threads" where "threads"."id" = $1 or "threads"."category" = $2', [at('threads')], [id]],
    ['select * from "threads" where ("threads"."id" = $1 and "threads"."category" = $2 or "threads"."title" = $3)', [at('threads')], [id]],
    ['select * from "threads" where (("threads"."id" = $1 and "threads"."category" = $2) or "threads"."title" = $3)', [at('threads')], [id]],
    ['select * from "threads" where not ("threads"."id" = $1)', [at('threads')], [id]],
    ['select * from "threads" where exists (select from "members" where "threads"."id" = $1)', [at('threads'), at('members')], [id]],
    ['select (select count(*) from "threads") from "threads" where "threads"."id" = $1', [at('threads')], [id]],
    ['select * from "threads" where "threads"."id" = $1 union select * from "threads"', [at('threads')], [id]],
    ['select * from "threads", "threads" "b" where "threads"."id" = $1', [at('threads')], [id]],
    ['select * from "posts" inner join "members" on "members"."id" = "posts"."author_id" left join "posts" "reply" on "reply"."id" = "posts"."reply_to_id" where ("posts"."thread_id" = $1 and "posts"."number" between $2 and $3) order by "posts"."number"', [at('posts', id), at('members')], [id]],
    ['select * from "posts" left join "posts" "other" on "other"."author_id" = "posts"."author_id" where "posts"."thread_id" = $1', [at('posts')], [id]],
    ['select * from "members" where "members"."posts" = $1', [at('members'), at('posts')], [id]],
    ['select * from sessions', 'unknown', []],
    ['select add_job($1)', 'unknown', []],
    ['update "members" set "name" = $1', 'unknown', []],
    ['with a as (delete from "posts" returning *) select * from a', 'unknown', []],
  ] as const)('%s', (query, expected, params) => {
    const reading = reader()(query, [...params, 'x', 'y', 'z']);
    const order = (sources: readonly { table: string }[]) => [...sources].sort((a, b) => a.table.localeCompare(b.table));
    expect(reading === 'unknown' ? reading : order(reading.sources)).toEqual(expected === 'unknown' ? expected : order(expected));
  });
});
