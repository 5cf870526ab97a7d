import type { mailChoices as da } from '../da/mail-choices';

export const mailChoices: typeof da = {
  title: 'Your mail',
  lead: 'Choose how often you want mail about what. Answers to what you did yourself, and cancellations of meetings you come to, always reach you at once.',
  topics: { meetings: 'Meetings', proposals: 'Proposals', threads: 'Forum', initiatives: 'Initiatives' },
  hints: {
    meetings: 'Notices, agendas and minutes. Notices and moved meetings always come at once, so that your calendar is right.',
    proposals: 'What became of the proposals that you made or support.',
    threads: 'New posts in threads that you follow or have written in. You can answer the mail.',
    initiatives: 'News of the initiatives that you follow or answer for.',
  },
  paces: { at_once: 'At once', daily: 'Collected once a day', weekly: 'Collected every Monday', never: 'Not at all' },
  save: 'Save choices',
  paused: (reason: string) => `We send you no mail at the moment, because it came back: ${reason}`,
  resume: 'My address works again',
  follow: {
    title: 'Mail about news',
    states: { follows: 'You follow this and get mail about news.', muted: 'You have switched mail off here.', none: 'You do not follow this.' },
    follows: 'Follow',
    muted: 'Switch mail off',
    none: 'No longer follow',
    unmute: 'Switch mail on again',
  },
  out: {
    title: (topic: string) => `Unsubscribe: ${topic}`,
    text: (topic: string) => `Press the button, and you get no more mail about ${topic.toLowerCase()}.`,
    confirm: 'Unsubscribe',
    done: (topic: string) => `You get no more mail about ${topic.toLowerCase()}. You can choose it again on your own page.`,
    unknown: 'The link no longer fits. Sign in, and choose your mail on your own page.',
  },
};
