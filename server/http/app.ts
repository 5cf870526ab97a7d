import { createRequestHandler } from '@remix-run/express';
import type { AppLoadContext, ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { Visit } from '../auth/sessions';
import type { Services } from '../services';
import { apiRouter } from './api';
import { calendarRoutes } from './calendar';
import { documentRoutes } from './documents';
import { feedRoutes } from './feeds';
import { fileRoutes, type FilesAnswer } from './files';
import { healthRoutes } from './health';
import { inboxRoutes } from './inbox';
import { makeMetrics, metricsRoutes } from './metrics';
import { oneClickRoutes } from './one-click';
import { outboxRoutes } from './outbox';
import type { PageCache } from './page-cache';
import { answerPlainly } from './plain';
import { perRequest, refuseStrangeHost, refuseStrangeRequest, sameOriginWrites, secretAddress, securityHeaders } from './security';

export type Assets = { kind: 'built'; folder: string } | { kind: 'vite'; middleware: RequestHandler };

/** The HTTP side: what comes before a page is the same for every page. `pages`: keeps those that are the same for all readers. */
export function makeApp(services: Services, build: ServerBuild | (() => Promise<ServerBuild>), assets: Assets, pages: PageCache | null): RequestListener {
  const { config } = services;
  const https = config.baseUrl.startsWith('https:');
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.use(perRequest, refuseStrangeHost, securityHeaders(https, assets.kind === 'vite'));
  app.use(compression());
  app.use(requestLog(services));
  app.use(documentRoutes(services), feedRoutes(services));
  // Before the pages' own rules: it may be asked from other sites, and knows no forms.
  app.use(apiRouter(services));
  // And so may mail come in, larger than any form.
  app.use(inboxRoutes(services));
  app.use(refuseStrangeRequest);
  const metrics = makeMetrics(services);
  app.use(metrics.watch);
  app.use(healthRoutes(services));
  app.use(metricsRoutes(services, metrics));
  serveAssets(app, assets);
  app.use(oneClickRoutes(services));
  app.use(sameOriginWrites(config.baseUrl));
  // Against floods; the finer limits (sign-in, posts) count in the database, for all processes together.
  app.use(rateLimit({ windowMs: 60_000, limit: config.writesPerMinute, skip: (req) => req.method === 'GET' || req.method === 'HEAD', standardHeaders: 'draft-7', legacyHeaders: false, validate: { trustProxy: false }, handler: (req, res) => answerPlainly(req, res, 429, (errors) => errors.tooManyText) }));
  app.use(calendarRoutes(services));
  app.use(visit(services));
  app.use(fileRoutes(services), outboxRoutes(services));
  const getLoadContext = loadContext(services);
  if (pages && typeof build !== 'function') app.use(pages.render(build, getLoadContext));
  app.all('*', createRequestHandler({ build, mode: assets.kind === 'vite' ? 'development' : 'production', getLoadContext }));
  app.use(lastResort(services));
  return pages ? pages.before(app, (req, res, requestId) => {
    metrics.watch(req, res);
    logRequest(services, req, res, () => requestId);
  }) : app;
}

/** What a page may reach, for the one who asks. */
const loadContext = (services: Services) => (req: Request, res: Response): AppLoadContext => {
  const seen = res.locals.visit as Visit | null;
  return {
    services,
    ctx: services.makeCtx(seen?.actor ?? null),
    sessionId: seen?.sessionId ?? null,
    nonce: String(res.locals.nonce),
    formSeed: uuidv7(),
    requestId: String(res.locals.requestId),
    ip: req.ip ?? '',
    files: res.locals.files as FilesAnswer | undefined,
  };
};

function serveAssets(app: express.Express, assets: Assets): void {
  if (assets.kind === 'vite') return void app.use(assets.middleware);
  app.use('/assets', express.static(path.join(assets.folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }));
  app.use(express.static(assets.folder, { maxAge: '1h', index: false }));
}

/** Who is asking. Only someone with a session cookie costs a look-up. */
function visit({ sessions }: Services): RequestHandler {
  return (req, res, next) => {
    sessions.read(req.headers.cookie).then((seen) => {
      res.locals.visit = seen;
      res.setHeader('Cache-Control', seen || secretAddress.test(req.path) ? 'private, no-store' : 'no-cache');
      res.vary('Cookie');
      if (seen?.renewed) res.append('Set-Cookie', seen.renewed.serialize());
      next();
    }).catch(next);
  };
}

function requestLog(services: Services): RequestHandler {
  return (req, res, next) => {
    logRequest(services, req, res, () => String(res.locals.requestId));
    next();
  };
}

function logRequest({ log }: Services, { method, url = '' }: IncomingMessage, res: ServerResponse, idOf: () => string): void {
  const began = performance.now();
  // Addresses with a secret in them are logged without it.
  const address = url.split('?')[0]?.replace(secretAddress, '$1…');
  res.on('finish', () => log.info({ requestId: idOf(), method, path: address, status: res.statusCode, ms: Math.round(performance.now() - began) }, 'request'));
}

function lastResort({ log }: Services): ErrorRequestHandler {
  return (error: Error & { status?: number }, req, res, _next) => {
    const status = error.status !== undefined && error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) log.error({ requestId: res.locals.requestId, err: error }, 'request failed');
    if (res.headersSent) return void res.end();
    answerPlainly(req, res, status, (errors) => (status === 500 ? `${errors.failedText} ${errors.reference(String(res.locals.requestId))}` : status === 404 ? errors.notFoundText : errors.unreadableText));
  };
}
