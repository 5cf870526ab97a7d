import type { StoredEvent } from './event-hash';
import type { EventType } from './write';

/** What those who follow an initiative, and its owners, are told of by mail when it comes onto its stream. */
export const initiativeNews = ['proposal.accepted', 'minutes.published', 'minutes.action_closed'] as const satisfies readonly EventType[];
export type InitiativeNews = (typeof initiativeNews)[number];

const isNews = (type: string): type is InitiativeNews => (initiativeNews as readonly string[]).includes(type);

/** The job that an event on an initiative's stream asks for, or null. It names the event; what is told is read when it runs. */
export function newsJob({ stream, seq, type }: Pick<StoredEvent, 'stream' | 'seq' | 'type'>): { payload: { stream: string; seq: number }; key: string } | null {
  return stream.startsWith('initiative:') && isNews(type) ? { payload: { stream, seq }, key: `news:${stream}:${seq}` } : null;
}
