import express, { Router } from 'express';
import { unsubscribe } from '../domain/subscriptions/commands';
import { readUnsubscribe } from '../mail/ways-out';
import { asRefusal } from '../refusal';
import type { Services } from '../services';

/**
 * A mail program that unsubscribes its user with one click (RFC 8058): a POST from no page of ours, without cookies, that
 * names itself. It comes before the check of origins; the link's seal is what it shows.
 */
export function oneClickRoutes({ makeCtx }: Services): Router {
  const router = Router();
  router.post(/^(?:\/en)?\/afmeld\/([a-z]+)\/([A-Za-z0-9_-]+)$/, express.urlencoded({ extended: false, limit: '1kb' }), (req, res, next) => {
    const body = req.body as Record<string, unknown> | undefined;
    if (req.headers.origin !== undefined || body?.['List-Unsubscribe'] !== 'One-Click') return next();
    const ctx = makeCtx(null);
    readUnsubscribe(ctx, req.params[0] ?? '', req.params[1] ?? '').then(async ({ memberId, topic }) => {
      await unsubscribe(ctx, memberId, topic);
      res.status(200).type('text/plain').send('Unsubscribed');
    }).catch((error: unknown) => (asRefusal(error) ? res.status(410).type('text/plain').send('This link no longer fits') : next(error)));
  });
  return router;
}
