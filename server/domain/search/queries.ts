import { sql, type SQL } from 'drizzle-orm';
import { actionPlans, agendaItems, decisions, initiatives, meetings, milestones, minutes, minutesEntries, posts, proposals, threads, type Language } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { itemShown, meetingShown, minutesShown, proposalShown } from '~/server/visible';
import { holdsAny, likePattern, markParts, snippet, termsOf, type Part } from './rules';
import { searchKinds, type SearchKind } from '~/db/schema/states';

export const PAGE_SIZE = 20;
/** No more than this of a kind is looked at; a count of it means "or more". */
export const CAP = 100;
/** How alike a misspelt word must be, 0 to 1 (pg_trgm). */
const ALIKE = 0.45;

type Source = {
  kind: SearchKind;
  from: SQL;
  /** The expression that is indexed (migration 0001): it must be written as there. */
  words: SQL;
  title: SQL;
  shown: SQL | undefined;
  at: SQL;
  fields: { id: SQL; body?: SQL; titleEn?: SQL; bodyEn?: SQL; slug?: SQL; ref?: SQL };
};

function sources(ctx: Ctx): Source[] {
  const minutesFrom = sql`${minutesEntries} join ${minutes} on ${minutes.id} = ${minutesEntries.minutesId} join ${agendaItems} on ${agendaItems.id} = ${minutesEntries.agendaItemId} join ${meetings} on ${meetings.id} = ${minutes.meetingId}`;
  const meetingAt = sql`coalesce(${meetings.startsAt}, ${meetings.day}::timestamptz)`;
  const plan = sql`join ${actionPlans} on ${actionPlans.id} = ${initiatives.planId}`;
  return [
    {
      kind: 'initiative', from: sql`${initiatives} ${plan}`, shown: undefined, at: sql`${actionPlans.publishedOn}::timestamptz`,
      words: sql`(${initiatives.number} || ' ' || ${initiatives.titleDa} || ' ' || ${initiatives.titleEn} || ' ' || ${initiatives.summaryDa} || ' ' || ${initiatives.summaryEn})`,
      title: sql`(${initiatives.number} || ' ' || ${initiatives.titleDa})`,
      fields: { id: sql`${initiatives.id}`, titleEn: sql`${initiatives.number} || ' ' || ${initiatives.titleEn}`, body: sql`${initiatives.summaryDa}`, bodyEn: sql`${initiatives.summaryEn}`, slug: sql`${actionPlans.period}`, ref: sql`${initiatives.number}` },
    },
    {
      kind: 'milestone', from: sql`${milestones} join ${initiatives} on ${initiatives.id} = ${milestones.initiativeId} ${plan}`, shown: undefined, at: sql`${actionPlans.publishedOn}::timestamptz`,
      words: sql`(${milestones.titleDa} || ' ' || ${milestones.titleEn})`, title: sql`${milestones.titleDa}`,
      fields: { id: sql`${milestones.position}::text`, titleEn: sql`${milestones.titleEn}`, body: sql`${initiatives.number} || ' ' || ${initiatives.titleDa}`, bodyEn: sql`${initiatives.number} || ' ' || ${initiatives.titleEn}`, slug: sql`${actionPlans.period}`, ref: sql`${initiatives.number}` },
    },
    {
      kind: 'meeting', from: sql`${meetings}`, shown: meetingShown(ctx), at: meetingAt,
      words: sql`(${meetings.title} || ' ' || ${meetings.purpose})`, title: sql`${meetings.title}`,
      fields: { id: sql`${meetings.id}`, body: sql`${meetings.purpose}`, slug: sql`${meetings.slug}` },
    },
    {
      kind: 'proposal', from: sql`${proposals} join ${meetings} on ${meetings.id} = ${proposals.meetingId}`, shown: proposalShown(ctx), at: sql`coalesce(${proposals.submittedAt}, ${proposals.createdAt})`,
      words: sql`(${proposals.title} || ' ' || ${proposals.reason})`, title: sql`${proposals.title}`,
      fields: { id: sql`${proposals.id}`, body: sql`${proposals.reason}` },
    },
    {
      kind: 'item', from: sql`${agendaItems} join ${meetings} on ${meetings.id} = ${agendaItems.meetingId}`, shown: itemShown(ctx), at: meetingAt,
      words: sql`${agendaItems.title}`, title: sql`${agendaItems.title}`,
      fields: { id: sql`${agendaItems.id}`, body: sql`${meetings.title}`, slug: sql`${meetings.slug}` },
    },
    {
      kind: 'minutes', from: minutesFrom, shown: minutesShown(ctx), at: meetingAt,
      words: sql`${minutesEntries.text}`, title: sql`${agendaItems.title}`,
      fields: { id: sql`${agendaItems.id}`, body: sql`${minutesEntries.text}`, slug: sql`${meetings.slug}` },
    },
    {
      kind: 'decision', from: sql`${decisions} join ${minutesEntries} on ${minutesEntries.id} = ${decisions.entryId} join ${minutes} on ${minutes.id} = ${minutesEntries.minutesId} join ${meetings} on ${meetings.id} = ${minutes.meetingId}`, shown: minutesShown(ctx), at: meetingAt,
      words: sql`(${decisions.number} || ' ' || ${decisions.text})`, title: sql`${decisions.number}`,
      fields: { id: sql`${decisions.id}`, body: sql`${decisions.text}`, slug: sql`${meetings.slug}`, ref: sql`${decisions.number}` },
    },
    {
      kind: 'thread', from: sql`${threads}`, shown: threadShown(ctx), at: sql`coalesce(${threads.lastPostAt}, ${threads.createdAt})`,
      words: sql`${threads.title}`, title: sql`${threads.title}`,
      fields: { id: sql`${threads.id}` },
    },
    {
      kind: 'post', from: sql`${posts} join ${threads} on ${threads.id} = ${posts.threadId}`, shown: sql`${posts.removedAt} is null and ${threadShown(ctx)}`, at: sql`${posts.createdAt}`,
      words: sql`${posts.body}`, title: sql`${threads.title}`,
      fields: { id: sql`${threads.id}`, body: sql`${posts.body}`, ref: sql`${posts.number}::text` },
    },
  ];
}

/** A thread is as public as what it is about. */
function threadShown(ctx: Ctx): SQL {
  const subject = sql`${threads.subjectId}`;
  return sql`case ${threads.category}
    when 'meeting' then exists (select 1 from ${meetings} where ${meetings.id} = ${subject} and ${meetingShown(ctx) ?? sql`true`})
    when 'proposal' then exists (select 1 from ${proposals} join ${meetings} on ${meetings.id} = ${proposals.meetingId} where ${proposals.id} = ${subject} and ${proposalShown(ctx) ?? sql`true`})
    when 'agenda_item' then exists (select 1 from ${agendaItems} join ${meetings} on ${meetings.id} = ${agendaItems.meetingId} where ${agendaItems.id} = ${subject} and ${itemShown(ctx) ?? sql`true`})
    else true end`;
}

type Row = { kind: SearchKind; id: string; title: string; titleEn: string | null; body: string | null; bodyEn: string | null; slug: string | null; ref: string | null; at: string };
type Found = { counts: Partial<Record<SearchKind, number>> | null; rows: Row[] | null };

/** `snippetLanguage`: set where the piece of text is not in the language of the page. */
export type Hit = { kind: SearchKind; id: string; slug: string | null; ref: string | null; at: string; title: Part[]; snippet: Part[]; snippetLanguage: Language | null };
export type SearchAnswer = { hits: Hit[]; counts: Record<SearchKind, number>; total: number; pages: number; alike: boolean };

/**
 * What the viewer may see and where every word of `q` stands, parts of words too; hits in a title first, then the newest.
 * With no hit at all, what is spelt much alike (`alike`). `q` is at most 200 letters; without a word in it nothing is found.
 */
export async function search(ctx: Ctx, { q, kind, page, language }: { q: string; kind: SearchKind | null; page: number; language: Language }): Promise<SearchAnswer> {
  const terms = termsOf(q);
  if (terms.length === 0) return answer({ counts: null, rows: null }, terms, kind, language, false);
  const exact = await find(ctx, exactly(terms), kind, page);
  if (exact.counts) return answer(exact, terms, kind, language, false);
  return answer(await find(ctx, nearly(terms), kind, page), terms, kind, language, true);
}

/** How a source is looked through: which rows, and how well a row fits. */
type Manner = (source: Source) => { where: SQL; rank: SQL };

const exactly = (terms: string[]): Manner => ({ words, title }) => {
  const holds = (text: SQL, term: string) => sql`${text} ilike ${likePattern(term)}`;
  return {
    where: sql.join(terms.map((term) => holds(words, term)), sql` and `),
    rank: sql`(${sql.join(terms.map((term) => sql`(${holds(title, term)})::int`), sql` + `)})::float`,
  };
};

const nearly = (terms: string[]): Manner => ({ words, title }) => ({
  where: sql.join(terms.map((term) => sql`${term} <% ${words}`), sql` and `),
  rank: sql`(${sql.join(terms.map((term) => sql`word_similarity(${term}, ${words}) + word_similarity(${term}, ${title})`), sql` + `)})::float`,
});

/** All sources in one question: the counts of each kind, and one page of rows. */
async function find(ctx: Ctx, manner: Manner, kind: SearchKind | null, page: number): Promise<Found> {
  const each = sources(ctx).map((source) => {
    const { where, rank } = manner(source);
    const { id, titleEn = none, body = none, bodyEn = none, slug = none, ref = none } = source.fields;
    return sql`(select ${source.kind}::text as kind, ${searchKinds.indexOf(source.kind)}::int as place, ${rank} as rank, ${source.at} as at, ${id}::text as id, ${source.title} as title, ${titleEn} as "titleEn", ${body} as body, ${bodyEn} as "bodyEn", ${slug} as slug, ${ref} as ref
      from ${source.from} where ${where}${source.shown ? sql` and ${source.shown}` : sql``} order by rank desc, at desc, id, ref limit ${CAP})`;
  });
  const offset = (page - 1) * PAGE_SIZE;
  return ctx.db.transaction(async (tx) => {
    await tx.execute(sql`set local pg_trgm.word_similarity_threshold = ${sql.raw(String(ALIKE))}`);
    const [row] = await tx.execute<Found>(sql`with hits as materialized (${sql.join(each, sql` union all `)}),
      chosen as (select * from hits ${kind ? sql`where kind = ${kind}` : sql``} order by rank desc, place, at desc, id, ref limit ${PAGE_SIZE} offset ${offset})
      select (select json_object_agg(kind, n) from (select kind, count(*)::int as n from hits group by kind) as counted) as counts,
        (select json_agg(chosen order by rank desc, place, at desc, id, ref) from chosen) as rows`);
    return row ?? { counts: null, rows: null };
  }, { accessMode: 'read only' });
}

const none = sql`null::text`;

function answer({ counts, rows }: Found, terms: string[], kind: SearchKind | null, language: Language, alike: boolean): SearchAnswer {
  const all = Object.fromEntries(searchKinds.map((each) => [each, counts?.[each] ?? 0])) as Record<SearchKind, number>;
  const total = kind ? all[kind] : Object.values(all).reduce((sum, n) => sum + n, 0);
  return { hits: (rows ?? []).map((row) => toHit(row, terms, language)), counts: all, total, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), alike };
}

/** In the language of the page, unless only the other one holds what was looked for. */
function toHit({ kind, id, slug, ref, at, ...row }: Row, terms: string[], language: Language): Hit {
  const da = { language: 'da' as const, title: row.title, body: row.body ?? '' };
  const en = { language: 'en' as const, title: row.titleEn ?? row.title, body: row.bodyEn ?? row.body ?? '' };
  const [own, other] = language === 'en' ? [en, da] : [da, en];
  const holds = ({ title, body }: { title: string; body: string }) => holdsAny(`${title} ${body}`, terms);
  const elsewhere = row.titleEn !== null && !holds(own) && holds(other);
  const body = elsewhere ? (holdsAny(other.body, terms) ? other.body : other.title) : own.body;
  return { kind, id, slug, ref, at, title: markParts(own.title, terms), snippet: snippet(body, terms), snippetLanguage: elsewhere ? other.language : null };
}
