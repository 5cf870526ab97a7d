import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { Router, type Request, type Response } from 'express';
import { catalogueOf } from '../i18n';
import { openApi } from '../open/api-openapi';
import { answerApi, apiRoutes, type ApiRoute } from '../open/api-routes';
import type { Shape } from '../open/api-schema';
import { asRefusal, type RefusalLike } from '../refusal';
import type { Services } from '../services';
import { statusOf } from './status';

/** The open data: read only, without a session, for every site. What it shows is what someone without an account may read. */
export function apiRouter(services: Services): Router {
  const router = Router({ strict: false });
  router.use('/api', (req, res, next) => {
    res.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Expose-Headers': 'ETag, Link' });
    if (req.method === 'OPTIONS') return void res.status(204).set({ Allow: 'GET, HEAD, OPTIONS', 'Access-Control-Allow-Methods': 'GET, HEAD', 'Access-Control-Allow-Headers': 'Accept, If-None-Match', 'Access-Control-Max-Age': '86400' }).end();
    if (req.method !== 'GET' && req.method !== 'HEAD') return void sendProblem(res.set('Allow', 'GET, HEAD, OPTIONS'), 405, 'method_not_allowed', 'The open data can only be read.');
    next();
  });

  const described = JSON.stringify(openApi(services.config.baseUrl));
  router.get('/api/openapi.json', (req, res) => sendJson(req, res, described));
  for (const found of apiRoutes) {
    router.get(`/api/v1${found.path.replace(/\{(\w+)\}/g, ':$1')}`, (req, res, next) => {
      respond(services, found, req, res).catch((error: unknown) => {
        const refusal = asRefusal(error);
        if (refusal) return sendProblem(res, statusOf[refusal.sort], refusal.code, sentence(refusal));
        next(error);
      });
    });
  }
  router.use('/api', (_req, res) => sendProblem(res, 404, 'not_found', 'There is nothing at this address. /api/v1 tells what there is.'));
  return router;
}

async function respond(services: Services, found: ApiRoute, req: Request, res: Response): Promise<void> {
  const asked = found.query.safeParse(req.query);
  if (!asked.success) {
    const [issue] = asked.error.issues;
    return sendProblem(res, 400, 'bad_parameter', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const params = Object.fromEntries(Object.entries(req.params).map(([name, value]) => [name, value.replaceAll('\0', '\uFFFD')]));
  const answer = await answerApi(services.makeCtx(null), found, params, asked.data);
  const next = 'links' in answer && 'next' in answer.links ? answer.links.next : null;
  if (next) res.setHeader('Link', `<${next}>; rel="next"`);
  sendJson(req, res, JSON.stringify(answer));
}

/** Sends data, or 304 to a client that has these very words. */
function sendJson(req: Request, res: Response, body: string): void {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  res.setHeader('Cache-Control', 'public, no-cache');
  // Weak: the same data, compressed on its way or not.
  res.setHeader('ETag', `W/${tag}`);
  const known = req.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known?.includes(tag) || known?.includes('*')) return void res.status(304).end();
  res.type('application/json').send(body);
}

/** After RFC 9457. */
function sendProblem(res: Response, status: number, code: string, detail: string): void {
  const problem: Shape<'Problem'> = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Refused', status, code, detail };
  res.status(status).set('Cache-Control', 'no-cache').type('application/problem+json').send(JSON.stringify(problem));
}

function sentence({ code, data }: RefusalLike): string {
  const words = catalogueOf('en').refusals[code];
  return typeof words === 'function' ? words(data) : words;
}
