import type { Urgency, Why } from '~/server/domain/desk/rules';
import type { organisers as da } from '../da/organisers';

const inDays = (n: number) => (n === 0 ? 'today' : n === 1 ? 'tomorrow' : `in ${n} days`);
const ago = (n: number) => (n === 0 ? 'today' : n === 1 ? 'yesterday' : `${n} days ago`);
const dayCount = (n: number) => (n === 1 ? '1 day' : `${n} days`);
const proposals = (n: number) => (n === 1 ? '1 proposal' : `${n} proposals`);
const corrections = (n: number) => (n === 1 ? '1 correction' : `${n} corrections`);
const are = (n: number) => (n === 1 ? 'is' : 'are');
type Told = { days: number; count: number };

const whys: Record<Why, (task: Told) => string> = {
  draft: ({ days }) => `The meeting is a draft that only organisers see. It is ${inDays(days)}.`,
  draft_near: ({ days }) => `The meeting is ${inDays(days)} and has not been called.`,
  draft_past: () => 'The time of the meeting has passed and it was never called. Give it a new date or cancel it.',
  proposals_wait: ({ count, days }) => `${proposals(count)} ${count === 1 ? 'waits' : 'wait'} for an answer${days === 0 ? '.' : count === 1 ? `. It has waited ${dayCount(days)}.` : `. The oldest has waited ${dayCount(days)}.`}`,
  deadline_passed: ({ count, days }) => `The deadline for proposals has passed and ${proposals(count)} ${are(count)} undecided. The meeting is ${inDays(days)}.`,
  decide_blocks_start: ({ count }) => `The meeting should have begun, but ${proposals(count)} ${are(count)} undecided. It cannot start before.`,
  proposals_open: ({ days }) => `Proposals may still come in: the deadline is ${inDays(days)}. The agenda can be built meanwhile.`,
  agenda_awaited: ({ days }) => `The deadline for proposals has passed. The agenda can now be published; the meeting is ${inDays(days)}.`,
  agenda_near: ({ days }) => `The meeting is ${inDays(days)} and the agenda is not published.`,
  agenda_blocks_start: () => 'The meeting should have begun, but the agenda is not published. It cannot start before.',
  ready: ({ days }) => `The meeting is ${inDays(days)}. The agenda is in place.`,
  coming: ({ days }) => `The meeting is ${inDays(days)}. The agenda is not published yet.`,
  not_started: ({ days }) => (days === 0 ? 'The meeting should have begun by now.' : `The meeting was ${ago(days)} but was not started here. Start it to be able to write minutes, or cancel it.`),
  running: () => 'The meeting is running.',
  overtime: () => 'The meeting should be over but has not been ended here.',
  no_minutes: ({ days }) => `The meeting ended ${ago(days)} and the minutes have not been begun.`,
  minutes_draft: ({ days }) => `The meeting ended ${ago(days)}. The minutes are a draft and have not been sent to review.`,
  corrections_wait: ({ count, days }) => `${corrections(count)} to the minutes ${count === 1 ? 'waits' : 'wait'} for an answer. The date for sending more is ${inDays(days)}.`,
  corrections_over: ({ count }) => `The date for corrections has passed and ${corrections(count)} ${are(count)} undecided. The minutes can only be approved after that.`,
  review_runs: ({ days }) => `The minutes are in review. The date for corrections is ${inDays(days)}. If none comes, they are approved by themselves.`,
  review_over: () => 'The date for corrections has passed and none waits. The minutes can be approved.',
  approved: ({ days }) => `The minutes were approved ${ago(days)} and are not published.`,
  finished: () => 'There is nothing more to do.',
};
const urgencies: Record<Urgency, string> = { now: 'Now', late: 'Urgent', soon: 'Soon', later: 'Has time' };

export const organisers: typeof da = {
  title: 'Organisers’ desk',
  lead: 'What waits for the organisers. What hurries most stands first, and each line leads right to what has to be done.',
  meetings: 'Meetings and next steps',
  noMeetings: 'No meeting waits for anything.',
  noMeetingsText: 'Once a meeting is made its next step stands here, until its minutes are published.',
  steps: {
    call: 'Call the meeting', move: 'Edit the meeting', decide: 'Decide on the proposals', publish_agenda: 'Make the agenda ready', prepare: 'Read the agenda', start: 'Start the meeting', lead: 'Lead the meeting',
    begin_minutes: 'Begin the minutes', write_minutes: 'Write the minutes', decide_corrections: 'Answer the corrections', await_corrections: 'See the minutes', approve_minutes: 'Approve the minutes', publish_minutes: 'Publish the minutes', none: 'Nothing',
  },
  effects: {
    call: 'The meeting becomes public and the members get a mail with a calendar invitation.',
    approve_minutes: 'No more corrections are taken after that.',
    publish_minutes: 'The members get a mail, and the minutes change no more.',
  },
  whys,
  urgencies,
  figures: 'Figures',
  figure: { waiting: 'Proposals without an answer', oldest: 'Longest wait', median: 'Usual time to an answer this year', overdue: 'Follow-up overdue' },
  figureNone: '–',
  dayCount: (n: number) => (n === 1 ? '1 day' : `${n} days`),
  answered: (n: number) => (n === 0 ? 'No proposal has been answered this year.' : n === 1 ? 'Median of 1 answered proposal.' : `Median of ${n} answered proposals.`),
  proposals: 'Proposals that wait for an answer',
  noProposals: 'Every proposal has been answered.',
  waitedDays: (n: number) => (n === 0 ? 'Submitted today' : `Has waited ${dayCount(n)}`),
  answerLate: 'Should have been answered',
  read: 'Read the proposal',
  decide: 'Decide',
  accept: 'Put on the agenda',
  forMeeting: (title: string) => `for ${title}`,
  corrections: 'Corrections that wait for an answer',
  noCorrections: 'No correction waits for an answer.',
  correctionTo: (item: string) => `Correction to “${item}”`,
  correctionsOver: 'The date has passed',
  approvedOn: 'Date for corrections:',
  proposedBy: (name: string) => `proposed by ${name}`,
  answer: 'Answer',
  actions: 'Follow-up',
  actionsText: (days: number) => `What is overdue, and what is to be done within ${days} days.`,
  noActions: 'No follow-up is overdue or due right now.',
  due: 'Due',
  overdue: 'Overdue',
  close: 'Close',
  mails: 'Letters that could not be sent',
  mailTo: (name: string) => `To ${name}`,
  mailTries: (n: number) => (n === 1 ? 'Tried once.' : `Tried ${n} times.`),
  mailsText: 'They are tried again by themselves for some days. If the address is wrong, the member has to correct it.',
  /** By the first word of the letter's kind. */
  mailKinds: { meeting: 'Letter about a meeting', agenda: 'Letter about an agenda', registration: 'Letter about a registration', proposal: 'Letter about a proposal', minutes: 'Letter about minutes', thread: 'Letter about the debate', reminder: 'Reminder', member: 'Letter about the member’s account', other: 'Letter' } as Partial<Record<string, string>> & { other: string },
  sendAgain: 'Send again now',
  unanswered: 'Posts that nobody has answered',
  unansweredMeta: (name: string, n: number) => `${name}, ${ago(n)}`,
  members: 'Members and roles',
  parts: 'Your meetings as chair or minute taker',
  partKinds: { chair: 'Chair', minute_taker: 'Minute taker' },
  pagesOf: (list: string) => `Pages: ${list}`,
};
