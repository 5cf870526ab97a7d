import { and, desc, eq, inArray, max, ne } from 'drizzle-orm';
import { events, meetings, minutes, minutesVersions, type Language } from '~/db/schema';
import { networkMeetings, type CalendarMeeting } from '~/server/calendar/read';
import type { Ctx } from '~/server/context';
import { newestPosts } from '~/server/domain/threads/queries';
import { meetingShown } from '~/server/visible';
import { catalogueOf, type Catalogue } from '../i18n';
import { formatDay, formatInstant } from '../i18n/format';
import { address } from '../mail/layout';
import { dayOf } from '../time';
import type { Entry, Feed } from './atom';
import { placeOf, timeOf } from './minutes-blocks';
import { paragraphsOf } from './text';
import { escapeText } from './xml';

export const feedNames = ['moeder', 'referater', 'debat'] as const;
export type FeedName = (typeof feedNames)[number];

/** Entries on a page of a feed. */
export const FEED_PAGE = 30;

type Ask = { language: Language; page: number };
type Read = (ctx: Ctx, t: Catalogue, ask: Ask) => Promise<{ entries: Entry[]; more: boolean }>;

const to = (ctx: Ctx, language: Language, path: string) => address(ctx.config, language, path);
const p = (words: string | null) => (words ? paragraphsOf(words).map((text) => `<p>${escapeText(text).replaceAll('\n', '<br>')}</p>`).join('') : '');
const numbered = (items: string[]) => `<ol>${items.map((item) => `<li>${escapeText(item)}</li>`).join('')}</ol>`;

/** One page of a feed, as anyone may read it; null for a page that there is not. */
export async function feed(ctx: Ctx, name: FeedName, { language, page }: Ask): Promise<Feed | null> {
  const t = catalogueOf(language);
  const { entries, more } = await reads[name](ctx, t, { language, page });
  if (page > 1 && entries.length === 0) return null;
  const at = (n: number) => to(ctx, language, `/feeds/${name}.atom${n > 1 ? `?side=${n}` : ''}`);
  const { author, meetings: m, minutes: r, debate } = t.open.feeds;
  return {
    language, author, entries, ...{ moeder: m, referater: r, debat: debate }[name], base: ctx.config.baseUrl,
    self: at(page), first: at(1), previous: page > 1 ? at(page - 1) : null, next: more ? at(page + 1) : null, page: to(ctx, language, `/${name}`),
  };
}

const reads: Record<FeedName, Read> = {
  async moeder(ctx, t, { language, page }) {
    const all = await networkMeetings(ctx.db, ctx.now());
    const rows = all.slice((page - 1) * FEED_PAGE, page * FEED_PAGE);
    return { entries: rows.map((meeting) => meetingEntry(ctx, t, language, meeting)), more: all.length > page * FEED_PAGE };
  },

  async referater(ctx, t, { language, page }) {
    const which = { id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day, isExample: meetings.isExample };
    const rows = await ctx.db.select({ version: { id: minutesVersions.id, number: minutesVersions.number, note: minutesVersions.note, content: minutesVersions.content, publishedAt: minutesVersions.publishedAt }, meeting: which })
      .from(minutesVersions).innerJoin(minutes, eq(minutes.id, minutesVersions.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .where(meetingShown(ctx)).orderBy(desc(minutesVersions.id)).limit(FEED_PAGE + 1).offset((page - 1) * FEED_PAGE);
    // What is under review stands on the first page: it is what members can do something about now.
    const waiting = page > 1 ? [] : await ctx.db.select({ minutes: { id: minutes.id, correctionsDue: minutes.correctionsDue }, meeting: which }).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .where(and(eq(minutes.state, 'in_review'), ne(meetings.state, 'draft'))).orderBy(desc(minutes.id)).limit(FEED_PAGE);
    const sent = await sentToReview(ctx, waiting.map(({ meeting }) => meeting.id));
    const { author, review, published, decisions } = t.open.feeds;
    const entries = [
      ...waiting.map(({ minutes: row, meeting }): Entry => {
        const at = sent(meeting.id);
        return {
          name: `minutes-in-review/${row.id}`, title: review(meeting.title), url: to(ctx, language, `/moeder/${meeting.slug}/referat`), publishedAt: at, updatedAt: at, author, categories: [{ term: 'in_review', label: t.minutes.states.in_review }],
          html: p(formatDay(language, meeting.day)) + p(t.open.notApprovedText) + p(row.correctionsDue && t.open.correctionsUntil(formatDay(language, dayOf(row.correctionsDue)))) + example(t, meeting),
        };
      }),
      ...rows.slice(0, FEED_PAGE).map(({ version, meeting }): Entry => {
        const url = to(ctx, language, `/moeder/${meeting.slug}/referat/versioner/${version.number}`);
        const decided = version.content.entries.flatMap((entry) => entry.decisions);
        return {
          name: `minutes-version/${version.id}`, title: published(meeting.title, version.number), url, publishedAt: version.publishedAt, updatedAt: version.publishedAt, author, categories: [{ term: 'published', label: t.minutes.states.published }],
          files: [{ href: `${url}.pdf`, type: 'application/pdf' }, { href: `${url}.json`, type: 'application/json' }, { href: `${url}.xml`, type: 'application/xml' }],
          html: p(formatDay(language, meeting.day)) + p(version.note) + numbered(version.content.entries.map((entry) => entry.title))
            + (decided.length > 0 ? `${p(decisions)}<ul>${decided.map(({ number, text }) => `<li>${escapeText(`${number}: ${text}`)}</li>`).join('')}</ul>` : '') + example(t, meeting),
        };
      }),
    ];
    return { entries: entries.sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime()), more: rows.length > FEED_PAGE };
  },

  async debat(ctx, t, { language, page }) {
    const rows = await newestPosts(ctx, FEED_PAGE + 1, (page - 1) * FEED_PAGE);
    const { post, threadBegun } = t.open.feeds;
    return {
      entries: rows.slice(0, FEED_PAGE).map((row): Entry => ({
        name: `post/${row.id}`, title: row.number === 1 ? threadBegun(row.thread.title) : post(row.number, row.thread.title), url: to(ctx, language, `/debat/indlaeg/${row.id}`),
        publishedAt: row.createdAt, updatedAt: row.editedAt ?? row.createdAt, author: row.author || t.common.formerMember, categories: [{ term: row.thread.category, label: t.threads.categories[row.thread.category] }],
        html: row.bodyHtml + example(t, row.thread),
      })),
      more: rows.length > FEED_PAGE,
    };
  },
};

const example = ({ common }: Catalogue, { isExample }: { isExample: boolean }) => (isExample ? p(`${common.example}. ${common.exampleHelp}`) : '');

function meetingEntry(ctx: Ctx, t: Catalogue, language: Language, meeting: CalendarMeeting): Entry {
  const { state, startsAt, proposalDeadline, cancelReason, onlineUrl } = meeting;
  const { author, meeting: titled, deadline, cancelledBecause, timeUnknown } = t.open.feeds;
  return {
    name: `meeting/${meeting.id}`, title: titled(t.meetings.states[state], meeting.title), url: to(ctx, language, `/moeder/${meeting.slug}`), author,
    publishedAt: meeting.calledAt ?? meeting.createdAt, updatedAt: meeting.changedAt, categories: [{ term: state, label: t.meetings.states[state] }],
    files: [{ href: to(ctx, language, `/moeder/${meeting.slug}.ics`), type: 'text/calendar' }],
    html: p(startsAt ? timeOf(language, meeting) : timeUnknown(formatDay(language, meeting.day))) + p(placeOf(t, { place: meeting.place, online: onlineUrl !== null })) + p(state === 'cancelled' && cancelReason ? cancelledBecause(cancelReason) : null)
      + p(meeting.purpose) + p(state === 'called' && proposalDeadline ? deadline(formatInstant(language, proposalDeadline)) : null) + (meeting.agenda.length > 0 ? p(`${t.open.agenda}:`) + numbered(meeting.agenda) : '') + example(t, meeting),
  };
}

/** When minutes of these meetings were last sent to review: the record knows. */
async function sentToReview(ctx: Ctx, meetingIds: string[]): Promise<(meetingId: string) => Date> {
  const rows = meetingIds.length === 0 ? [] : await ctx.db.select({ stream: events.stream, at: max(events.at) }).from(events).where(and(inArray(events.stream, meetingIds.map((id) => `meeting:${id}`)), eq(events.type, 'minutes.sent_to_review'))).groupBy(events.stream);
  return (meetingId) => rows.find(({ stream }) => stream === `meeting:${meetingId}`)?.at ?? new Date(0);
}
