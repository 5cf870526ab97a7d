import type { subscriptions as da } from '../da/subscriptions';

export const subscriptions: typeof da = {
  title: 'Subscribe to the calendar',
  lead: 'Have the network’s meetings in your own calendar. A calendar that subscribes keeps up by itself when a meeting is moved or cancelled.',
  network: 'The network’s calendar',
  networkText: 'Public. Needs no account.',
  feeds: { meetings: 'Meetings', deadlines: 'Deadlines for proposals and corrections', both: 'Meetings and deadlines' },
  subscribe: 'Open in a calendar program',
  address: (what: string) => `Address: ${what}`,
  own: 'Your own calendar',
  ownText: 'The meetings you have said yes to or not answered yet, with the link to attend online, and your deadlines and actions. The address is secret: whoever has it can read your calendar.',
  signIn: 'Sign in to get your own calendar',
  none: 'You have made no address yet.',
  openedAt: 'You have an address since',
  makeFirst: 'Make a secret address',
  makeAnother: 'Make a new address instead',
  makeAnotherHint: 'The old one stops working at once. We do not keep the address: if you have lost it, make a new one.',
  revoke: 'Close the address',
  made: 'Your address is ready',
  madeText: 'Copy it now. It is shown this once.',
  howTo: 'How to do it',
  programs: [
    { name: 'Outlook', steps: ['Copy the address that begins with https.', 'Choose Calendar, then Add calendar.', 'Choose Subscribe from web, paste the address and choose Import.'] },
    { name: 'Google Calendar', steps: ['Copy the address that begins with https.', 'Open Google Calendar on a computer. Choose the plus beside Other calendars.', 'Choose From URL, paste the address and choose Add calendar. Google fetches news a few times a day.'] },
    { name: 'Apple Calendar', steps: ['Open the link that begins with webcal, or choose File and New Calendar Subscription and paste the address.', 'Choose how often the calendar fetches news, for example every hour.'] },
    { name: 'Thunderbird', steps: ['Choose File, New and Calendar.', 'Choose On the network and paste the address that begins with https.', 'Choose Find Calendars, then Subscribe.'] },
  ],
};
