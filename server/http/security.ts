import { randomBytes, randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { carriesFiles } from './files';
import { FORM_BYTES } from './forms';
import { answerPlainly } from './plain';

/** A request id for the log and a nonce for the scripts of this one page. */
export const perRequest: RequestHandler = (_req, res, next) => {
  res.locals.requestId = randomUUID();
  res.locals.nonce = randomBytes(16).toString('base64');
  res.setHeader('X-Request-Id', res.locals.requestId);
  next();
};

/** Addresses that hold a secret: what they show is for one person, and the log leaves it out. */
export const secretAddress = /^((?:\/en)?\/(?:bekraeft|ny-adgangskode|foerste-login|kalender|svar|afmeld\/[a-z]+)\/)[^/?]+/;

export const isHost = (host = ''): boolean => /^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/.test(host);

/** A Host header that is no host would break every address made from it. */
export const refuseStrangeHost: RequestHandler = (req, res, next) => {
  if (!isHost(req.headers.host)) return void res.status(400).type('text/plain').send('Bad Host header');
  next();
};

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** Pages are read and forms are sent; whoever uses another method, or sends more than any form holds, is told so at once. */
export const refuseStrangeRequest: RequestHandler = (req, res, next) => {
  if (!METHODS.includes(req.method)) return answerPlainly(req, res.set('Allow', METHODS.join(', ')), 405, (errors) => `${errors.wrongMethod}. ${errors.wrongMethodText}`);
  // Files are counted as they come: what is too large is read to its end, and the answer names it.
  if (Number(req.headers['content-length'] ?? 0) > FORM_BYTES && !carriesFiles(req)) {
    // Thrown away as it comes: cut off in the middle, a browser would show no answer at all.
    req.resume();
    return answerPlainly(req, res, 413, (errors) => `${errors.tooMuch}. ${errors.tooMuchText}`);
  }
  if (req.method === 'OPTIONS') return void res.status(204).set('Allow', METHODS.join(', ')).end();
  next();
};

/** The headers that close what is not used, alike for every answer. */
export const steadyHeaders = (https: boolean): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Frame-Options': 'DENY',
  ...(https && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
});

/** What a page may load and do. `scripts`: the sources of scripts that it may run. */
export const contentPolicy = ({ scripts, https, development = false }: { scripts: string; https: boolean; development?: boolean }): string => [
  `default-src 'none'`, `script-src ${scripts}`, `style-src 'self'${development ? ` 'unsafe-inline'` : ''}`,
  `img-src 'self'`, `font-src 'self'`, `connect-src 'self'${development ? ' ws:' : ''}`, `manifest-src 'self'`,
  `form-action 'self'`, `base-uri 'none'`, `frame-ancestors 'none'`, ...(https ? ['upgrade-insecure-requests'] : []),
].join('; ');

/** Content-Security-Policy with a nonce, and the headers that close what is not used. */
export function securityHeaders(https: boolean, development: boolean): RequestHandler {
  return (_req, res, next) => {
    res.setHeader('Content-Security-Policy', contentPolicy({ scripts: `'nonce-${String(res.locals.nonce)}' 'strict-dynamic'`, https, development }));
    for (const [name, value] of Object.entries(steadyHeaders(https))) res.setHeader(name, value);
    next();
  };
}

/** A write must come from a page of ours: browsers send Origin with every POST. */
export function sameOriginWrites(baseUrl: string): RequestHandler {
  const own = new URL(baseUrl).origin;
  return (req, res, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(req.method)) return next();
    const { origin } = req.headers;
    const site = req.headers['sec-fetch-site'];
    const fits = origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : origin === own || (URL.canParse(origin) && new URL(origin).host === req.headers.host);
    if (!fits) return answerPlainly(req, res, 403, (errors) => errors.otherSiteText);
    next();
  };
}
