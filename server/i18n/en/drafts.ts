import type { drafts as da } from '../da/drafts';

export const drafts: typeof da = {
  restoredTitle: 'Your draft is here again',
  restored: 'Go on where you left off. It was last saved',
  restoredHere: 'Go on where you left off. The last of it lay in this browser only.',
  discard: 'Throw the draft away',
  kept: 'What you write is kept as a draft until you send it or throw it away. Only you can see it.',
  savedAt: 'The draft was saved at',
  lost: 'There is no connection. What you write is kept in this browser and sent when the connection is back.',
  signed_out: 'You are no longer signed in. What you write is kept in this browser. Sign in in a new window and go on here.',
  refused: 'The draft cannot be saved with us because it is too long or you have too many. What you write is kept in this browser.',
};
