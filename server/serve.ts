import type { Server } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { RequestListener } from 'node:http';
import type { ServerBuild } from '@remix-run/node';
import { connect } from '~/db/client';
import type { Config } from './config';
import { makeApp, type Assets } from './http/app';
import { makePageCache } from './http/page-cache';
import { startJobs } from './jobs';
import type { Log } from './log';
import { startListener } from './mail/inbound/listener';
import { makePost } from './mail/transport';
import { followChanges } from './pages/changes';
import { readRelations } from './pages/sources';
import { makeHub, type Hub } from './realtime/hub';
import { makeServices } from './services';

type Setting = { config: Config; log: Log; http: Server; root: string; development: boolean; url: string };
/** A process that answers: what it answers with, its sockets, and how it ends, from the outside in. */
export type Serving = { answer: RequestListener; hub: Hub; stop(): Promise<void> };

async function remixSide({ root, development, http }: Setting): Promise<{ build: ServerBuild | (() => Promise<ServerBuild>); assets: Assets; hmr: (() => Promise<void>) | null }> {
  if (!development) {
    const build = (await import(pathToFileURL(path.join(root, 'build/server/index.js')).href)) as ServerBuild;
    return { build, assets: { kind: 'built', folder: path.join(root, 'build/client') }, hmr: null };
  }
  const vite = await (await import('vite')).createServer({ root, server: { middlewareMode: true, hmr: { server: http } } });
  return { build: () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>, assets: { kind: 'vite', middleware: vite.middlewares }, hmr: () => vite.close() };
}

/** Makes everything that serves from a database that is ready: pages, sockets, jobs and mail. */
export async function serve(setting: Setting): Promise<Serving> {
  const { config, log, http, development, url } = setting;
  const connection = connect(url);
  const services = makeServices(config, connection, log);
  const { build, assets, hmr } = await remixSide(setting);
  // A connection of its own: whoever asks what has changed waits for nobody.
  const asking = connect(url, 1);
  const changes = followChanges(asking.sql, (error) => log.warn({ err: error }, 'notes of changes not cleared away'));
  const pages = development ? null : makePageCache(services, changes, await readRelations(asking.sql));
  const post = makePost(config);
  const jobs = await startJobs(services, post, url);
  const listener = config.inbound.listen ? await startListener(services, config.inbound.listen) : null;
  const hub = await makeHub(services, http, { shared: development });

  let stopping = false;
  // What was under way when the connections closed may fail late: that is told, and does not break off the stop.
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'nobody waited for this failure');
    if (!stopping) process.exit(1);
  });
  const sockets = new Set<Duplex>();
  http.on('upgrade', (_req, socket: Duplex) => void sockets.add(socket.once('close', () => sockets.delete(socket))));
  const hangUp = () => {
    http.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  };
  const closeHttp = async () => {
    if (http.listening) await new Promise((resolve) => (http.close(resolve), http.closeIdleConnections()));
  };
  return {
    answer: makeApp(services, build, assets, pages),
    hub,
    async stop() {
      stopping = true;
      // An open page asks every other second on the connection it has: kept alive, that would never be idle and never end.
      http.prependListener('request', (_req, res) => void res.setHeader('Connection', 'close'));
      // Requests under way, and sockets whose other end says nothing, get five seconds to end.
      const impatient = setTimeout(hangUp, 5_000);
      // A part that does not stop well is told of and does not keep the next one from stopping.
      for (const [part, end] of Object.entries({
        realtime: () => hub.close(), http: closeHttp, inbox: async () => listener?.stop(), jobs: () => jobs.stop(), vite: async () => hmr?.(), mail: async () => post.close(),
        changes: () => (changes.stop(), asking.close()), connection: () => connection.close(),
      })) {
        await end().catch((error: unknown) => log.error({ err: error, part }, 'did not stop well'));
      }
      clearTimeout(impatient);
    },
  };
}
