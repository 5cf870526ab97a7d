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
  res.setHeader('Cache-Control', 'no-cache');
  res.setHeader('ETag', `W/"${createHash('sha256').update(ics).digest('base64url').slice(0, 27)}"`);
  if (changedAt.getTime() > 0) res.setHeader('Last-Modified', changedAt.toUTCString());
  if (req.fresh) return void res.status(304).end();
  res.setHeader('Content-Type', 'text/calendar; charset=utf-8');
  res.setHeader('Content-Disposition', `inline; filename="${filename}"`);
  res.end(ics);
}
