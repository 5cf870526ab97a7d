import express, { Router, type RequestHandler } from 'express';
import { unsubscribe } from '../domain/subscriptions/commands';
import { readUnsubscribe } from '../mail/ways-out';
import { asRefusal } from '../refusal';
import type { Services } from '../services';

/** The one pair that is sent, as multipart/form-data (as it should be) or urlencoded (as it may be). */
const ONE_CLICK = /^List-Unsubscribe=One-Click\s*$|name="?List-Unsubscribe"?[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\nOne-Click\r?\n/i;

/**
 * A mail program that unsubscribes its user with one click (RFC 8058): a POST from no page of ours, without cookies, that
 * names itself. It comes before the check of origins; the link's seal is what it shows.
 */
export function oneClickRoutes({ makeCtx }: Services): Router {
  const router = Router();
  router.post(/^(?:\/en)?\/afmeld\/([a-z]+)\/([A-Za-z0-9_-]+)$/, fromNoPage, express.text({ type: () => true, limit: '4kb' }), (req, res, next) => {
    if (typeof req.body !== 'string' || !ONE_CLICK.test(req.body)) return void res.status(400).type('text/plain').send('List-Unsubscribe=One-Click is expected');
    const ctx = makeCtx(null);
    readUnsubscribe(ctx, req.params[0] ?? '', req.params[1] ?? '').then(async ({ memberId, topic }) => {
      await unsubscribe(ctx, memberId, topic);
      res.status(200).type('text/plain').send('Unsubscribed');
    }).catch((error: unknown) => (asRefusal(error) ? res.status(410).type('text/plain').send('This link no longer fits') : next(error)));
  });
  return router;
}

/** A browser says where a form comes from; then it is the page's own, and its body is not for us to read. */
const fromNoPage: RequestHandler = (req, _res, next) => next(req.headers.origin === undefined ? undefined : 'route');
