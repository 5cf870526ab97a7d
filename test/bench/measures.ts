import { writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { figuresOf, load, once, openLine, requestOf, type Answer, type Ask, type Figures } from './load';
import { computedBy, memoryOf, startNode, until, type keepApart, type Started } from './machine';
import { searchWords, type Network } from './network';
import { goals, print, printFigures } from './print';
import { gather } from './sockets';

export type Bench = {
  port: number; pid: number; cookies: string[]; databaseUrl: string; cores: ReturnType<typeof keepApart>; dataDir: string;
  /** How long each thing is measured, how many times in turn with its references, and how often where single events count. */
  seconds: number; rounds: number; repeats: number;
};

const references = fileURLToPath(new URL('references.ts', import.meta.url));

async function startReference(bench: Bench, kind: string, content: unknown): Promise<{ reference: Started; port: number }> {
  const file = path.join(bench.dataDir, `${kind}.json`);
  await writeFile(file, JSON.stringify(content));
  const reference = startNode(['--import', 'tsx', references, kind, file], {}, bench.cores);
  let port = 0;
  await until(kind, reference, async () => (port = Number(/ready (\d+)/.exec(reference.output())?.[1] ?? 0)) > 0);
  return { reference, port };
}

/** The bytes of an answer as the bare server sends them again; what node adds by itself it adds there too. */
const bytesOf = ({ head, body }: Answer) => ({
  headers: head.split('\r\n').slice(1).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]).filter(([name = '']) => !/^(?:date|connection|keep-alive|transfer-encoding)$/i.test(name)),
  body: body.toString('base64'),
});

const middle = (all: Figures[]): Figures => [...all].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(all.length / 2)] as Figures;

/** Measures several things in turn, so that a machine busy with something else is so for all of them; the median round of each. */
async function inTurn<K extends string>(bench: Bench, tasks: Record<K, { port: number; pid: number; ask: (n: number) => Ask }>): Promise<Record<K, Figures & { cpu: number | null }>> {
  const rounds = new Map<K, Figures[]>();
  const cost = new Map<K, { seconds: number; n: number } | null>();
  for (let round = 0; round < bench.rounds; round += 1) {
    for (const name of Object.keys(tasks) as K[]) {
      const { port, pid, ask } = tasks[name];
      // Once before it counts: code that has never run is compiled, the page is made.
      if (round === 0) await load(port, ask, { seconds: bench.seconds / 2 });
      const before = computedBy(pid);
      const figures = await load(port, ask, { seconds: bench.seconds });
      const after = computedBy(pid);
      rounds.set(name, [...(rounds.get(name) ?? []), figures]);
      const so = cost.get(name);
      cost.set(name, before === null || after === null ? null : { seconds: (so?.seconds ?? 0) + after - before, n: (so?.n ?? 0) + figures.n });
    }
  }
  const result = {} as Record<K, Figures & { cpu: number | null }>;
  for (const [name, all] of rounds) {
    const spent = cost.get(name);
    result[name] = { ...middle(all), cpu: spent ? (spent.seconds / spent.n) * 1_000_000 : null };
  }
  return result;
}

type PageName = 'thread_page.reader' | 'thread_page.reader_uncached' | 'thread_page.member' | 'front_page.reader' | 'plan_page.reader';

/** Pages as the network grows. At the `first` size they are measured beside the bare server too. */
export async function pagesAt(bench: Bench, network: Network, size: number, first: boolean): Promise<void> {
  const { port, pid, cookies } = bench;
  const page = (address: string, headers: Record<string, string> = {}) => ({ port, pid, ask: () => ({ path: address, headers }) });
  const member = { cookie: cookies[0] ?? '' };
  const fifty = `/debat/traad/${network.fifty}`;
  const at = (name: string) => `${name}.${size}`;
  const pages = await inTurn(bench, {
    'thread_page.reader': page(fifty),
    // A reader whose program does not say that it shows pages gets one rendered for that request alone.
    'thread_page.reader_uncached': page(fifty, { accept: '*/*' }),
    'thread_page.member': page(fifty, member),
    'front_page.reader': page('/'),
    'plan_page.reader': page('/handlingsplaner/2017-2019'),
    ...(network.long && { 'thread_of_10000.member': page(`/debat/traad/${network.long}?side=100`, member) }),
  } as Record<PageName, { port: number; pid: number; ask: (n: number) => Ask }>);
  for (const [name, figures] of Object.entries(pages)) {
    printFigures(at(name), figures);
    if (figures.cpu !== null) print(at(`${name}.cpu`), figures.cpu, 'µs of the server a request');
  }
  const search = await load(port, (n) => ({ path: `/soeg?q=${encodeURIComponent(`${searchWords[n % searchWords.length]} ${searchWords[(n * 7 + 3) % searchWords.length]}`)}` }), { seconds: bench.seconds, lines: 1 });
  print(at('search.p50'), search.p50, 'ms');
  print(at('search.p95'), search.p95, 'ms');
  if (size === 100_000) goals('search at 100,000 posts, p95', search.p95, 'under', 50, 'ms');
  const ratio = pages['thread_page.reader'].perSecond / pages['thread_page.reader_uncached'].perSecond;
  print(at('ratio.cached_to_uncached'), ratio, 'times');
  const long = (pages as Record<string, Figures>)['thread_of_10000.member'];
  if (long) goals(`thread of 10,000 posts to one of 50, p50, at ${size} posts`, long.p50 / pages['thread_page.member'].p50, 'under', 1.25, 'times');
  if (!first) return;
  goals('cached page to its rendering', ratio, 'at least', 10, 'times');
  await besideBare(bench, fifty);
}

async function besideBare(bench: Bench, address: string): Promise<void> {
  const { port, pid } = bench;
  const answer = await once(port, { path: address });
  const html = brotliDecompressSync(answer.body).toString('utf8');
  print('thread_page.posts_in_html', html.match(/<article/g)?.length ?? 0, 'posts that stand there before any script');
  print('thread_page.compressed', answer.body.length / 1_024, 'KB');
  const { reference, port: bare } = await startReference(bench, 'http', bytesOf(answer));
  const figures = await inTurn(bench, { ours: { port, pid, ask: () => ({ path: address }) }, bare: { port: bare, pid: reference.pid, ask: () => ({ path: address }) } });
  await reference.stop();
  printFigures('reference.bare_http', figures.bare);
  if (figures.bare.cpu !== null && figures.ours.cpu !== null) {
    print('reference.bare_http.cpu', figures.bare.cpu, 'µs of the server a request');
    print('ratio.cached_to_bare_http.cpu', figures.bare.cpu / figures.ours.cpu, 'times');
  }
  print('ratio.cached_to_bare_http', figures.ours.perSecond / figures.bare.perSecond, 'times');
  goals('cached page to bare node http with the same bytes', figures.ours.perSecond / figures.bare.perSecond, 'at least', 0.5, 'times');
}

/** A post by one of the members; each has an address of their own, as people have. */
function aPost(bench: Bench, thread: string, n: number): Ask {
  const who = n % bench.cookies.length;
  const body = new URLSearchParams({ body: `Indlæg ${n}: ${searchWords.slice(n % 40, (n % 40) + 30).join(' ')}`, back: `/debat/traad/${thread}`, _key: randomUUID() }).toString();
  return { path: `/debat/traad/${thread}/indlaeg`, method: 'POST', body, headers: { cookie: bench.cookies[who] ?? '', 'x-forwarded-for': `10.0.${Math.floor(who / 250)}.${(who % 250) + 1}` } };
}

/** Pages while others write, and the first page after a write. */
export async function underWrites(bench: Bench, network: Network): Promise<void> {
  const { port } = bench;
  const [written = ''] = network.writing;
  let n = 0;
  const write = async () => {
    const { status } = await once(port, aPost(bench, written, n++));
    if (status !== 303) throw new Error(`a post was answered ${status}`);
  };
  // A first page of fifty, so that it is as long before as under the writes.
  for (let filled = 0; filled < 55; filled += 1) await write();
  const times: number[] = [];
  const line = await openLine(port);
  for (let k = 0; k < bench.repeats; k += 1) {
    await write();
    times.push((await line.ask(requestOf(port, { path: `/debat/traad/${written}` }))).first);
  }
  line.close();
  const after = figuresOf(times, 1);
  print('first_byte_after_write.p50', after.p50, 'ms');
  print('first_byte_after_write.p95', after.p95, 'ms');

  const seconds = bench.seconds * 3;
  // Twenty people who each write every other second.
  const writers = () => load(port, () => aPost(bench, written, n++), { seconds, lines: 20, expected: 303, pause: 2_000 });
  for (const [name, address] of [['page_written_to', `/debat/traad/${written}`], ['page_not_written_to', `/debat/traad/${network.fifty}`]] as const) {
    const read = () => load(port, () => ({ path: address }), { seconds, lines: 32 });
    const idle = await read();
    const [under, written_] = await Promise.all([read(), writers()]);
    print(`${name}.idle.p99`, idle.p99, 'ms');
    print(`${name}.under_writes.p99`, under.p99, 'ms');
    print(`${name}.under_writes`, under.perSecond, 'requests/s');
    print(`${name}.writes`, written_.perSecond, 'posts/s');
    goals(`p99 under writes to idle p99, ${name.replaceAll('_', ' ')}`, under.p99 / idle.p99, 'under', 3, 'times');
  }
}

/** From the request sent to the last receipt, beside bare socket.io with the same payload. */
export async function fanOut(bench: Bench, network: Network, crowds: number[]): Promise<void> {
  const [, thread = ''] = network.writing;
  let n = 0;
  const tell = async (port: number, crowd: Awaited<ReturnType<typeof gather>>): Promise<Figures> => {
    const line = await openLine(port);
    const times: number[] = [];
    for (let k = 0; k <= bench.repeats; k += 1) {
      const took = await crowd.heardByAll(() => line.ask(requestOf(port, aPost(bench, thread, n++))));
      if (k > 0) times.push(took);
    }
    line.close();
    return figuresOf(times, 1);
  };
  for (const count of crowds) {
    const crowd = await gather(bench.port, `thread:${thread}`, count);
    const ours = await tell(bench.port, crowd);
    const memory = memoryOf(bench.pid);
    const payload = crowd.last();
    crowd.close();
    const { reference, port } = await startReference(bench, 'sockets', payload);
    const bareCrowd = await gather(port, 'any', count);
    const bare = await tell(port, bareCrowd);
    bareCrowd.close();
    await reference.stop();
    for (const [name, figures] of [[`fan_out.${count}`, ours], [`reference.bare_socket_io.${count}`, bare]] as const) {
      for (const part of ['p50', 'p95', 'p99'] as const) print(`${name}.${part}`, figures[part], 'ms');
    }
    if (memory !== null) print(`memory.with_${count}_sockets`, memory, 'MB');
    if (count === crowds.at(-1)) goals(`fan-out to ${count} sockets, p95, to 1.5 times bare socket.io and 20 ms more`, ours.p95, 'under', 1.5 * bare.p95 + 20, 'ms');
  }
}

/** Twenty writers as fast as they can, beside bare transactions of one insert by twenty connections. */
export async function writes(bench: Bench, network: Network): Promise<void> {
  const seconds = bench.seconds * 3;
  const insert = async (): Promise<number> => {
    const reference = startNode(['--import', 'tsx', references, 'inserts'], { DATABASE_URL: bench.databaseUrl, SECONDS: String(seconds) }, bench.cores);
    let found: string | undefined;
    await until('bare inserts', reference, async () => (found = /inserts ([\d.]+)/.exec(reference.output())?.[1]) !== undefined);
    await reference.stop();
    return Number(found);
  };
  let n = 0;
  const ours = await load(bench.port, () => aPost(bench, network.writing[n % 20] ?? '', n++), { seconds, lines: 20, expected: 303 });
  const bare = await insert();
  print('posts.20_writers', ours.perSecond, 'posts/s');
  print('posts.20_writers.p99', ours.p99, 'ms');
  print('reference.bare_inserts', bare, 'transactions/s');
  print('ratio.posts_to_bare_inserts', ours.perSecond / bare, 'times');
  goals('posts from 20 writers to bare insert transactions', ours.perSecond / bare, 'at least', 0.3, 'times');
}
