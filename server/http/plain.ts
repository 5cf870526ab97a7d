import type { Request, Response } from 'express';
import { catalogueOf, type Catalogue } from '../i18n';

type Errors = Catalogue['common']['errors'];

/** Where no page is made: what happened and what to do, in the language of the address. */
export function answerPlainly(req: Request, res: Response, status: number, say: (errors: Errors) => string): void {
  const language = /^\/en(\/|\.|$)/.test(req.path) ? 'en' : 'da';
  res.status(status).type('text/plain').set('Content-Language', language).send(`${say(catalogueOf(language).common.errors)}\n`);
}
