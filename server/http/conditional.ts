import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** A tag for what a client may already have: the same for the same bytes. */
export const tagOf = (content: string): string => `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;

/** Says what this answer is a copy of, and answers 304 to a client that has it. Whether it did. `weak`: the same content, not always the same bytes. */
export function answered(req: Request, res: Response, { tag, changedAt, weak = false }: { tag: string; changedAt: Date; weak?: boolean }): boolean {
  res.setHeader('ETag', weak ? `W/${tag}` : tag);
  if (changedAt.getTime() > 0) res.setHeader('Last-Modified', changedAt.toUTCString());
  if (!isKnown(req, tag, changedAt)) return false;
  res.status(304).end();
  return true;
}

/** Not `req.fresh`: clients that ask with a tag often send `Cache-Control: no-cache` along, and would get everything anew. */
function isKnown(req: Request, tag: string, changedAt: Date): boolean {
  const tags = req.headers['if-none-match'];
  if (tags !== undefined) return hasTag(tags, tag);
  const since = Date.parse(req.headers['if-modified-since'] ?? '');
  return changedAt.getTime() > 0 && Math.floor(changedAt.getTime() / 1000) * 1000 <= since;
}

/** Whether a client that asks with these tags has what the tag stands for. */
export const hasTag = (tags: string | undefined, tag: string): boolean => {
  const plain = (one: string) => one.trim().replace(/^W\//, '');
  return tags !== undefined && (tags.trim() === '*' || tags.split(',').some((one) => plain(one) === plain(tag)));
};
