import type { Server } from 'socket.io';
import type { Actor } from '../context';
import { writersOf } from '../domain/entries/queries';
import { mayTakeMinutes } from '../domain/meetings/rules';
import type { Services } from '../services';

const meetingOf = (stream: string): string | null => /^meeting:(.+)$/.exec(stream)?.[1] ?? null;
const roomOf = (meetingId: string) => `writers:${meetingId}`;

/** The room of those who write a meeting's minutes, for one of them who follows the meeting; null for everyone else. */
export function writersRoom(actor: Actor | null, stream: string): string | null {
  const id = meetingOf(stream);
  return id !== null && mayTakeMinutes(actor, { id }) === null ? roomOf(id) : null;
}

/** Tells the writers of a meeting's minutes at this process who writes where. What is missed is told again with the next mark. */
export async function tellWriters(services: Pick<Services, 'db' | 'now'>, io: Server, meetingId: string): Promise<void> {
  const room = roomOf(meetingId);
  if ((io.sockets.adapter.rooms.get(room)?.size ?? 0) === 0) return;
  io.to(room).emit('writers', { stream: `meeting:${meetingId}`, writers: await writersOf(services, meetingId) });
}
