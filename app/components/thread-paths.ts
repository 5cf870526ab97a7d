import type { SubjectView } from '~/server/domain/threads/queries';
import type { ThreadCategory } from '~/db/schema/states';

const POSTS_A_PAGE = 50;

export const categorySlugs = { general: 'generelt', meeting: 'moeder', agenda_item: 'dagsordenspunkter', proposal: 'forslag', initiative: 'initiativer' } as const satisfies Record<ThreadCategory, string>;

export const categoryOf = (slug: string): ThreadCategory | null => (Object.keys(categorySlugs) as ThreadCategory[]).find((category) => categorySlugs[category] === slug) ?? null;

export const categoryPath = (category: ThreadCategory): string => `/debat/${categorySlugs[category]}`;

export const threadPath = (threadId: string): string => `/debat/traad/${threadId}`;

export const postAnchor = (number: number): string => `indlaeg-${number}`;

/** The permanent address of a post: the page of the thread that it stands on, and its place there. */
export function postPath(threadId: string, number: number): string {
  const page = Math.ceil(number / POSTS_A_PAGE);
  return `${threadPath(threadId)}${page > 1 ? `?side=${page}` : ''}#${postAnchor(number)}`;
}

/** The page of what a thread is about. */
export function subjectPath(subject: SubjectView): string {
  switch (subject.kind) {
    case 'meeting': return `/moeder/${subject.slug}`;
    case 'agenda_item': return `/moeder/${subject.slug}/dagsorden#punkt-${subject.id}`;
    case 'proposal': return `/forslag/${subject.id}`;
    case 'initiative': return `/handlingsplaner/${subject.period}/initiativer/${subject.number}`;
  }
}
