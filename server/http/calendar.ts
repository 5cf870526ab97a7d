import { Router, type Request, type Response } from 'express';
import type { Language } from '~/db/schema';
import { calendarKinds, meetingToIcs, networkToIcs, organizerOf, ownToIcs, type CalendarKind } from '../calendar/meeting-ics';
import { holderOfToken, lastTold, meetingBySlug, networkMeetings, nextMeetingSlug, ownActions, ownMeetings } from '../calendar/read';
import { maySeeMeeting } from '../domain/meetings/rules';
import type { Services } from '../services';
import { answered, tagOf } from './conditional';

const english = (req: Request): boolean => req.path.startsWith('/en/');

/** Calendar files; they need no session and set no cookie. All but people's own are the same for everyone: what is public. */
export function calendarRoutes({ config, db, now }: Services): Router {
  const router = Router();
  const setting = (req: Request) => ({ language: (english(req) ? 'en' : 'da') as Language, baseUrl: config.baseUrl, organizer: organizerOf(config) });

  router.get(['/kalender.ics', '/en/kalender.ics'], (req, res, next) => {
    Promise.all([networkMeetings(db, now()), lastTold(db, now())]).then(([meetings, told]) => {
      answer(req, res, 'ogp-forum.ics', networkToIcs(meetings, setting(req), kindsOf(req, ['meetings'])), newest([...meetings.map((meeting) => meeting.changedAt), ...told]));
    }).catch(next);
  });

  // 256 bits as 43 letters; anything else is nobody's, and an unknown one looks the same as a revoked one.
  router.get(/^(?:\/en)?\/kalender\/([A-Za-z0-9_-]{43})\.ics$/, (req, res, next) => {
    own(req, res).catch(next);
  });
  router.get(/^(?:\/en)?\/kalender\/[^/]+\.ics$/, (_req, res) => notFound(res));

  async function own(req: Request, res: Response): Promise<void> {
    const holder = await holderOfToken(db, req.params[0] ?? '');
    if (!holder) return notFound(res);
    const [meetings, actions, told] = await Promise.all([ownMeetings(db, holder.id, now()), ownActions(db, holder.id), lastTold(db, now(), holder.id)]);
    const changed = [...meetings.map((meeting) => meeting.changedAt), ...actions.map((action) => action.publishedAt ?? action.createdAt), ...told];
    res.setHeader('X-Robots-Tag', 'noindex');
    answer(req, res, 'ogp-forum.ics', ownToIcs({ meetings, actions }, setting(req), kindsOf(req, calendarKinds)), newest(changed), 'private, no-cache');
  }

  router.get(/^(?:\/en)?\/moeder\/naeste(\.ics)?$/, (req, res, next) => {
    nextMeetingSlug(db, now()).then((slug) => {
      res.setHeader('Cache-Control', 'no-cache');
      const prefix = english(req) ? '/en' : '';
      const suffix = req.path.endsWith('.ics') ? '.ics' : '';
      if (slug) return void res.redirect(302, `${prefix}/moeder/${slug}${suffix}`);
      if (suffix) return notFound(res);
      res.redirect(302, `${prefix}/moeder`);
    }).catch(next);
  });

  // A pattern of its own: `/moeder/:slug` without `.ics` is a page.
  router.get(/^(?:\/en)?\/moeder\/([a-z0-9-]+)\.ics$/, (req, res, next) => {
    const slug = req.params[0] ?? '';
    meetingBySlug(db, slug).then((meeting) => {
      if (!meeting || maySeeMeeting(null, meeting)) return notFound(res);
      answer(req, res, `${meeting.slug}.ics`, meetingToIcs(meeting, setting(req)), meeting.changedAt);
    }).catch(next);
  });
  /** Sends a calendar, or 304 to a client that has this very one. */
  function answer(req: Request, res: Response, filename: string, ics: string, changedAt: Date, cache = 'no-cache'): void {
    res.setHeader('Cache-Control', cache);
    const settled = now().getTime() - changedAt.getTime() >= SETTLED;
    // Weak: the same calendar, compressed on its way or not.
    if (answered(req, res, { tag: tagOf(ics), changedAt: settled ? changedAt : new Date(0), weak: true })) return;
    res.setHeader('Content-Type', 'text/calendar; charset=utf-8');
    res.setHeader('Content-Disposition', `inline; filename="${filename}"`);
    res.end(ics);
  }
  return router;
}

const notFound = (res: Response): void => void res.status(404).set('Cache-Control', 'no-store').type('text/plain').send('Not found');

const newest = (dates: Date[]): Date => new Date(Math.max(0, ...dates.map((date) => date.getTime())));

/**
 * A date tells two states of a calendar apart only by the second, and a change is seen some time after its instant: as long as the
 * newest change is this fresh (milliseconds), only the tag is compared.
 */
const SETTLED = 60_000;

const kindWords: Record<string, CalendarKind> = { moeder: 'meetings', frister: 'deadlines' };

/** `?vis=moeder,frister`: only these kinds; what is no kind is passed over. */
function kindsOf(req: Request, usual: readonly CalendarKind[]): readonly CalendarKind[] {
  const asked = String(req.query.vis ?? '').split(',').flatMap((word) => (kindWords[word] ? [kindWords[word]] : []));
  return asked.length > 0 ? calendarKinds.filter((kind) => asked.includes(kind)) : usual;
}
