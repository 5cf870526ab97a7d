import { pipeline } from 'node:stream/promises';
import { Router, type Request, type Response } from 'express';
import type { Visit } from '../auth/sessions';
import type { Ctx } from '../context';
import { attachFiles, type Attached } from '../domain/attachments/commands';
import { ensureMayAttach, getAttachment } from '../domain/attachments/queries';
import { fileLimits } from '../limits';
import { countTry } from '../rate';
import { asRefusal, type RefusalLike } from '../refusal';
import type { Services } from '../services';
import { contentDisposition } from './disposition';
import { statusOf } from './status';
import { withFiles } from './upload';

/** What became of a form with files, for the page that answers it. */
export type FilesAnswer = { refusal: RefusalLike } | (Attached & { from: string | undefined });

const FORM = /^(?:\/en)?\/forslag\/([^/]+)\/bilag$/;
/** Whether a request may carry files: such a one weighs more than a form of words. */
export const carriesFiles = (req: Pick<Request, 'method' | 'path'>): boolean => req.method === 'POST' && FORM.test(req.path);

/** Takes files and sends them. Both end in a page where there is something to read: what was refused, or that a file is gone. */
export function fileRoutes(services: Services): Router {
  const router = Router();
  const ctxOf = (res: Response): Ctx => services.makeCtx((res.locals.visit as Visit | null)?.actor ?? null);

  router.post(FORM, (req, res, next) => {
    takeFiles(ctxOf(res), req, req.params[0] ?? '').then((answer) => {
      // The page's own script asks for data; a form without script gets a page.
      if (req.accepts(['html', 'json']) === 'json') return void sendAnswer(res, answer);
      res.locals.files = answer;
      next();
    }).catch(next);
  });

  // The name is for people; every one has an ending.
  router.get(/^(?:\/en)?\/bilag\/([^/]+)\/[^/]*\.[^/]+$/, (req, res, next) => {
    sendFile(ctxOf(res), req, res, req.params[0] ?? '').catch((error: unknown) => (asRefusal(error) ? next() : next(error)));
  });
  return router;
}

async function takeFiles(ctx: Ctx, req: Request, proposalId: string): Promise<FilesAnswer> {
  try {
    await ensureMayAttach(ctx, proposalId);
    await countTry(ctx, `files:${ctx.actor?.id ?? ''}`, fileLimits.sendsAnHour, 3_600);
    return await withFiles(req, ctx.config.dataDir, async ({ key, from, files }) => {
      // The same form with other files is another write.
      const once = key && key.length >= 8 ? `${req.path}\n${key}\n${files.map(({ name, sha256 }) => `${name} ${sha256}`).join('\n')}` : undefined;
      return { ...(await attachFiles(ctx, proposalId, files, once)), from };
    });
  } catch (error) {
    const refusal = asRefusal(error);
    if (!refusal) throw error;
    await readOut(req);
    return { refusal };
  }
}

/** Thrown away as it comes: cut off in the middle, a browser would show no answer at all. */
async function readOut(req: Request): Promise<void> {
  if (req.readableEnded || req.destroyed) return;
  await new Promise<void>((resolve) => void req.once('end', resolve).once('close', resolve).resume());
}

function sendAnswer(res: Response, answer: FilesAnswer): void {
  if ('refusal' in answer) return void res.status(statusOf[answer.refusal.sort]).json({ added: [], refused: [{ name: '', code: answer.refusal.code, data: answer.refusal.data }] });
  const { added, refused } = answer;
  res.status(refused.length > 0 ? 422 : 200).json({ added, refused });
}

/** Read in the browser, where nothing can run in it; everything else is saved. */
const shownInline = ['application/pdf', 'image/png', 'image/jpeg'];

async function sendFile(ctx: Ctx, req: Request, res: Response, id: string): Promise<void> {
  const file = await getAttachment(ctx, id);
  const etag = `"${file.sha256}"`;
  // Asked for anew each time, since it may be removed; not recompressed on its way, so that the tag is that of these bytes.
  res.setHeader('Cache-Control', `${ctx.actor ? 'private, ' : ''}no-cache, no-transform`);
  res.setHeader('ETag', etag);
  if (req.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) return void res.status(304).end();
  const bytes = await ctx.files.get(file.storageKey);
  if (!bytes) throw new Error(`attachment ${id} has no bytes`);
  res.setHeader('Content-Type', file.mediaType.startsWith('text/') ? `${file.mediaType}; charset=utf-8` : file.mediaType);
  res.setHeader('Content-Length', file.bytes);
  res.setHeader('Content-Disposition', contentDisposition(shownInline.includes(file.mediaType) ? 'inline' : 'attachment', file.name));
  res.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'");
  if (req.method === 'HEAD') {
    bytes.destroy();
    return void res.end();
  }
  await pipeline(bytes, res).catch((error: unknown) => {
    // The reader has gone, or the store broke off: the length tells that it is not whole.
    if (!req.destroyed) ctx.log.warn({ err: error, attachment: id }, 'file not sent to its end');
  });
}
