import type { EventMap, EventType } from '~/server/write';
import type { RefusalCode, RefusalData } from '~/server/refusal';
import type { Language } from '~/db/schema/states';
import { da } from './da';
import { en } from './en';

export type Catalogue = typeof da;
const catalogues: Record<Language, Catalogue> = { da, en };

export const catalogueOf = (language: Language): Catalogue => catalogues[language];

/** The sentence of a refusal. */
export function sayRefusal(t: Catalogue, code: RefusalCode, data: RefusalData = {}): string {
  const sentence = t.refusals[code];
  return typeof sentence === 'function' ? sentence(data) : sentence;
}

/** The sentence of a form's error, `too_long:160` and the like. */
export function sayError(t: Catalogue, message: string): string {
  const [code = '', figure = ''] = message.split(':');
  const sentence = code in t.validation ? t.validation[code as keyof Catalogue['validation']] : t.validation.wrong;
  return typeof sentence === 'function' ? sentence(figure) : sentence;
}

/** The sentence of an event in a history. */
export function sayEvent<K extends EventType>(t: Catalogue, type: K, payload: EventMap[K]): string {
  const sentence = t.events[type] as string | ((payload: EventMap[K]) => string);
  return typeof sentence === 'function' ? sentence(payload) : sentence;
}
