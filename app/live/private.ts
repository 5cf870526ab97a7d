import type { LiveEvent } from './connection';

/**
 * Whether events change anything that this viewer can see. Of the work on draft minutes only the numbers travel, and it is
 * saved every other second: the pages of everyone else need not ask for what they will not be shown.
 */
export const concerns = (events: LiveEvent[], viewer: { readsDrafts: boolean } | null): boolean => viewer?.readsDrafts === true || events.some(({ type }) => type !== 'private');
