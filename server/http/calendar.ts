import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import type { Language } from '~/db/schema';
import { meetingToIcs, networkToIcs, organizerOf } from '../calendar/meeting-ics';
import { meetingBySlug, networkMeetings } from '../calendar/read';
import { maySeeMeeting } from '../domain/meetings/rules';
import type { Services } from '../services';

/** Calendar files; they need no session and set no cookie. Everyone gets the same: what is public. */
export function calendarRoutes({ config, db, now }: Services): Router {
  const router = Router();
  const setting = (req: Request) => ({ language: (req.path.startsWith('/en/') ? 'en' : 'da') as Language, baseUrl: config.baseUrl, organizer: organizerOf(config) });

  router.get(['/kalender.ics', '/en/kalender.ics'], (req, res, next) => {
    networkMeetings(db, now()).then((meetings) => {
      const changed = meetings.map((meeting) => meeting.changedAt.getTime());
      answer(req, res, 'ogp-forum.ics', networkToIcs(meetings, setting(req)), new Date(Math.max(0, ...changed)));
    }).catch(next);
  });

  // A pattern of its own: `/moeder/:slug` without `.ics` is a page.
  router.get(/^(?:\/en)?\/moeder\/([a-z0-9-]+)\.ics$/, (req, res, next) => {
    const slug = req.params[0] ?? '';
    meetingBySlug(db, slug).then((meeting) => {
      if (!meeting || maySeeMeeting(null, meeting)) return void res.status(404).type('text/plain').send('Not found');
      answer(req, res, `${meeting.slug}.ics`, meetingToIcs(meeting, { method: 'PUBLISH', ...setting(req) }), meeting.changedAt);
    }).catch(next);
  });
  return router;
}

/** Sends a calendar, or 304 to a client that has these very bytes. */
function answer(req: Request, res: Response, filename: string, ics: string, changedAt: Date): void {
  const etag = `"${createHash('sha256').update(ics).digest('base64url').slice(0, 27)}"`;
  res.setHeader('Cache-Control', 'no-cache');
  // Weak: the same calendar, compressed on its way or not.
  res.setHeader('ETag', `W/${etag}`);
  if (changedAt.getTime() > 0) res.setHeader('Last-Modified', changedAt.toUTCString());
  if (isKnown(req, etag, changedAt)) return void res.status(304).end();
  res.setHeader('Content-Type', 'text/calendar; charset=utf-8');
  res.setHeader('Content-Disposition', `inline; filename="${filename}"`);
  res.end(ics);
}

/** Not `req.fresh`: clients that ask with a tag often send `Cache-Control: no-cache` along, and would get everything anew. */
function isKnown(req: Request, etag: string, changedAt: Date): boolean {
  const tags = req.headers['if-none-match'];
  if (tags !== undefined) return tags.trim() === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(req.headers['if-modified-since'] ?? '');
  return changedAt.getTime() > 0 && Math.floor(changedAt.getTime() / 1000) * 1000 <= since;
}
