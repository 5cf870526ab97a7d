import { Router } from 'express';
import { toAtom } from '../open/atom';
import { feed, type FeedName } from '../open/feeds';
import type { Services } from '../services';
import { answered, tagOf } from './conditional';

/** Atom feeds; they need no session and set no cookie. Everyone gets the same: what is public. */
export function feedRoutes(services: Services): Router {
  const router = Router();
  router.get(/^(?:\/en)?\/feeds\/(moeder|referater|debat)\.atom$/, (req, res, next) => {
    const page = Number(req.query.side ?? 1);
    const language = req.path.startsWith('/en/') ? 'en' : 'da';
    const known = Number.isInteger(page) && page >= 1 && page <= 1000;
    (known ? feed(services.makeCtx(null), req.params[0] as FeedName, { language, page }) : Promise.resolve(null)).then((found) => {
      if (!found) return void res.status(404).type('text/plain').send('Not found');
      const xml = toAtom(found);
      res.set({ 'Cache-Control': 'public, no-cache', 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
      // Weak: the same feed, compressed on its way or not.
      if (answered(req, res, { tag: tagOf(xml), changedAt: new Date(Math.max(0, ...found.entries.map((entry) => entry.updatedAt.getTime()))), weak: true })) return;
      res.setHeader('Content-Type', 'application/atom+xml; charset=utf-8');
      res.end(xml);
    }).catch(next);
  });
  return router;
}
