import { createHash, timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { Router } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { metricsOfAll } from '../cluster';
import type { Services } from '../services';

const digest = (words: string): Buffer => createHash('sha256').update(words).digest();

/** What is measured, made once with the process. Labels are methods, status classes and states: nothing about people or pages. */
export type Metrics = { registry: Registry; print(): Promise<string>; watch(req: IncomingMessage, res: ServerResponse, next?: () => void): void };

export function makeMetrics({ db }: Pick<Services, 'db'>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'ogp_forum_' });
  const seconds = new Histogram({ name: 'ogp_forum_http_request_seconds', help: 'Time from the request to the end of its answer', labelNames: ['method', 'status'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers: [registry] });
  const open = new Gauge({ name: 'ogp_forum_http_requests_open', help: 'Requests under way', registers: [registry] });
  const refused = new Counter({ name: 'ogp_forum_http_server_errors_total', help: 'Answers with status 500 and above', registers: [registry] });
  gaugeOf(registry, 'ogp_forum_mails', 'Mails by state', 'state', async () => rowsOf(db, sql`select state as label, count(*)::int as n from mails where state <> 'sent' group by state`));
  gaugeOf(registry, 'ogp_forum_jobs', 'Jobs that wait, and those that have given up', 'state', async () => rowsOf(db, sql`select case when attempts >= max_attempts then 'given_up' else 'waiting' end as label, count(*)::int as n from graphile_worker.jobs group by 1`));
  return {
    registry,
    print: metricsOfAll(registry) ?? (() => registry.metrics()),
    watch(req, res, next) {
      const end = seconds.startTimer();
      open.inc();
      res.on('close', () => {
        open.dec();
        const status = `${Math.floor(res.statusCode / 100)}xx`;
        end({ method: ['GET', 'HEAD', 'POST'].includes(req.method ?? '') ? (req.method ?? '') : 'other', status });
        if (res.statusCode >= 500) refused.inc();
      });
      next?.();
    },
  };
}

type Figure = { label: string; n: number };

async function rowsOf(db: Services['db'], query: ReturnType<typeof sql>): Promise<Figure[]> {
  return [...(await db.execute(query))] as Figure[];
}

/** A figure that is asked of the database when someone asks for it. */
function gaugeOf(registry: Registry, name: string, help: string, label: string, read: () => Promise<Figure[]>): void {
  new Gauge({
    // Every process reads the same.
    name, help, labelNames: [label], registers: [registry], aggregator: 'first',
    async collect() {
      this.reset();
      for (const figure of await read()) this.set({ [label]: figure.label }, figure.n);
    },
  });
}

/** `GET /metrics` in the text format of Prometheus, for whoever holds the token; without the setting there is no such address. */
export function metricsRoutes({ config, log }: Services, { registry, print }: Metrics): Router {
  const router = Router();
  const { metricsToken } = config;
  if (!metricsToken) return router;
  const expected = digest(`Bearer ${metricsToken}`);
  router.get('/metrics', (req, res) => {
    if (!timingSafeEqual(digest(req.headers.authorization ?? ''), expected)) return void res.status(403).type('text/plain').send('Forbidden');
    print().then(
      (text) => res.set('Cache-Control', 'no-store').type(registry.contentType).send(text),
      (error: unknown) => {
        log.error({ err: error }, 'metrics failed');
        res.status(503).type('text/plain').send('Not now');
      },
    );
  });
  return router;
}
