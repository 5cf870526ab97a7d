import { createHash, timingSafeEqual } from 'node:crypto';
import express, { Router } from 'express';
import { LARGEST_MAIL } from '../mail/inbound/read';
import { receiveMail } from '../mail/inbound/receive';
import type { Services } from '../services';

const digest = (words: string): Buffer => createHash('sha256').update(words).digest();

/**
 * Where a mail service hands over what came in: `POST /indbakke` with the raw mail as its body, the secret as a bearer
 * token, and, where the mail itself does not name it, the recipient as `?to=`. Without the setting there is no such address.
 * Answers 200 once the mail is settled, whatever became of it; 400 and 413 are lasting, anything above asks to try again.
 */
export function inboxRoutes(services: Services): Router {
  const router = Router();
  const { hookSecret } = services.config.inbound;
  if (!hookSecret) return router;
  const expected = digest(`Bearer ${hookSecret}`);
  router.post('/indbakke', (req, res, next) => {
    if (!timingSafeEqual(digest(req.headers.authorization ?? ''), expected)) return void res.status(403).json({ ok: false });
    next();
  }, express.raw({ type: () => true, limit: LARGEST_MAIL, inflate: false }), (req, res, next) => {
    if (!Buffer.isBuffer(req.body) || req.body.length === 0) return void res.status(400).json({ ok: false, reason: 'empty' });
    const to = [req.query.to].flat().filter((one) => typeof one === 'string');
    receiveMail(services, req.body, to).then(({ outcome, reason }) => res.json({ ok: true, outcome, reason })).catch(next);
  });
  return router;
}
