import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItems, agendaVersions, decisions, meetings, minutes, minutesEntries, posts, proposals, threads, type ProposalState } from '~/db/schema';
import { plan } from '~/db/seed/plan-2017-2019';
import type { Actor } from '~/server/context';
import { createMeeting } from '~/server/domain/meetings/commands';
import { importPlan } from '~/server/domain/plans/commands';
import { CAP, PAGE_SIZE, search } from '~/server/domain/search/queries';
import { likePattern, markParts, snippet, termsOf } from '~/server/domain/search/rules';
import type { SearchKind } from '~/db/schema';
import { searchSchema } from '~/server/domain/search/schema';
import { aCalledMeeting, meetingInput } from '../support/make';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let author: Actor;
let member: Actor;
const marked = (parts: { text: string; hit: boolean }[]) => parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

describe('rules', () => {
  it.each([
    ['åbne data', ['åbne', 'data']],
    ['  Åbne \t ÅBNE\ndata ', ['Åbne', 'data']],
    ['»netværket« (2018)?', ['netværket', '2018']],
    ['% _ \\ \'', ['%', '_', '\\', "'"]],
    ['   ', []],
    ['3.3', ['3.3']],
  ])('parts %j into %j', (q, terms) => {
    expect(termsOf(q)).toEqual(terms);
  });

  it.each([['data', '%data%'], ['50%', '%50\\%%'], ['a_b', '%a\\_b%'], ['c:\\', '%c:\\\\%']])('looks for %j with %j', (term, pattern) => {
    expect(likePattern(term)).toBe(pattern);
  });

  it.each([
    ['Netværksmøde om MØDER', ['møde'], 'Netværks[møde] om [MØDE]R'],
    ['Dagsordenen', ['dag', 'dagsorden'], '[Dagsorden]en'],
    ['a.b (c) [d] a+b', ['.', '(c)', '[d]', '+'], 'a[.]b [(c)] [[d]] a[+]b'],
    ['<script>alert(1)</script>', ['script'], '<[script]>alert(1)</[script]>'],
    ['Ærø og ærter', ['ÆR'], '[Ær]ø og [ær]ter'],
    ['-x- ^$ {2} | /', ['-', '^$', '{2}', '|', '/'], '[-]x[-] [^$] [{2}] [|] [/]'],
    ['', ['x'], ''],
    ['intet', [], 'intet'],
  ])('marks in %j the words %j', (text, terms, expected) => {
    expect(marked(markParts(text, terms))).toBe(expected);
    expect(markParts(text, terms).map((part) => part.text).join('')).toBe(text);
  });

  it('cuts a piece round the hit, between words', () => {
    const long = `${'ord '.repeat(200)}her er nålen i høstakken ${'mere '.repeat(200)}`;
    const piece = marked(snippet(long, ['nålen']));
    expect(piece).toMatch(/^… ord .*her er \[nålen\] i høstakken mere .*… *$/);
    expect(piece.length).toBeLessThan(260);
    expect(marked(snippet('# Titel\n\n[link](https://example.org) og **fed**', ['fed']))).toBe('Titel link og [fed]');
    expect(marked(snippet('x'.repeat(500), ['y'])).length).toBeLessThan(260);
  });
});

describe('the query of the page', () => {
  it.each([
    [undefined, ''], ['  data  ', 'data'], ['a\0b\nc', 'a b c'], ['a\u030a', 'å'], ['نص عربي', 'نص عربي'], ['æ'.repeat(200), 'æ'.repeat(200)], ['😀'.repeat(200), '😀'.repeat(200)],
  ])('takes %j', (q, expected) => {
    expect(searchSchema.parse({ q }).q).toBe(expected);
  });

  it('says when it is too long, and forgets a kind it does not know', () => {
    expect(searchSchema.safeParse({ q: 'a'.repeat(201) }).error?.issues[0]?.message).toBe('too_long:200');
    expect(searchSchema.parse({ q: 'x', art: 'members' }).art).toBeNull();
    expect(searchSchema.parse({ q: 'x', art: 'post' }).art).toBe('post');
  });
});

describe('search', () => {
  const find = (q: string, more: { actor?: Actor | null; kind?: SearchKind; page?: number; language?: 'da' | 'en' } = {}) => search(world.as(more.actor ?? null), { q, kind: more.kind ?? null, page: more.page ?? 1, language: more.language ?? 'da' });
  const titles = async (q: string, more: Parameters<typeof find>[1] = {}) => (await find(q, more)).hits.map(({ kind, title, snippet: piece }) => `${kind}: ${marked(title).replace(/[[\]]/g, '')}${kind === 'post' || kind === 'minutes' || kind === 'decision' ? ` / ${marked(piece).replace(/[[\]]/g, '')}` : ''}`);
  const day = (n: number) => new Date(Date.UTC(2027, 2, n, 9));
  let open: { id: string };
  let draftMeeting: { id: string };

  async function aProposal(meetingId: string, title: string, state: ProposalState): Promise<string> {
    const [row] = await world.connection.db.insert(proposals).values({ meetingId, authorId: author.id, title, reason: 'Fordi det haster', kind: 'discussion', minutesWanted: 20, state, submittedAt: state === 'draft' ? null : day(2), deadlineThen: state === 'draft' ? null : day(10) }).returning();
    return row!.id;
  }
  async function aThread(title: string, more: Partial<typeof threads.$inferInsert> = {}): Promise<string> {
    const [row] = await world.connection.db.insert(threads).values({ category: 'general', title, ...more }).returning();
    return row!.id;
  }
  async function aPost(threadId: string, number: number, body: string, more: Partial<typeof posts.$inferInsert> = {}): Promise<void> {
    await world.connection.db.insert(posts).values({ threadId, number, authorId: author.id, body, bodyHtml: '', ...more });
  }

  beforeAll(async () => {
    organiser = await world.person('organiser');
    author = await world.person();
    member = await world.person();
    const { db } = world.connection;
    await importPlan(world.as(await world.person('admin')), plan);
    open = await aCalledMeeting(world, organiser, { title: 'Netværksmøde i Ærøskøbing', purpose: 'Dagsordenen følger: zebrafinke' });
    draftMeeting = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Hemmeligt kladdemøde', purpose: 'zebrafinke' }));
    await aProposal(open.id, 'Zebrafinker på dagsordenen', 'submitted');
    await aProposal(open.id, 'Kladde om zebrafinker', 'draft');
    await aProposal(open.id, 'Fortrudt om zebrafinker', 'withdrawn');
    const [item, hidden] = await db.insert(agendaItems).values([{ meetingId: open.id, title: 'Punkt om zebrafinker', position: 1, kind: 'discussion', minutes: 10 }, { meetingId: open.id, title: 'Ufærdigt punkt om zebrafinker', position: 2, kind: 'discussion', minutes: 10 }]).returning();
    await db.insert(agendaVersions).values({ meetingId: open.id, number: 1, publishedAt: day(1), items: [{ id: item!.id, position: 1, title: 'x', body: '', kind: 'discussion', minutes: 10, presenter: null, section: null, proposalId: null, initiatives: [], startsAt: null }] });
    const general = await aThread('Fugle i det offentlige');
    await aPost(general, 1, 'En zebrafinke er en fugl');
    await aPost(general, 2, 'Fjernet zebrafinke', { removedAt: day(3), removedRule: 'tone', removedReason: 'Grov' });
    await aPost(await aThread('Om det ufærdige punkt', { category: 'agenda_item', subjectId: hidden!.id }), 1, 'Skjult zebrafinke');
    await aPost(await aThread('Om kladdemødet', { category: 'meeting', subjectId: draftMeeting.id }), 1, 'Hemmelig zebrafinke');
    const [past] = await db.insert(meetings).values([{ slug: '2026-12-01-holdt', title: 'Holdt møde', purpose: 'x', day: '2026-12-01', state: 'held', heldAt: day(1), calendarUid: 'past' }, { slug: '2026-12-02-holdt', title: 'Nyt holdt møde', purpose: 'x', day: '2026-12-02', state: 'held', heldAt: day(1), calendarUid: 'past 2' }]).returning();
    const record = async (meetingId: string, state: 'draft' | 'in_review', serial: number, text: string) => {
      const [closed] = await db.insert(agendaItems).values({ meetingId, title: 'Behandlet punkt', position: 1, kind: 'decision', minutes: 10, state: 'closed', outcome: 'decided' }).returning();
      const [row] = await db.insert(minutes).values({ meetingId, state, correctionsDue: state === 'draft' ? null : day(20) }).returning();
      const [entry] = await db.insert(minutesEntries).values({ minutesId: row!.id, agendaItemId: closed!.id, text: `${text} drøftede zebrafinken` }).returning();
      await db.insert(decisions).values({ entryId: entry!.id, year: 2026, serial, number: `2026-${serial}`, text: `${text} køber en zebrafinke` });
    };
    await record(past!.id, 'in_review', 1, 'Netværket');
    const [second] = await db.select().from(meetings).where(eq(meetings.slug, '2026-12-02-holdt'));
    await record(second!.id, 'draft', 2, 'Et udkast');
  });

  const everyone = [
    'decision: 2026-1 / Netværket køber en zebrafinke', 'item: Punkt om zebrafinker', 'meeting: Netværksmøde i Ærøskøbing', 'minutes: Behandlet punkt / Netværket drøftede zebrafinken',
    'post: Fugle i det offentlige / En zebrafinke er en fugl', 'proposal: Zebrafinker på dagsordenen',
  ];

  it('shows to everyone what is public, of every kind', async () => {
    expect((await titles('zebrafinke')).sort()).toEqual(everyone);
    expect((await titles('zebrafinke', { actor: member })).sort()).toEqual(everyone);
  });

  it('shows a draft to its author only, and to organisers what they work on', async () => {
    expect((await titles('zebrafinke', { actor: author })).sort()).toEqual([...everyone, 'proposal: Kladde om zebrafinker'].sort());
    expect((await titles('zebrafinke', { actor: organiser })).sort()).toEqual([...everyone, 'item: Ufærdigt punkt om zebrafinker', 'meeting: Hemmeligt kladdemøde', 'post: Om det ufærdige punkt / Skjult zebrafinke', 'post: Om kladdemødet / Hemmelig zebrafinke'].sort());
  });

  it('does not tell of hidden things by a near spelling or a count either', async () => {
    for (const hidden of ['Hemmeligt kladdemøde', 'Kladde om zebrafinker', 'Fortrudt om zebrafinker', 'Et udkast køber', 'Fjernet zebrafinke', 'Skjult zebrafinke']) {
      const { hits } = await find(hidden);
      expect([hidden, hits.filter(({ title, snippet: piece }) => /hemmelig|kladde om|fortrudt|et udkast|fjernet|skjult/i.test(marked(title).replace(/[[\]]/g, '') + marked(piece).replace(/[[\]]/g, '')))]).toEqual([hidden, []]);
    }
    expect((await find('kladdemøde')).counts.meeting).toBe(0);
  });

  it.each([
    ['a part of a compound', 'møde', 'meeting: Netværksmøde i Ærøskøbing'],
    ['a shorter form', 'dagsorden', 'proposal: Zebrafinker på dagsordenen'],
    ['any case, also of ÆØÅ', 'ÆRØSKØBING', 'meeting: Netværksmøde i Ærøskøbing'],
    ['words in any order', 'ærøskøbing netværksmøde', 'meeting: Netværksmøde i Ærøskøbing'],
    ['an initiative by number', '3.3', `initiative: 3.3 ${plan.themes[2]?.initiatives[2]?.title.da}`],
    ['English words', 'citizens media', 'initiative: 1.1 Flere åbne data til borgere og medier'],
    ['a decision by number', '2026-1', 'decision: 2026-1 / Netværket køber en zebrafinke'],
    ['a milestone', 'dagtilbudsregistret', 'milestone: Etablering af nyt Dagtilbudsregistret'],
    ['a thread', 'fugle offentlige', 'thread: Fugle i det offentlige'],
  ])('finds %s: %s', async (_name, q, expected) => {
    expect(await titles(q)).toContain(expected);
  });

  it('wants every word in the same place', async () => {
    const { total, alike } = await find('zebrafinke xylofon');
    expect([total, alike]).toEqual([0, true]);
  });

  it('puts hits in the title first', async () => {
    const { hits } = await find('zebrafinke');
    const inTitle = hits.map(({ title }) => title.some(({ hit }) => hit));
    expect(inTitle).toEqual([...inTitle].sort((a, b) => Number(b) - Number(a)));
    expect(inTitle[0]).toBe(true);
  });

  it.each([['zebrafikne', 'Zebrafinker på dagsordenen'], ['nettværksmøde', 'Netværksmøde i Ærøskøbing'], ['dagsordne', 'Zebrafinker på dagsordenen']])('finds for the misspelt %s what is much alike', async (q, title) => {
    const answer = await find(q);
    expect(answer.alike).toBe(true);
    expect(answer.hits.map((hit) => marked(hit.title))).toContain(title);
  });

  it('answers in the language of the page, and says when a piece is in the other', async () => {
    const english = await find('citizens media', { language: 'en', kind: 'initiative' });
    expect(english.hits[0]).toMatchObject({ slug: '2017-2019', ref: '1.1', snippetLanguage: null });
    expect(marked(english.hits[0]!.title)).toBe('1.1 More open data for [citizens] and the [media]');
    const danish = await find('citizens media', { kind: 'initiative' });
    expect(danish.hits[0]?.snippetLanguage).toBe('en');
  });

  it('keeps to one kind, counts the others, and turns pages', async () => {
    const thread = await aThread('Mange svar');
    await world.connection.db.insert(posts).values(Array.from({ length: CAP + 30 }, (_, n) => ({ threadId: thread, number: n + 1, authorId: author.id, body: `Myresluger nummer ${n + 1}`, bodyHtml: '' })));
    const all = await find('myresluger');
    expect([all.total, all.counts.post, all.pages, all.hits.length]).toEqual([CAP, CAP, CAP / PAGE_SIZE, PAGE_SIZE]);
    const pages = await Promise.all(Array.from({ length: all.pages }, (_, n) => find('myresluger', { page: n + 1 })));
    expect(new Set(pages.flatMap(({ hits }) => hits.map(({ ref }) => ref))).size).toBe(CAP);
    expect((await find('myresluger', { page: 99 })).hits).toEqual([]);
    const proposal = await find('zebrafinke', { kind: 'proposal' });
    expect([proposal.hits.map(({ kind }) => kind), proposal.total, proposal.counts.meeting]).toEqual([['proposal'], 1, 1]);
  });

  it.each(['%', '_', "'", '\\', '"', '\\%', "'; drop table members; --", '%%%%', '(', '[a-z]', '$1', '<%', 'نص عربي', '\u202eabc', '😀', 'a'.repeat(200), 'ø '.repeat(100), '?', '{}', '&&', '\\\\'])('takes %j as nothing but letters', async (q) => {
    const { hits, alike } = await find(q);
    if (!alike) for (const hit of hits) expect(`${hit.title.map((part) => part.text).join('')}${hit.snippet.map((part) => part.text).join('')}`.length).toBeGreaterThan(0);
    if (q === '%' || q === '_' || q === '\\') expect(hits).toEqual([]);
  });

  it('finds nothing for nothing', async () => {
    for (const q of ['', '   ', '\t']) expect(await find(q)).toMatchObject({ hits: [], total: 0, alike: false });
  });
});
