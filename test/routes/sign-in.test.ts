import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safePath } from '~/app/routes/members/safe-path';
import { emptyDatabase, eventually, startProgram, type Program } from '../support/program';

const root = fileURLToPath(new URL('../..', import.meta.url));
const password = 'tre grønne cykler';
let program: Program;
beforeAll(async () => {
  program = await startProgram({ databaseUrl: await emptyDatabase(), env: { LOG_LEVEL: 'info', EXAMPLE_DATA: 'none' } });
});
afterAll(() => program.stop());

type Asked = { status: number; location: string | null; cookie: string | null; body: string };
async function ask(address: string, form?: Record<string, string>, cookie?: string): Promise<Asked> {
  const headers: Record<string, string> = cookie ? { cookie } : {};
  const answer = await fetch(program.url + address, { redirect: 'manual', headers, ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}) });
  return { status: answer.status, location: answer.headers.get('location'), cookie: answer.headers.get('set-cookie'), body: await answer.text() };
}
/** What a person sees of a page, without what is new in every answer. */
const seen = ({ body }: Asked) => (/<main[^>]*>(.*)<\/main>/s.exec(body)?.[1] ?? '').replace(/name="_key" value="[^"]*"/g, '').replace(/[\w-]+@example\.org/g, '…');

async function letters(): Promise<string[]> {
  const folder = path.join(program.dataDir, 'mail');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.map((text) => text.replace(/=\r?\n/g, '').replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
}
const linkTo = (email: string, address: string) => eventually(async () => (await letters()).filter((text) => text.includes(email)).flatMap((text) => new RegExp(`(/${address}/[\\w-]{43})`).exec(text)?.[1] ?? []).at(-1), `the letter to ${email}`);

const join = (email: string) => ask('/opret', { name: 'Ny Deltager', email, password });
async function aConfirmed(email: string): Promise<void> {
  await join(email);
  await ask(await linkTo(email, 'bekraeft'), {});
}
async function signedIn(email: string): Promise<string> {
  const { status, cookie } = await ask('/log-ind', { email, password });
  if (status !== 303 || !cookie) throw new Error(`not signed in: ${status}`);
  return cookie.split(';')[0] ?? '';
}

describe('joining', () => {
  it('answers a known address as an unknown one', async () => {
    const [unknown, known] = [await join('kendt@example.org'), await join('kendt@example.org')];
    expect(unknown).toMatchObject({ status: 303, location: '/opret/sendt', cookie: null });
    expect({ ...known, body: '' }).toEqual({ ...unknown, body: '' });
    expect((await ask('/opret/sendt')).body).toContain('Se i din indbakke');
  });

  it('gives a refused form back as typed, without the password', async () => {
    const refused = await ask('/opret', { name: 'Ny <b>', email: 'ny', password, organisation: 'En forening', kind: 'citizen' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('Ny &lt;b&gt;');
    expect(refused.body).not.toContain(password);
    expect((await ask('/opret', { name: 'Ny', email: 'let@example.org', password: 'adgangskode1' })).status).toBe(422);
  });

  it('confirms by a button, not by opening the link, and once', async () => {
    await join('knap@example.org');
    const link = await linkTo('knap@example.org', 'bekraeft');
    for (let n = 0; n < 2; n += 1) expect(await ask(link)).toMatchObject({ status: 200 });
    expect(await ask(link, {})).toMatchObject({ status: 303, location: '/log-ind?besked=confirmed', cookie: null });
    expect((await ask(link)).status).toBe(410);
    expect((await ask(link, {})).status).toBe(410);
  });
});

describe('signing in', () => {
  it('sets no cookie before, a guarded one after, and none that lives on', async () => {
    await aConfirmed('ind@example.org');
    for (const address of ['/', '/log-ind', '/opret', '/glemt-adgangskode']) expect((await ask(address)).cookie).toBeNull();
    const entered = await ask('/log-ind', { email: 'IND@example.org', password });
    expect(entered).toMatchObject({ status: 303, location: '/' });
    expect(entered.cookie).toMatch(/^session=\w+; HttpOnly; Max-Age=\d+; Path=\/; SameSite=Lax$/);
    const cookie = entered.cookie?.split(';')[0];
    expect(await ask('/min-side', undefined, cookie)).toMatchObject({ status: 200 });
    expect(await ask('/log-ind', undefined, cookie)).toMatchObject({ location: '/min-side' });
    expect(await ask('/log-ud', {}, cookie)).toMatchObject({ status: 303, location: '/?besked=signed_out', cookie: expect.stringContaining('Max-Age=0') as string });
    expect(await ask('/min-side', undefined, cookie)).toMatchObject({ status: 302, location: '/log-ind?videre=%2Fmin-side' });
  });

  it('answers an unknown address as a wrong password', async () => {
    await aConfirmed('findes@example.org');
    const [wrong, unknown] = [await ask('/log-ind', { email: 'findes@example.org', password: 'noget andet' }), await ask('/log-ind', { email: 'ukendt@example.org', password: 'noget andet' })];
    expect([wrong.status, unknown.status, wrong.cookie, unknown.cookie]).toEqual([422, 422, null, null]);
    expect(seen(wrong)).toContain('E-mailadressen eller adgangskoden er forkert.');
    expect(seen(unknown)).toBe(seen(wrong));
  });

  it('says 429 after ten', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => ask('/log-ind', { email: 'gaet@example.org', password: 'forkert kode' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(422), ...Array<number>(4).fill(429)]);
  });

  it('goes on to a page of this site, and to no other', async () => {
    await aConfirmed('videre@example.org');
    const goes = async (videre: string) => (await ask('/log-ind', { email: 'videre@example.org', password, videre })).location;
    expect(await goes('/en/moeder?side=2')).toBe('/en/moeder?side=2');
    expect(await goes('//evil.example')).toBe('/');
    expect((await ask('/log-ind?videre=https%3A%2F%2Fevil.example', { email: 'videre@example.org', password })).location).toBe('/');
    expect((await ask('/log-ind?videre=%2Fmoeder', { email: 'videre@example.org', password })).location).toBe('/moeder');
    expect((await ask('/en/log-ind', { email: 'videre@example.org', password })).location).toBe('/en');
  });

  it.each(['//evil.example', '/\\evil.example', '\\/evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example', '/.//evil.example', '/a/..//evil.example', '/%2e//evil.example', 'moeder', '', '/\n', ' /moeder'])('takes %j for no path', (wanted) => {
    expect(safePath(wanted)).toBeNull();
  });
  it.each(['/', '/moeder', '/moeder?side=2#forslag', '/en/soeg?q=https://eksempel.dk'])('takes %j for a path', (wanted) => {
    expect(safePath(wanted)).toBe(wanted);
  });

  it('leads whoever opens the address for signing out to the front page', async () => {
    const answer = await fetch(`${program.url}/en/log-ud`, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/en']);
  });

  it('refuses a form from another site', async () => {
    const answer = await fetch(`${program.url}/log-ud`, { method: 'POST', headers: { origin: 'https://evil.example', cookie: await signedIn('videre@example.org') } });
    expect(answer.status).toBe(403);
  });
});

describe('a new password', () => {
  it('is answered alike for known and unknown, set once, and ends the sessions', async () => {
    await aConfirmed('glemt@example.org');
    const cookie = await signedIn('glemt@example.org');
    const [known, unknown] = [await ask('/glemt-adgangskode', { email: 'glemt@example.org' }), await ask('/glemt-adgangskode', { email: 'aldrig-set@example.org' })];
    expect(known).toMatchObject({ status: 303, location: '/glemt-adgangskode/sendt', cookie: null });
    expect(unknown).toEqual(known);
    const link = await linkTo('glemt@example.org', 'ny-adgangskode');
    expect((await ask(link)).status).toBe(200);
    expect((await ask(link, { password: 'for kort' })).status).toBe(422);
    expect(await ask(link, { password: 'fire blå cykler' })).toMatchObject({ status: 303, location: '/log-ind?besked=password_set' });
    expect((await ask(link, { password: 'fem blå cykler' })).status).toBe(410);
    expect((await ask('/min-side', undefined, cookie)).status).toBe(302);
  });
});

describe('the first administrator', () => {
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [path.join(root, 'build/admin.js'), ...args], { env: { ...process.env, DATABASE_URL: program.databaseUrl, BASE_URL: program.url, DATA_DIR: program.dataDir } })
    .then(({ stdout }) => ({ code: 0, stdout, stderr: '' }), (error: { code: number; stdout: string; stderr: string }) => error);

  it('chooses a password by a link that works once, and is signed in', async () => {
    const { stdout } = await run('Foerste@example.org');
    const link = new RegExp(`${program.url}(/foerste-login/[\\w-]{43})`).exec(stdout)?.[1] ?? '';
    expect((await ask(link)).body).toContain('foerste@example.org');
    const entered = await ask(link, { password });
    expect(entered).toMatchObject({ status: 303, location: '/min-side?besked=password_set' });
    const list = await ask('/organisation/medlemmer', undefined, entered.cookie?.split(';')[0]);
    expect(list.status).toBe(200);
    expect(list.body).toContain('foerste@example.org');
    expect((await ask(link, { password })).status).toBe(410);
    expect((await run('foerste@example.org')).stdout).toContain('is an administrator already');
  });

  it.each<[string[], string]>([[[], 'name the e-mail address'], [['ikke-en-adresse'], 'is not an e-mail address']])('refuses %j with a clear line', async (args, line) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(line);
  });

  it('says why a role is refused, on a page of its own', async () => {
    const refused = await ask('/organisation/medlemmer/x/rolle', { role: 'admin' }, await signedIn('videre@example.org'));
    expect(refused.status).toBe(403);
    expect(seen(refused)).toContain('Kun administratorer kan gøre dette.');
  });

  it('keeps the members from everyone else', async () => {
    expect(await ask('/organisation/medlemmer')).toMatchObject({ status: 302, location: '/log-ind?videre=%2Forganisation%2Fmedlemmer' });
    expect((await ask('/organisation/medlemmer', undefined, await signedIn('videre@example.org'))).status).toBe(403);
  });
});

describe('secrets', () => {
  it('stand in no log and no password in a mail', async () => {
    const texts = await letters();
    const links = texts.flatMap((text) => [...text.matchAll(/\/(?:bekraeft|ny-adgangskode)\/([\w-]{43})/g)].map((match) => match[1] ?? ''));
    expect(links.length).toBeGreaterThan(0);
    for (const secret of [password, encodeURIComponent(password), 'fire blå cykler', 'argon2', ...links]) expect([secret, program.output().includes(secret)]).toEqual([secret, false]);
    for (const secret of [password, 'argon2']) expect(texts.some((text) => text.includes(secret))).toBe(false);
  });
});
