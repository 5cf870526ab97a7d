import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder';
import { eventually, freePort, startProgram, type Program } from '../support/program';

const root = fileURLToPath(new URL('../..', import.meta.url));
const running: Program[] = [];
const folders: string[] = [];
const folder = async () => {
  const made = await temporaryFolder('start');
  folders.push(made);
  return made;
};
const start = async (options: Parameters<typeof startProgram>[0]) => {
  const program = await startProgram(options);
  running.push(program);
  return program;
};

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
  for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true });
});

/** Runs the program with a setting it must refuse; answers what it said and how it ended. */
async function refused(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [path.join(root, 'build/start.js')], { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: await folder(), LOG_LEVEL: 'silent', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, said };
}

describe('npm start', () => {
  it('starts its own PostgreSQL, tells how to sign in, and keeps everything for the second start', async () => {
    const dataDir = await folder();
    const first = await start({ databaseUrl: null, dataDir });
    const password = (await readFile(path.join(dataDir, 'example-password'), 'utf8')).trim();
    await eventually(async () => first.output().includes(password), 'the greeting');
    expect(first.output()).toContain(first.url);
    expect(first.output()).toContain('organiser@example.org');
    const meetings = async (program: Program) => [...(await (await fetch(`${program.url}/moeder`)).text()).matchAll(/href="(\/moeder\/\d{4}[^"/]+)"/g)].map((match) => match[1]).sort();
    const before = await meetings(first);
    expect(before.length).toBeGreaterThanOrEqual(2);
    await first.kill('SIGTERM');
    // With what it said, where it did not end well.
    expect([first.child.exitCode, first.child.exitCode === 0 ? '' : first.output()]).toEqual([0, '']);

    const second = await start({ databaseUrl: null, dataDir });
    expect(await meetings(second)).toEqual(before);
    expect((await readFile(path.join(dataDir, 'example-password'), 'utf8')).trim()).toBe(password);
  });

  it('starts again after SIGKILL', async () => {
    const dataDir = await folder();
    const first = await start({ databaseUrl: null, dataDir, env: { EXAMPLE_DATA: 'none' } });
    await first.kill('SIGKILL');
    const second = await start({ databaseUrl: null, dataDir, env: { EXAMPLE_DATA: 'none' } });
    expect((await fetch(`${second.url}/klar`)).status).toBe(200);
  });

  it('loads the whole example network when the first start was killed in the middle of it', async () => {
    const dataDir = await folder();
    const child = spawn(process.execPath, [path.join(root, 'build/start.js')], { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDir, PORT: String(await freePort()), LOG_LEVEL: 'silent' }, stdio: 'ignore' });
    const exited = once(child, 'exit');
    await eventually(async () => (await readdir(dataDir)).includes('example-password'), 'the beginning of the example');
    child.kill('SIGKILL');
    await exited;
    const program = await start({ databaseUrl: null, dataDir });
    const list = await (await fetch(`${program.url}/moeder`)).text();
    const slugs = new Set([...list.matchAll(/href="\/moeder\/(\d{4}-[^"/]+)"/g)].map((match) => match[1] ?? ''));
    expect(slugs.size).toBe(2);
    const coming = [...slugs].find((slug) => !slug.startsWith('2018')) ?? '';
    const proposals = await (await fetch(`${program.url}/moeder/${coming}/forslag`)).text();
    expect(new Set([...proposals.matchAll(/href="(\/forslag\/[\da-f-]{36})"/g)].map((match) => match[1])).size).toBe(2);
  });

  it('starts nothing embedded when DATABASE_URL is set', async () => {
    const program = await start({ env: { EXAMPLE_DATA: 'none' } });
    expect((await fetch(`${program.url}/klar`)).status).toBe(200);
    expect((await readdir(program.dataDir)).filter((name) => name.startsWith('postgres'))).toEqual([]);
  });

  it('shares one database between two processes that start at once', async () => {
    const first = await start({ env: { EXAMPLE_DATA: 'none' } });
    const second = await start({ databaseUrl: first.databaseUrl, env: { EXAMPLE_DATA: 'none' } });
    expect(await Promise.all([first, second].map(async ({ url }) => (await fetch(`${url}/klar`)).status))).toEqual([200, 200]);
  });

  it('says in one line that the port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    const { code, said } = await refused({ PORT: String(port) });
    holder.close();
    expect(code).toBe(1);
    expect(said).toBe(`ogp-forum: port ${port} on 127.0.0.1 is taken; set PORT to another one\n`);
  });

  it.each([
    [{ PORT: 'tre' }, 'PORT must be a whole number'],
    [{ PORT: '70000' }, 'PORT must be from 1 to 65535'],
    [{ BASE_URL: 'example.org' }, 'BASE_URL must be an address'],
    [{ DATABASE_URL: 'mysql://127.0.0.1/x' }, 'DATABASE_URL must be an address'],
    [{ SMTP_URL: 'http://127.0.0.1' }, 'SMTP_URL must be an address'],
    [{ MAIL_FROM: 'nobody' }, 'MAIL_FROM must be a mail address'],
    [{ EXAMPLE_DATA: 'yes' }, 'EXAMPLE_DATA must be auto or none'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ TRUST_PROXY: 'perhaps' }, 'TRUST_PROXY must be'],
    [{ TRUST_PROXY: '10.0.0.0/8, 1.2.3.4.5' }, 'TRUST_PROXY must be'],
    [{ PORT: '1', DATABASE_URL: 'postgres://127.0.0.1:1/x', HOST: '203.0.113.7' }, 'cannot listen on 203.0.113.7'],
  ])('refuses %j in one clear line', async (env: Record<string, string>, sentence) => {
    const { code, said } = await refused({ PORT: String(await freePort()), ...env });
    expect([code, said.trim().split('\n').length]).toEqual([1, 1]);
    expect(said).toContain(sentence);
  });

  it('says that the folder cannot be made where a link leads nowhere', async () => {
    const link = path.join(await folder(), 'mount');
    await symlink('/nowhere/at/all', link);
    const { code, said } = await refused({ PORT: String(await freePort()), DATA_DIR: path.join(link, 'data') });
    expect([code, said]).toEqual([1, `ogp-forum: cannot make the folder ${link}/data (EEXIST); set DATA_DIR to one that can be written\n`]);
  });

  it('says that the database cannot be reached', async () => {
    const { code, said } = await refused({ PORT: String(await freePort()), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(said).toMatch(/^ogp-forum: cannot use the database \(ECONNREFUSED\); check DATABASE_URL\n$/);
  });
});
