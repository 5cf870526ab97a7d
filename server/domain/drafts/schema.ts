import { z } from 'zod';
import { sitePath } from '~/server/fields';

/** The fields of a form by name, as typed. */
export type Words = Record<string, string | string[]>;

const typed = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const one = (value: string | string[] | undefined): string => [value ?? ''].flat()[0] ?? '';

/** Line ends as one kind; PostgreSQL takes no NUL, neither in a text nor in the name of a field. */
const clean = (text: string): string => text.replace(/\r\n?/g, '\n').replaceAll('\0', '');

/** What a form is kept by is not among its words, nor which of its buttons was pressed. */
const ownFields = (fields: Words): Words => Object.fromEntries(Object.entries(fields)
  .filter(([name]) => !name.startsWith('_') && name !== 'intent')
  .map(([name, value]) => [clean(name), Array.isArray(value) ? value.map(clean) : clean(value)]));

/** A form sent as it stands, with `_place` beside its fields; `_key` tells this form from the next one in the same place. */
export const saveDraftSchema = typed.transform((fields) => ({ place: one(fields._place), form: one(fields._key) || null, words: ownFields(fields) }));

/** The same, and the page that it stands on. */
export const keepAndReturnSchema = typed.transform((fields) => ({ place: one(fields._place), form: one(fields._key) || null, words: ownFields(fields), back: sitePath.parse(one(fields._back)) }));

export const putAwayDraftSchema = z.object({ _place: z.string().catch(''), _back: sitePath.catch(null) }).transform(({ _place, _back }) => ({ place: _place, back: _back }));
