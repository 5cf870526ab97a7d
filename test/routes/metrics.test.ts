import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeMetrics, metricsRoutes } from '~/server/http/metrics';
import { useWorld } from '../support/world';

const world = useWorld();
const token = 'a-token-of-more-than-24-letters';
let server: Server;
let url: string;
beforeAll(async () => {
  const services = { ...world.services, config: { ...world.config, metricsToken: token } };
  const metrics = makeMetrics(services);
  const app = express();
  app.use(metrics.watch);
  app.use(metricsRoutes(services, metrics));
  app.get('/member/:email', (_req, res) => void res.send('ok'));
  app.get('/fails', (_req, res) => void res.status(503).send('no'));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const read = async (authorization?: string) => fetch(`${url}/metrics`, authorization ? { headers: { authorization } } : {});

it('is for whoever holds the token', async () => {
  expect((await read()).status).toBe(403);
  expect((await read(`Bearer ${token}x`)).status).toBe(403);
  expect((await read(`Bearer ${token}`)).status).toBe(200);
});

it('counts requests by method and class of status, and tells nothing of people or pages', async () => {
  await (await fetch(`${url}/member/member@example.org`)).text();
  await (await fetch(`${url}/fails`)).text();
  const answer = await read(`Bearer ${token}`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain;.*version=0\.0\.4/);
  const text = await answer.text();
  expect(text).toMatch(/ogp_forum_http_request_seconds_count\{method="GET",status="2xx"\} [1-9]/);
  expect(text).toContain('ogp_forum_http_server_errors_total 1');
  expect(text).toContain('ogp_forum_process_cpu_seconds_total');
  expect(text).not.toContain('member@example.org');
});
