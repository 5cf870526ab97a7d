import { sql } from 'drizzle-orm';
import { Router } from 'express';
import type { Services } from '../services';

/** `/sundhed`: the process lives. `/klar`: it can serve, the database answers. */
export function healthRoutes({ db, log }: Services): Router {
  const router = Router();
  router.get('/sundhed', (_req, res) => void res.set('Cache-Control', 'no-store').json({ ok: true }));
  router.get('/klar', (_req, res) => {
    db.execute(sql`select 1`).then(
      () => res.set('Cache-Control', 'no-store').json({ ok: true }),
      (error: unknown) => {
        log.error({ err: error }, 'database unreachable');
        res.status(503).set('Cache-Control', 'no-store').json({ ok: false, reason: 'database' });
      },
    );
  });
  return router;
}
