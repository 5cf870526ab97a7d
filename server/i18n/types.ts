import type { EventMap, EventType } from '~/server/write';
import type { RefusalCode, RefusalData } from '~/server/refusal';

export type RefusalSentences = Record<RefusalCode, string | ((data: RefusalData) => string)>;
export type EventSentences = { [K in EventType]: string | ((payload: EventMap[K]) => string) };
