import type { search as da } from '../da/search';

export const search: typeof da = {
  title: 'Search',
  titleFor: (q) => `Search: ${q}`,
  lead: 'Look through meetings, proposals, minutes, decisions, the action plan and the debate.',
  label: 'What are you looking for?',
  button: 'Search',
  results: 'Results',
  found: (n, capped, q) => `${n}${capped ? ' or more' : ''} ${n === 1 ? 'result' : 'results'} for “${q}”`,
  foundNone: (q) => `No results for “${q}”`,
  noneHelp: 'Try fewer or shorter words. All words must stand in the same place, and part of a word is enough: “data” also finds “grunddata”.',
  noneOfKind: 'There are no results of this kind. Choose “Everything” to see the rest.',
  pageEmpty: 'There are not that many pages of results.',
  alike: (q) => `We did not find “${q}”, but something like it`,
  tooLong: (max) => `The search is too long. Write at most ${max} characters.`,
  helpTitle: 'How to search',
  help: [
    'Write one or more words. All of them must stand in the same place, in any order.',
    'Part of a word is enough: “møde” also finds “netværksmøde”.',
    'Upper and lower case are the same.',
    'An initiative can be found by its number, for example “3.3”, and a decision by its own, for example “2018-1”.',
  ],
  filter: 'Show only',
  all: 'Everything',
  kinds: { initiative: 'Initiatives', milestone: 'Milestones', meeting: 'Meetings', proposal: 'Proposals', item: 'Agenda items', minutes: 'Minutes', decision: 'Decisions', thread: 'Threads', post: 'Posts' },
  kind: { initiative: 'Initiative', milestone: 'Milestone', meeting: 'Meeting', proposal: 'Proposal', item: 'Agenda item', minutes: 'Minutes', decision: 'Decision', thread: 'Thread', post: 'Post' },
};
