import { Router, type NextFunction, type Request, type Response } from 'express';
import type { Language } from '~/db/schema';
import { agendaDocument, agendaPages } from '../open/agenda-document';
import { toAkoma } from '../open/akoma';
import { akomaProfile } from '../open/akoma-profile';
import type { Pages } from '../open/blocks';
import { minutesPages } from '../open/minutes-blocks';
import { minutesDocument, type MinutesDocument } from '../open/minutes-document';
import { toOparl } from '../open/oparl';
import { oparlSchema } from '../open/oparl-schema';
import { drawPdf } from '../open/pdf';
import { readFonts } from '../open/pdf-paper';
import { catalogueOf } from '../i18n';
import { asRefusal } from '../refusal';
import type { Services } from '../services';
import { answered, tagOf } from './conditional';
import { contentDisposition } from './disposition';

const formats = { pdf: 'application/pdf', json: 'application/json; charset=utf-8', xml: 'application/xml; charset=utf-8' };
type Format = keyof typeof formats;
/** Raised when files are made in another way, so that nobody keeps the old ones. */
const FORM = 1;
/** So many drawn files are kept. */
const KEPT = 40;

const languageOf = (req: Request): Language => (req.path.startsWith('/en/') ? 'en' : 'da');

type File = { name: string; format: Format; content: unknown; changedAt: Date; body: () => string | Promise<Buffer> };

/**
 * Minutes and agendas as files, and the schemas they follow. They need no session and set no cookie: everyone gets the
 * same. What is not public yet is left to the page at the same address, which says why.
 */
export function documentRoutes(services: Services): Router {
  const router = Router();
  const draw = makeDrawing();

  router.get(/^(?:\/en)?\/moeder\/([a-z0-9-]+)\/referat(?:\/versioner\/(\d{1,6}))?\.(pdf|json|xml)$/, (req, res, next) => {
    const [slug = '', number, format = ''] = Object.values(req.params);
    minutesDocument(services.makeCtx(null), { slug, number: number === undefined ? null : Number(number), language: languageOf(req) })
      .then((document) => send(req, res, minutesFile(document, format as Format, draw)))
      .catch(leave(req, res, next, 'minutes'));
  });

  router.get(/^(?:\/en)?\/moeder\/([a-z0-9-]+)\/dagsorden\.pdf$/, (req, res, next) => {
    const version = req.query.version;
    agendaDocument(services.makeCtx(null), { slug: req.params[0] ?? '', number: version === undefined ? null : Number(version), language: languageOf(req) })
      .then((document) => {
        const { fileNames } = catalogueOf(document.language).open;
        const pages = agendaPages(document);
        return send(req, res, { name: `${fileNames.agenda}-${document.meeting.slug}-${fileNames.version}-${document.number}`, format: 'pdf', content: pages, changedAt: document.publishedAt, body: () => draw(pages) });
      })
      .catch(leave(req, res, next, 'agenda'));
  });

  const schema = JSON.stringify(oparlSchema(services.config.baseUrl), null, 2);
  const schemas: [string, string, string][] = [['referat.json', 'application/schema+json; charset=utf-8', schema], ['akoma-ntoso-profil.xsd', 'application/xml; charset=utf-8', akomaProfile]];
  for (const [name, type, body] of schemas) {
    router.get(`/api/schema/${name}`, (req, res) => {
      forEveryone(res);
      if (!answered(req, res, { tag: tagOf(body), changedAt: new Date(0), weak: true })) res.setHeader('Content-Type', type).end(body);
    });
  }
  return router;
}

/** A file that there is not, or not yet: a person gets the page that explains it, a program the sentence. Anything else is an error. */
const leave = (req: Request, res: Response, next: NextFunction, what: 'minutes' | 'agenda') => (error: unknown): void => {
  if (asRefusal(error)?.sort !== 'not_found') return next(error);
  if (req.headers.accept?.includes('text/html')) return next();
  res.status(404).type('text/plain').send(catalogueOf(languageOf(req)).open.missing[what]);
};

function minutesFile(document: MinutesDocument, format: Format, draw: (pages: Pages) => Promise<Buffer>): File {
  const { fileNames } = catalogueOf(document.language).open;
  const state = document.version ? `${fileNames.version}-${document.version.number}` : document.state === 'approved' ? fileNames.approved : fileNames.review;
  const common = { name: `${fileNames.minutes}-${document.meeting.slug}-${state}`, format, changedAt: document.changedAt };
  if (format === 'json') {
    const oparl = toOparl(document);
    return { ...common, content: oparl, body: () => JSON.stringify(oparl, null, 2) };
  }
  if (format === 'xml') {
    const akoma = toAkoma(document);
    return { ...common, content: akoma, body: () => akoma };
  }
  const pages = minutesPages(document);
  return { ...common, content: pages, body: () => draw(pages) };
}

/** Open data: other sites may show it, anyone may keep it, and asks again whether it still holds (a name may have been taken back). */
function forEveryone(res: Response, more = ''): void {
  res.set({ 'Cache-Control': `public, no-cache${more}`, 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
}

async function send(req: Request, res: Response, { name, format, content, changedAt, body }: File): Promise<void> {
  // Never compressed on its way: the tag stands for these very bytes.
  forEveryone(res, ', no-transform');
  if (answered(req, res, { tag: tagOf(`${FORM}\n${format}\n${JSON.stringify(content)}`), changedAt })) return;
  const bytes = Buffer.from(await body());
  // The viewers of browsers are put in by the browser itself, as an object with its own style.
  if (format === 'pdf') res.setHeader('Content-Security-Policy', `default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'`);
  res.set({ 'Content-Type': formats[format], 'Content-Length': String(bytes.length), 'Content-Disposition': contentDisposition('inline', `${name}.${format}`) });
  res.end(bytes);
}

/** Draws each document once, also for readers who ask at the same time, and keeps the newest ones. */
function makeDrawing(): (pages: Pages) => Promise<Buffer> {
  let fonts: ReturnType<typeof readFonts> | null = null;
  const drawn = new Map<string, Promise<Buffer>>();
  return (pages) => {
    const key = tagOf(JSON.stringify(pages));
    const found = drawn.get(key) ?? (fonts ??= readFonts()).then((read) => drawPdf(pages, read));
    drawn.delete(key);
    drawn.set(key, found);
    // What failed is tried again next time.
    found.catch(() => {
      drawn.delete(key);
      fonts = null;
    });
    for (const old of drawn.keys()) if (drawn.size > KEPT) drawn.delete(old);
    return found;
  };
}
