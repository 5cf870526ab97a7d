import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '~/db/client';
import { members, threads } from '~/db/schema';
import { startProgram, type Program } from '../support/program';

let program: Program;
let second: Program;
beforeAll(async () => {
  program = await startProgram({ env: { WORKERS: '2' } });
  second = await startProgram({ databaseUrl: program.databaseUrl, env: { WORKERS: '1' } });
});
afterAll(async () => {
  await second.stop();
  await program.stop();
});
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', url = program.url) => fetch(`${url}${path}`, { method, redirect: 'manual', headers: { accept: 'text/html', ...headers } });

it('is the same in each encoding and for HEAD, and is not sent to one who has it', async () => {
  const plain = await ask('/handlingsplaner', { 'accept-encoding': 'identity' });
  const html = await plain.text();
  const tag = plain.headers.get('etag') ?? '';
  expect([plain.headers.get('content-encoding'), plain.headers.get('vary'), plain.headers.get('cache-control')]).toEqual([null, 'Cookie, Accept-Encoding', 'no-cache']);
  for (const encoding of ['br', 'gzip', 'gzip, br;q=0']) {
    const answered = await ask('/handlingsplaner', { 'accept-encoding': encoding });
    expect([answered.headers.get('content-encoding'), answered.headers.get('etag'), (await answered.text()) === html]).toEqual([encoding.split(',')[0], tag, true]);
  }
  const head = await ask('/handlingsplaner', { 'accept-encoding': 'br' }, 'HEAD');
  expect([head.status, head.headers.get('etag'), Number(head.headers.get('content-length')) > 1_000, await head.text()]).toEqual([200, tag, true, '']);
  for (const tags of [tag, `W/"another", ${tag}`, '*']) {
    const known = await ask('/handlingsplaner', { 'if-none-match': tags, connection: 'close' });
    expect([known.status, known.headers.get('etag'), known.headers.get('content-security-policy')?.includes('sha256-'), await known.text()]).toEqual([304, tag, true, '']);
  }
});

it.each(['/', '/handlingsplaner/2017-2019', '/en/moeder'])('%s names its own scripts by their digests, and no secret of one request', async (path) => {
  const page = await ask(path);
  const html = await page.text();
  const policy = page.headers.get('content-security-policy') ?? '';
  expect([/nonce/.test(html), /nonce|strict-dynamic|unsafe/.test(policy)]).toEqual([false, false]);
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => `'sha256-${createHash('sha256').update(match[1] ?? '').digest('base64')}'`);
  expect(inline.length).toBeGreaterThan(1);
  expect(inline.filter((digest) => !policy.includes(digest))).toEqual([]);
  expect(policy).toContain(`${new URL(program.url).host}/assets/`);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  const again = await ask(path);
  expect(again.headers.get('x-request-id')).not.toBe(page.headers.get('x-request-id'));
  expect(html).not.toContain(page.headers.get('x-request-id'));
});

it('a page with a form has a key of its own each time', async () => {
  const keys = await Promise.all([1, 2, 3].map(async () => /name="_key" value="([^"]+)"/.exec(await (await ask('/glemt-adgangskode')).text())?.[1]));
  expect(new Set(keys).size).toBe(3);
  expect((await ask('/glemt-adgangskode')).headers.get('content-security-policy')).toContain('nonce-');
});

it('is another for somebody with a session, and for somebody with one that has run out', async () => {
  for (const cookie of ['session=ingen', 'a=b; session=ingen']) {
    const page = await ask('/', { cookie });
    expect([page.status, page.headers.get('etag'), page.headers.get('content-security-policy')?.includes('nonce-')]).toEqual([200, null, true]);
  }
});

it('answers a strange host and a page that is not there as ever', async () => {
  expect((await ask('/findes-ikke')).status).toBe(404);
  expect((await ask('/findes-ikke')).headers.get('etag')).toBeNull();
  expect((await ask('/min-side')).status).toBe(302);
});

it('is new in every process at once after a commit from anywhere', async () => {
  const { db, close } = connect(program.databaseUrl, 2);
  const [member] = await db.select({ id: members.id }).from(members).limit(1);
  await db.insert(threads).values({ category: 'general', title: 'Første titel', authorId: member?.id ?? null, postCount: 1, lastPostAt: new Date(), createdAt: new Date() });
  for (let n = 0; n < 6; n += 1) {
    await db.update(threads).set({ title: `Titel nummer ${n}.` }).where(eq(threads.category, 'general'));
    // Connections of their own: each may come to another worker.
    const pages = await Promise.all(Array.from({ length: 6 }, (_, k) => ask('/debat', { connection: 'close' }, 'GET', (k % 3 === 0 ? second : program).url).then((page) => page.text())));
    expect(pages.filter((html) => !html.includes(`Titel nummer ${n}.`)).length).toBe(0);
  }
  await close();
});
