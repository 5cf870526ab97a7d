import { createServer, type RequestListener } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { connect } from '~/db/client';
import { startEmbedded, type Embedded } from '~/db/embedded';
import { migrateDatabase } from '~/db/migrate';
import { firstStart } from '~/db/seed/first-start';
import { readConfig, type Config } from './config';
import { makeFolder } from './folder';
import { makeApp, type Assets } from './http/app';
import { startJobs } from './jobs';
import { makeLog } from './log';
import { startListener } from './mail/inbound/listener';
import { makePost } from './mail/transport';
import { makeHub } from './realtime/hub';
import { makeServices } from './services';

const root = process.env.OGP_FORUM_ROOT ?? fileURLToPath(new URL('..', import.meta.url));
const development = process.env.NODE_ENV === 'development';

/** One clear line and exit 1: nothing was started, nothing is left behind. */
function giveUp(line: string): never {
  process.stderr.write(`ogp-forum: ${line}\n`);
  process.exit(1);
}

async function remixSide(): Promise<{ build: ServerBuild | (() => Promise<ServerBuild>); assets: Assets; hmr: (() => Promise<void>) | null }> {
  if (!development) {
    const build = (await import(pathToFileURL(path.join(root, 'build/server/index.js')).href)) as ServerBuild;
    return { build, assets: { kind: 'built', folder: path.join(root, 'build/client') }, hmr: null };
  }
  const vite = await (await import('vite')).createServer({ root, server: { middlewareMode: true, hmr: { server: http } } });
  return { build: () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>, assets: { kind: 'vite', middleware: vite.middlewares }, hmr: () => vite.close() };
}

const read = readConfig(process.env);
if ('problems' in read) giveUp(`wrong setting: ${read.problems.join('; ')}`);
const config: Config = read.config;
const log = makeLog(config.logLevel);
/** What answers requests: until everything is there, a plain "not yet". */
let answer: RequestListener = (_req, res) => res.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '2' }).end('Starting');
const http = createServer((req, res) => answer(req, res));

async function listen(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.port, config.host, () => resolve());
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') giveUp(`port ${config.port} on ${config.host} is taken; set PORT to another one`);
    if (error.code === 'EACCES') giveUp(`not allowed to use port ${config.port}; set PORT to one above 1024`);
    giveUp(`cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}); check HOST`);
  });
}

async function openDatabase(): Promise<{ url: string; embedded: Embedded | null }> {
  if (config.databaseUrl) return { url: config.databaseUrl, embedded: null };
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: (line) => log.info(line) });
  return { url: embedded.url, embedded };
}

async function main(): Promise<void> {
  await listen();
  await makeFolder(config.dataDir).catch((error: NodeJS.ErrnoException) => giveUp(`cannot make the folder ${config.dataDir} (${error.code ?? error.message}); set DATA_DIR to one that can be written`));
  const { url, embedded } = await openDatabase();
  await migrateDatabase(url, path.join(root, 'db/migrations')).catch(async (error: Error & { code?: string }) => {
    await embedded?.stop();
    giveUp(`cannot use the database (${error.code ?? error.message}); check DATABASE_URL`);
  });
  const connection = connect(url);
  const services = makeServices(config, connection, log);
  await services.files.check().catch(async (error: NodeJS.ErrnoException) => {
    await connection.close();
    await embedded?.stop();
    giveUp(config.s3 ? `cannot use the file store at ${config.s3.url} (${error.message}); check FILES_URL, FILES_REGION, FILES_KEY_ID and FILES_SECRET` : `cannot write files in ${config.dataDir} (${error.code ?? error.message}); check DATA_DIR`);
  });
  const greeting = await firstStart(services);
  const { build, assets, hmr } = await remixSide();
  const post = makePost(config);
  const jobs = await startJobs(services, post, url);
  const listener = config.inbound.listen ? await startListener(services, config.inbound.listen) : null;
  const hub = await makeHub(services, http, { shared: development });
  answer = makeApp(services, build, assets);

  process.stdout.write(`\nOGP-forum ${version()} is ready: ${config.baseUrl}\n${greeting}\n`);

  let stopping = false;
  // What was under way when the connections closed may fail late: that is told, and does not break off the stop.
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'nobody waited for this failure');
    if (!stopping) process.exit(1);
  });
  const closeHttp = async () => {
    // Requests under way get five seconds to end.
    const impatient = setTimeout(() => http.closeAllConnections(), 5_000);
    if (http.listening) await new Promise((resolve) => (http.close(resolve), http.closeIdleConnections()));
    clearTimeout(impatient);
  };
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // From the outside in; a part that does not stop well is told of and does not keep the next one from stopping.
    for (const [part, end] of Object.entries({
      realtime: () => hub.close(), http: closeHttp, inbox: async () => listener?.stop(), jobs: () => jobs.stop(), vite: async () => hmr?.(), mail: async () => post.close(), connection: () => connection.close(), database: async () => embedded?.stop(),
    })) {
      await end().catch((error: unknown) => log.error({ err: error, part }, 'did not stop well'));
    }
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

function version(): string {
  return (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'start failed');
  giveUp(`cannot start: ${error instanceof Error ? error.message : String(error)}`);
});
