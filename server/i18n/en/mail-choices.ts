import type { mailChoices as da } from '../da/mail-choices';

export const mailChoices: typeof da = {
  title: 'Your mail',
  lead: 'Choose how often you want mail about what. Answers to what you did yourself always reach you at once.',
  topics: { meetings: 'Meetings', proposals: 'Proposals', threads: 'Forum', initiatives: 'Initiatives' },
  lists: { meetings: 'Meetings', proposals: 'Proposals', threads: 'Forum', initiatives: 'Initiatives', digests: 'Collected news' },
  hints: {
    meetings: 'Notices, agendas and minutes. Notices and moved meetings always come at once, so that your calendar is right. If you want none, you are still told when a meeting that is in your calendar already is moved or cancelled.',
    proposals: 'What became of the proposals that you made or support.',
    threads: 'New posts in threads that you follow or have written in. You can answer the mail.',
    initiatives: 'News of the initiatives that you follow or answer for.',
  },
  paces: { at_once: 'At once', daily: 'Collected once a day', weekly: 'Collected every Monday', never: 'Not at all' },
  save: 'Save choices',
  paused: 'We send you no mail at the moment',
  pausedText: 'A mail to your address came back. Your mail server answered:',
  pausedHow: 'If the address works again, press the button. We then try again with what did not arrive.',
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
    from: { meetings: 'mail about meetings', proposals: 'mail about proposals', threads: 'mail about the forum', initiatives: 'mail about initiatives', digests: 'mail with collected news' },
    title: (from) => `Unsubscribe from ${from}`,
    text: (from) => `Press the button, and you get no more ${from}.`,
    confirm: 'Unsubscribe',
    done: (from) => `You get no more ${from}. You can choose it again on your own page.`,
    digests: 'That is everything you have chosen to get collected.',
    meetings: 'You are still told when a meeting that is in your calendar already is moved or cancelled.',
    choose: 'Choose which mail you get',
  },
};
