import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { siteMap } from '~/remix.config.js';
import { connect, type Connection } from '~/db/client';
import { sessions } from '~/db/schema';
import { startProgram, type Program } from '../support/program';
import { signIn, visitor, type Visitor } from '../support/visitor';

let program: Program;
let database: Connection;
let password: string;
let organiser: Visitor;
beforeAll(async () => {
  program = await startProgram();
  database = connect(program.databaseUrl, 2);
  password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  organiser = await signIn(program.url, 'organiser@example.org', password);
});
afterAll(async () => {
  await database.close();
  await program.stop();
});

const withParts = siteMap.map(([address]) => `/${String(address)}`).filter((address) => address.includes(':'));
/** What no address can be: no id, NUL, letters a header cannot hold, a line end, a way out of the site, a figure beyond all. */
const oddities = ['xx', '%00', '%E6%97%A5%F0%9F%98%80', '%0d%0aX-Evil:%201', '..%2f..%2f%2fevil.example', '%5C%5Cevil.example', '99999999999999999999', '__proto__'];
const odd = (address: string, part: string) => address.replace(/:\w+/g, part);

describe('addresses that are none', () => {
  it.each(['', '.data'])('are not found, whatever stands in them (%s)', async (twin) => {
    const asked = oddities.flatMap((part) => withParts.map((address) => odd(address, part) + twin));
    const answers = await Promise.all(asked.map(async (address) => {
      const answer = await fetch(program.url + address, { redirect: 'manual', headers: { accept: 'text/html' } });
      return { address, status: answer.status, to: answer.headers.get('location') };
    }));
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    // Sent on, if at all, to where the address belongs, within the site.
    expect(answers.filter(({ to }) => to !== null && (!/^\/(?!\/)[\x21-\x7e]*$/.test(to) || to.includes('\\') || /\/\.\.?(\/|$)/.test(to)))).toEqual([]);
  });

  it.each(['xx', '%00'])('take no form: %s', async (part) => {
    const answers = await Promise.all(withParts.map(async (address) => ({ address, status: (await organiser.post(odd(address, part), { body: 'Tekst', text: 'Tekst', version: '1', rule: 'abuse', reason: 'Grund', decision: 'decline', answer: 'online' })).status })));
    expect(answers.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
  });

  it('of versions beyond all are not found', async () => {
    expect((await visitor(program.url).get('/moeder/2018-08-22-foerste-moede-i-ogp-forummet/dagsorden?version=99999999999')).status).toBe(404);
  });
});

describe('requests that no page of ours makes', () => {
  const send = (headers: Record<string, string>, body: BodyInit) => fetch(`${program.url}/glemt-adgangskode`, { method: 'POST', headers: { origin: program.url, ...headers }, body, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) } as RequestInit);
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' };

  it.each<[string, number, () => Promise<Response>]>([
    ['more bytes than any form', 413, () => send(asForm, `email=${'a'.repeat(3_000_000)}`)],
    ['bytes without end', 413, () => { let n = 0; return send(asForm, new ReadableStream({ pull: (out) => (n++ < 30 ? out.enqueue(new Uint8Array(100_000).fill(97)) : out.close()) })); }],
    ['a hundred thousand fields', 413, () => send(asForm, Array.from({ length: 100_000 }, (_, n) => `f${n}=1`).join('&'))],
    ['a form cut off in the middle', 422, () => send({ 'content-type': 'multipart/form-data; boundary=X' }, '--X\r\nContent-Disposition: form-data; name="email"\r\n\r\nhalf')],
    ['something that is no form', 422, () => send({ 'content-type': 'application/json' }, '{"email":"nogen@example.org"}')],
    ['fields with the names of the language', 422, () => send(asForm, '__proto__=1&__proto__=2&constructor=3&toString=4')],
  ])('%s: %i', async (_what, status, ask) => {
    const began = performance.now();
    expect((await ask()).status).toBe(status);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])('%s is no method here', async (method) => {
    const { port } = new URL(program.url);
    const answer = await new Promise<{ status: number | undefined; allow: string | undefined }>((resolve, reject) => {
      request({ host: '127.0.0.1', port, method, path: '/log-ud' }, (got) => resolve({ status: (got.resume(), got.statusCode), allow: got.headers.allow })).on('error', reject).end();
    });
    expect(answer).toEqual({ status: 405, allow: 'GET, HEAD, POST, OPTIONS' });
  });

  it.each([['', 'Gå tilbage'], ['/en', 'Go back']])('are told what to do, in the language of the address (%s)', async (prefix, words) => {
    const asked = [
      [405, fetch(`${program.url}${prefix}/log-ud`, { method: 'DELETE' })],
      [405, fetch(`${program.url}${prefix}/moeder`, { method: 'POST', headers: { origin: program.url, accept: 'text/html', ...asForm }, body: 'title=x' })],
      [413, fetch(`${program.url}${prefix}/glemt-adgangskode`, { method: 'POST', headers: { origin: program.url, ...asForm }, body: `email=${'a'.repeat(3_000_000)}` })],
      [413, fetch(`${program.url}${prefix}/glemt-adgangskode`, { method: 'POST', headers: { origin: program.url, accept: 'text/html', ...asForm }, body: Array.from({ length: 100_000 }, (_, n) => `f${n}=1`).join('&') })],
    ] as const;
    for (const [status, ask] of asked) {
      const answer = await ask;
      expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(words)]);
    }
  });

  it('a day that no calendar of ours has', async () => {
    const typed = { title: 'Et møde i år nul', purpose: 'Formål', day: '0000-01-01', start: '10:00', end: '11:00', deadlineDay: '0000-01-01', deadlineTime: '09:00', place: 'Sal' };
    const answer = await organiser.post('/moeder/ny', typed);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(typed.title);
  });
});

describe('a session that ended while someone wrote', () => {
  const hidden = (page: string, name: string, value: string) => new RegExp(`<input(?=[^>]* type="hidden")(?=[^>]* name="${name}")(?=[^>]* value="${value}")`).test(page);

  it('gives the form back, or its words and a button where the page itself cannot be shown', async () => {
    const owner = await signIn(program.url, 'owner@example.org', password);
    const mine = await owner.get('/min-side/oplysninger');
    expect(mine.status).toBe(200);
    await database.db.delete(sessions);
    const thread = await owner.post('/debat/nyt', { about: 'general', title: 'En titel', body: 'Mange ord' });
    const threadPage = await thread.text();
    expect(thread.status).toBe(401);
    expect(threadPage).toContain('En titel');
    expect(threadPage).toMatch(/<textarea[^>]*name="body"[^>]*>Mange ord/);
    const profile = await owner.post('/min-side/oplysninger', { name: 'Et nyt navn', kind: 'citizen', language: 'da', version: '1' });
    const profilePage = await profile.text();
    expect(profile.status).toBe(401);
    expect(profilePage).toContain('Du er ikke logget ind.');
    expect([hidden(profilePage, 'name', 'Et nyt navn'), hidden(profilePage, 'version', '1')]).toEqual([true, true]);
  });
});
