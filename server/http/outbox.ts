import { Router } from 'express';
import type { Visit } from '../auth/sessions';
import { readableMail } from '../domain/outbox/queries';
import { readWritten } from '../mail/written';
import { asRefusal } from '../refusal';
import type { Services } from '../services';

/**
 * A mail of the example network as its own document: the HTML as a mail program shows it, or the bytes. Nothing in it may run,
 * load or pass for a page of ours. What may not be read is left to the page, which says why.
 */
export function outboxRoutes(services: Services): Router {
  const router = Router();
  router.get(/^(?:\/en)?\/organisation\/post\/([^/]+)\/(html|kilde)$/, (req, res, next) => {
    const [id = '', form] = [req.params[0], req.params[1]];
    const read = async () => {
      await readableMail(services.makeCtx((res.locals.visit as Visit | null)?.actor ?? null), id);
      const mail = await readWritten(services.config, id);
      if (!mail) return next();
      res.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; sandbox allow-popups; frame-ancestors 'none'");
      res.setHeader('Referrer-Policy', 'no-referrer');
      res.type(form === 'html' ? 'text/html' : 'text/plain').send(form === 'html' ? mail.html : mail.raw);
    };
    read().catch((error: unknown) => (asRefusal(error) ? next() : next(error)));
  });
  return router;
}
