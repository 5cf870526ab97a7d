import type { organisers as da } from '../da/organisers';

export const organisers: typeof da = {
  title: 'Organisers’ desk',
  lead: 'What waits for the organisers: meetings, proposals, minutes and follow-up.',
  meetings: 'Meetings',
  noMeetings: 'No meeting waits for anything.',
  state: 'State',
  next: 'Next step',
  steps: {
    call: 'Call the meeting', decide: 'Decide on the proposals', publish_agenda: 'Publish the agenda', start: 'Start the meeting', lead: 'Lead the meeting',
    begin_minutes: 'Begin the minutes', write_minutes: 'Write the minutes and send them to review', approve_minutes: 'Decide corrections and approve', publish_minutes: 'Publish the minutes', none: 'Nothing',
  },
  proposals: 'Proposals that wait for an answer',
  noProposals: 'Every proposal has been answered.',
  waitedDays: (n: number) => (n === 0 ? 'submitted today' : n === 1 ? 'has waited 1 day' : `has waited ${n} days`),
  actions: 'Open follow-up',
  noActions: 'There is no open follow-up.',
  due: 'Due',
  overdue: 'Overdue',
  members: 'Members and roles',
  decide: 'Decide',
};
