import { z } from 'zod';
import { limits } from './limits';

// The small parts that the nouns' schemas are made of. A message is a key of the `validation` catalogue,
// with a figure after a colon where the sentence needs one.

/** Line ends as one kind, no NUL (PostgreSQL refuses it), no white space round it. */
const clean = (value: unknown) => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n').replaceAll('\0', '').trim() : '');

export const line = (max: number) => z.preprocess((v) => clean(v).replace(/\s*\n\s*/g, ' '), z.string().min(1, 'required').max(max, `too_long:${max}`));
export const optionalLine = (max: number) => z.preprocess((v) => clean(v).replace(/\s*\n\s*/g, ' ') || null, z.string().max(max, `too_long:${max}`).nullable());
export const text = (max: number) => z.preprocess(clean, z.string().min(1, 'required').max(max, `too_long:${max}`));
export const optionalText = (max: number) => z.preprocess(clean, z.string().max(max, `too_long:${max}`));
export const email = z.preprocess((v) => clean(v).toLowerCase(), z.string().min(1, 'required').max(limits.email, `too_long:${limits.email}`).regex(/^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@<>",;:\\()[\]]+$/, 'not_an_email'));
export const newPassword = z.string('required').min(limits.passwordMin, `too_short:${limits.passwordMin}`).max(limits.password, `too_long:${limits.password}`);
export const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, 'choose_one');
export const minutes = (min: number, max: number) => z.coerce.number('not_a_number').int('not_a_number').min(min, `too_small:${min}`).max(max, `too_large:${max}`);
export const optionalWhole = (min: number, max: number) => z.preprocess((v) => clean(v) || null, z.coerce.number('not_a_number').int('not_a_number').min(min, `too_small:${min}`).max(max, `too_large:${max}`).nullable());
// From 1900: PostgreSQL knows no year 0, and earlier Danish clocks were no whole minutes from Greenwich.
export const day = z.preprocess(clean, z.string().min(1, 'required').regex(/^(19|[2-9]\d)\d{2}-\d{2}-\d{2}$/, 'not_a_date').refine((v) => !Number.isNaN(Date.parse(`${v}T00:00:00Z`)) && new Date(`${v}T00:00:00Z`).toISOString().startsWith(v), 'not_a_date'));
export const time = z.preprocess(clean, z.string().min(1, 'required').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not_a_time'));
export const optionalTime = z.preprocess((v) => clean(v) || null, time.nullable());
export const id = z.string('required').regex(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i, 'choose_one');
/** Whether a part of an address can be an id at all: PostgreSQL compares a uuid with nothing else. */
export const isId = (value: string): boolean => id.safeParse(value).success;
export const optionalId = z.preprocess((v) => clean(v) || null, id.nullable());
export const ids = z.preprocess((v) => (Array.isArray(v) ? v : v === undefined || v === '' ? [] : [v]), z.array(id).max(20, 'too_many:20'));
export const checkbox = z.preprocess((v) => v === 'on' || v === 'true' || v === true, z.boolean());
export const webAddress = z.preprocess((v) => clean(v) || null, z.string().max(limits.url, `too_long:${limits.url}`).refine((v) => URL.canParse(v) && ['http:', 'https:'].includes(new URL(v).protocol), 'not_a_web_address').nullable());
/** A page of ours to come back to; anything else is nothing. A host or a scheme would lead elsewhere. */
export const sitePath = z.preprocess((value) => (typeof value === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) && value.length <= 1_000 && !/[\\#]/.test(value) ? value : null), z.string().nullable());
/** The version a form was rendered from. */
export const seenVersion = z.coerce.number('required').int().positive();
