import { createServer, type RequestListener } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '~/db/client';
import { startEmbedded, type Embedded } from '~/db/embedded';
import { migrateDatabase } from '~/db/migrate';
import { firstStart } from '~/db/seed/first-start';
import { asWorker, isWorker, sharePolling, startWorkers } from './cluster';
import { readConfig, type Config } from './config';
import { makeFolder } from './folder';
import { makeLog } from './log';
import { serve } from './serve';
import { makeServices } from './services';

const root = process.env.OGP_FORUM_ROOT ?? fileURLToPath(new URL('..', import.meta.url));
const development = process.env.NODE_ENV === 'development';

/** One clear line and exit 1: nothing was started, nothing is left behind. */
function giveUp(line: string): never {
  process.stderr.write(`ogp-forum: ${line}\n`);
  process.exit(1);
}

const read = readConfig(process.env);
if ('problems' in read) giveUp(`wrong setting: ${read.problems.join('; ')}`);
const config: Config = read.config;
const log = makeLog(config.logLevel);
/** What answers requests: until everything is there, a plain "not yet". */
let answer: RequestListener = (_req, res) => res.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '2' }).end('Starting');
const http = createServer((req, res) => answer(req, res));

/** Answers null, or why the address cannot be had. */
async function listen(): Promise<string | null> {
  return new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.port, config.host, () => resolve());
  }).then(() => null, (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return `port ${config.port} on ${config.host} is taken; set PORT to another one`;
    if (error.code === 'EACCES') return `not allowed to use port ${config.port}; set PORT to one above 1024`;
    return `cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}); check HOST`;
  });
}

async function openDatabase(): Promise<{ url: string; embedded: Embedded | null }> {
  if (config.databaseUrl) return { url: config.databaseUrl, embedded: null };
  // Each process that serves may hold some thirty connections.
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: (line) => log.info(line), maxConnections: Math.max(100, 60 + 35 * config.workers) });
  return { url: embedded.url, embedded };
}

/** What is done once, however many processes serve: the folder, the database, the first contents. */
async function prepare(): Promise<{ url: string; embedded: Embedded | null; greeting: string }> {
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
  await connection.close();
  return { url, embedded, greeting };
}

/** One process that does everything. */
async function alone(): Promise<void> {
  const problem = await listen();
  if (problem) giveUp(problem);
  const { url, embedded, greeting } = await prepare();
  const serving = await serve({ config, log, http, root, development, url });
  ({ answer } = serving);
  greet(greeting);
  endBy(async () => {
    await serving.stop();
    await embedded?.stop();
  });
}

/** Keeps the database and the workers; serves nobody itself. */
async function first(): Promise<void> {
  const workers = startWorkers(config.workers, log);
  const problem = await workers.listening;
  if (problem) giveUp(problem);
  const { url, embedded, greeting } = await prepare();
  const late = await workers.begin(url);
  const end = async () => {
    await workers.stop();
    await embedded?.stop();
  };
  if (late) {
    await end();
    giveUp(late);
  }
  greet(greeting);
  endBy(end);
}

async function worker(): Promise<void> {
  // Heard from the beginning: either may be said before there is use for it.
  const [database, stopped] = [asWorker.database(), asWorker.stop()];
  const refuse = async (line: string) => {
    await asWorker.say({ say: 'gave up', line });
    process.exit(1);
  };
  // Ctrl-C comes to all at once; the first process says when to stop.
  process.on('SIGINT', () => undefined);
  const taken = asWorker.listensFirst ? await listen() : null;
  if (taken) return refuse(taken);
  await asWorker.say({ say: 'listening' });
  const serving = await serve({ config, log, http, root, development, url: await database });
  await sharePolling(http, serving.hub, log);
  ({ answer } = serving);
  const late = asWorker.listensFirst ? null : await listen();
  if (late) return refuse(late);
  endBy(() => serving.stop(), stopped);
  await asWorker.say({ say: 'ready' });
}

const greet = (greeting: string): boolean => process.stdout.write(`\nOGP-forum ${version()} is ready: ${config.baseUrl}\n${greeting}\n`);

/** Stops well at a signal, or when told. A part that does not stop well does not keep the next one from stopping. */
function endBy(end: () => Promise<void>, told?: Promise<unknown>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await end().catch((error: unknown) => log.error({ err: error }, 'did not stop well'));
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) if (signal !== 'SIGINT' || !told) process.on(signal, () => void stop());
  void told?.then(stop);
}

function version(): string {
  return (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

(isWorker() ? worker : config.workers > 1 && !development ? first : alone)().catch((error: unknown) => {
  log.fatal({ err: error }, 'start failed');
  giveUp(`cannot start: ${error instanceof Error ? error.message : String(error)}`);
});
