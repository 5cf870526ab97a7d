import type { Crumb } from '~/app/components/page';
import type { Catalogue } from '~/server/i18n';

/** Where a page under the minutes is: for readers, and for those who write them. */
export const readingCrumbs = (t: Catalogue, meeting: { slug: string; title: string }, here: string): Crumb[] =>
  [{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${meeting.slug}`, label: meeting.title }, { to: `/moeder/${meeting.slug}/referat`, label: t.minutes.one }, { label: here }];

export const writingCrumbs = (t: Catalogue, meeting: { slug: string; title: string }, here: string): Crumb[] =>
  [...readingCrumbs(t, meeting, here).slice(0, -1), { to: `/moeder/${meeting.slug}/referat/rediger`, label: t.minutes.edit }, { label: here }];
