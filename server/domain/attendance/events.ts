import type { AttendanceWay } from '~/db/schema';

declare module '~/server/write' {
  /**
   * Stream `meeting:<id>`, public. Recorded without an actor: who was there is told by name only with consent, and a
   * stream keeps what it says for ever.
   */
  interface EventMap {
    'attendance.arrived': { meetingId: string; way: AttendanceWay };
    'attendance.left': { meetingId: string };
    /** Someone who keeps the list corrected it for `count` people. */
    'attendance.kept': { meetingId: string; count: number };
    /** There are `count` guests of some organisation now. */
    'attendance.guests_counted': { meetingId: string; count: number };
  }
}

export {};
