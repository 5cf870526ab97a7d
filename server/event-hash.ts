import { createHash } from 'node:crypto';

export type HashedEvent = { stream: string; seq: number; type: string; actor: string | null; at: Date; payload: Record<string, unknown> };
export type StoredEvent = HashedEvent & { hash: string };

/** JSON with sorted keys: the same event has the same bytes, also after a round through jsonb. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** SHA-256 over the event and the hash before it: a changed event breaks every hash after it. */
export function chainHash(event: HashedEvent, before: string): string {
  const { stream, seq, type, actor, at, payload } = event;
  return createHash('sha256').update(`${before}\n${canonical({ stream, seq, type, actor, at: at.toISOString(), payload })}`).digest('hex');
}
