import { createContext, useContext, type ReactNode } from 'react';
import type { ActionSummary } from '~/server/domain/actions/queries';
import type { Clash } from '~/server/domain/entries/queries';
import type { WriterMark } from '../live/connection';
import { useWriters } from '../live/writers';

/** What those who write the minutes of a meeting know of each other, and of what comes up under follow-up (by agenda item). */
export type Room = { clashes: Clash[]; writers: WriterMark[]; followed: Record<string, ActionSummary[]> };
/** `from`: what the addresses of forms bear so that they lead back to the page they were sent from. */
type Known = Room & { from: string };

const RoomContext = createContext<Known>({ clashes: [], writers: [], followed: {}, from: '' });
export const useRoom = () => useContext(RoomContext);

/** The page on which minutes are written: the forms within it know who else writes, and what waits to be settled. */
export function WritingRoom({ meetingId, room, from = '', children }: { meetingId: string; room: Room; from?: string; children: ReactNode }) {
  const writers = useWriters(meetingId, room.writers);
  return <RoomContext.Provider value={{ ...room, writers, from }}>{children}</RoomContext.Provider>;
}
