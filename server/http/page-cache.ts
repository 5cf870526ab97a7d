import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { createRequestHandler, writeReadableStreamToWritable, type AppLoadContext, type ServerBuild } from '@remix-run/node';
import type { RequestHandler } from 'express';
import type { Changes } from '../pages/changes';
import { makeKeeper, type Witness } from '../pages/keeper';
import { makeReader, type Relations } from '../pages/sources';
import type { Services } from '../services';
import { hasTag } from './conditional';
import { contentPolicy, isHost, secretAddress, steadyHeaders } from './security';

type Encoding = 'br' | 'gzip' | 'identity';
/** A page as all readers get it: its bytes, made in each encoding once, and the digests of its own scripts. */
type Page = { headers: [string, string][]; tag: string; scripts: string[]; identity: Buffer; encoded: Map<Encoding, Promise<Buffer>> };
/** What is for one reader alone: the answer as it came, read already where it is a page. */
type Once = { response: Response; html: string | null };

/** Longer addresses are not worth keeping. */
const LONGEST = 1_000;
const brotli = promisify(brotliCompress);
const compress = {
  br: (bytes: Buffer) => brotli(bytes, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 6 }),
};

/** Someone who reads a page and is nobody in particular. Notices after a form, and data for scripts, are not for everyone. */
function readsLikeAll(req: IncomingMessage): boolean {
  const { url = '', method, headers } = req;
  return (method === 'GET' || method === 'HEAD') && url.length <= LONGEST && headers.accept?.includes('text/html') === true
    && !secretAddress.test(url) && !/(?:^|;\s*)session=/.test(headers.cookie ?? '') && headers.authorization === undefined && !/\.data(?:\?|$)|[?&](?:besked|_routes|_data)=/.test(url);
}

export type PageCache = {
  /** Answers kept pages at once and leaves everything else to `rest`. Stands in front of express, which costs more than these pages. */
  before(rest: RequestListener, log: (req: IncomingMessage, res: ServerResponse, requestId: string) => void): RequestListener;
  /** Renders pages for all readers at once, where express comes to them; leaves everything else to the next. */
  render(build: ServerBuild, contextOf: (req: Parameters<RequestHandler>[0], res: Parameters<RequestHandler>[1]) => AppLoadContext): RequestHandler;
};

/** Pages for readers without a session, rendered once for each version of what they show. See docs/decisions/0009-pages-rendered-once.md. */
export function makePageCache(services: Pick<Services, 'config' | 'observe' | 'log'>, changes: Changes, relations: Relations): PageCache {
  const { config, log } = services;
  const https = config.baseUrl.startsWith('https:');
  const keeper = makeKeeper<Page, Once>(changes);
  const read = makeReader(relations);
  const steady = Object.entries(steadyHeaders(https));

  const tell = (witness: Witness) => (query: string, params: unknown[]): void => {
    const reading = read(query, params);
    if (reading === 'unknown') log.debug({ query }, 'what this query reads is not watched: its page is not kept');
    witness.query(reading);
  };

  async function send(req: IncomingMessage, res: ServerResponse, page: Page): Promise<void> {
    for (const [name, value] of [...steady, ...page.headers]) res.setHeader(name, value);
    res.setHeader('Content-Security-Policy', contentPolicy({ scripts: [...page.scripts, ownScripts(req.headers.host ?? '')].join(' '), https }));
    res.setHeader('Cache-Control', 'no-cache');
    res.setHeader('Vary', 'Cookie, Accept-Encoding');
    res.setHeader('ETag', page.tag);
    res.statusCode = 200;
    if (hasTag(req.headers['if-none-match'], page.tag)) {
      res.removeHeader('Content-Type');
      res.statusCode = 304;
      return void res.end();
    }
    const encoding = encodingFor(req.headers['accept-encoding']);
    const body = await encode(page, encoding);
    if (encoding !== 'identity') res.setHeader('Content-Encoding', encoding);
    res.setHeader('Content-Length', body.length);
    res.end(req.method === 'HEAD' ? undefined : body);
  }

  return {
    before: (rest, logged) => (req, res) => {
      if (!readsLikeAll(req) || !keeper.has(req.url ?? '') || !isHost(req.headers.host)) return void rest(req, res);
      keeper.newest(req.url ?? '').then((page) => {
        if (page === null) return void rest(req, res);
        const requestId = randomUUID();
        res.setHeader('X-Request-Id', requestId);
        logged(req, res, requestId);
        return send(req, res, page);
      }).catch((error: unknown) => {
        log.error({ err: error }, 'kept page not given out');
        if (res.headersSent) res.destroy();
        else rest(req, res);
      });
    },

    render(build, contextOf) {
      const handle = createRequestHandler(build, 'production');
      return (req, res, next) => {
        if (!readsLikeAll(req)) return next();
        keeper.get(req.originalUrl, (witness) => services.observe({ query: tell(witness), clock: witness.clock }, async () => {
          const context = contextOf(req, res);
          // Nothing of the one who asks but the address: what comes of it is for everyone.
          const response = await handle(new Request(`${config.baseUrl}${req.originalUrl}`, { headers: { Accept: 'text/html' } }), context);
          if (!response.headers.get('Content-Type')?.startsWith('text/html')) return { kind: 'once', once: { response, html: null } };
          const html = await response.text();
          const page = response.status === 200 && response.headers.get('Set-Cookie') === null ? settle(html, response.headers, context) : null;
          // Half as much again for what is made of it in other encodings.
          return page ? { kind: 'page', page, bytes: page.identity.length * 1.5 } : { kind: 'once', once: { response, html } };
        })).then((got) => (got.kind === 'page' ? send(req, res, got.page) : sendOnce(res, got.once))).catch(next);
      };
    },
  };
}

async function sendOnce(res: Parameters<RequestHandler>[1], { response, html }: Once): Promise<void> {
  res.status(response.status);
  for (const [name, value] of response.headers) res.append(name, value);
  if (html !== null) return void res.end(html);
  if (response.body) await writeReadableStreamToWritable(response.body, res);
  else res.end();
}

/**
 * Makes a page of one reader's rendering one for everybody: without the nonce, the request's id and the seed of the form
 * keys that it was rendered with. Scripts that carried the nonce are ours, and are allowed by their digests instead; a
 * script that somebody smuggled in carries none. Answers null where the page holds a form, whose key must be one reader's.
 */
function settle(html: string, headers: Headers, { nonce, formSeed, requestId }: Pick<AppLoadContext, 'nonce' | 'formSeed' | 'requestId'>): Page | null {
  if (html.includes('name="_key"')) return null;
  const nameless = html.replaceAll(requestId, '').replaceAll(formSeed, '0');
  // The same page has the same bytes in every process; another version of it has another seed.
  const seed = createHash('sha256').update(nameless.replaceAll(nonce, '')).digest('hex').slice(0, 32);
  const own = html.replaceAll(requestId, '').replaceAll(formSeed, seed);
  const scripts: string[] = [];
  const quoted = nonce.replace(/[+/=]/g, '\\$&');
  for (const [, before = '', after = '', content = ''] of own.matchAll(new RegExp(`<script([^>]*) nonce="${quoted}"([^>]*)>([\\s\\S]*?)</script>`, 'g'))) {
    if (!/\ssrc=/.test(before + after)) scripts.push(`'sha256-${createHash('sha256').update(content).digest('base64')}'`);
  }
  const bare = own.replaceAll(` nonce="${nonce}"`, '');
  if (bare.includes(nonce)) return null;
  const identity = Buffer.from(bare);
  const kept = [...headers].filter(([name]) => !['cache-control', 'vary', 'content-length'].includes(name));
  return { headers: kept, tag: `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 27)}"`, scripts: [...new Set(scripts)], identity, encoded: new Map() };
}

function encode(page: Page, encoding: Encoding): Buffer | Promise<Buffer> {
  if (encoding === 'identity') return page.identity;
  const made = page.encoded.get(encoding) ?? compress[encoding](page.identity);
  page.encoded.set(encoding, made);
  return made;
}

/** The smallest that the reader takes. */
function encodingFor(accepted = ''): Encoding {
  const takes = (name: string) => accepted.split(',').some((one) => {
    const [token = '', ...rest] = one.split(';').map((part) => part.trim().toLowerCase());
    return token === name && !rest.some((part) => /^q=0(?:\.0*)?$/.test(part));
  });
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}

/** Where the built scripts stand, and nothing else of this site. A policy cannot name a host of digits in brackets. */
const ownScripts = (host: string): string => (/^[\w.:-]+$/.test(host) && !host.includes('[') ? `${host}/assets/` : `'self'`);
