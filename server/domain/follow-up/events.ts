declare module '~/server/write' {
  interface EventMap {
    /** Open actions came up under an agenda item. Streams `meeting:<id>` of that meeting and the `initiative:<id>` that they concern. */
    'follow_up.actions_added': { meetingId: string; itemId: string; actionIds: string[] };
    /** Minutes that an item is to approve were approved. Stream `meeting:<id>` of the meeting with the item. */
    'follow_up.minutes_approved': { meetingId: string; itemId: string };
  }
}

export {};
