import type { Db } from '~/db/client';
import { isSealed, seal } from '../secrets';

// Links and addresses in mails that act for their recipient: the ids they are about, and a seal that nobody else can make.

/** 96 bits of the seal: enough against guessing, short enough for an address. */
const SEAL = 12;
type Reader = Pick<Db, 'select' | 'insert'>;
type Purpose = 'answer' | 'unsubscribe' | 'reply';

const toBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
const toId = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A link's part for these ids (UUIDs) and this purpose, in base64url. The same each time: a later mail's link does what an earlier one's does. */
export async function sealedToken(db: Reader, purpose: Purpose, ids: string[]): Promise<string> {
  const words = Buffer.concat(ids.map(toBytes));
  return Buffer.concat([words, (await seal(db, purpose, words.toString('hex'))).subarray(0, SEAL)]).toString('base64url');
}

/** The ids of a token that is ours, or null. */
export async function openToken(db: Reader, purpose: Purpose, token: string, count: number): Promise<string[] | null> {
  const bytes = /^[A-Za-z0-9_-]{20,120}$/.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
  // One way of writing it: the last letter has bits to spare.
  return bytes.toString('base64url') === token ? unseal(db, purpose, bytes, count) : null;
}

async function unseal(db: Reader, purpose: Purpose, bytes: Buffer, count: number): Promise<string[] | null> {
  if (bytes.length !== count * 16 + SEAL) return null;
  const words = bytes.subarray(0, count * 16);
  if (!(await isSealed(db, purpose, words.toString('hex'), bytes.subarray(count * 16)))) return null;
  return Array.from({ length: count }, (_, n) => toId(words.subarray(n * 16, n * 16 + 16)));
}

// The part of an address before the @ may be written small by any server on the way, so it is made of what is small (RFC 4648, 6).
const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** The mark in the address that answers to a mail go to: 45 letters, for one id. */
export async function sealedMark(db: Reader, purpose: Purpose, id: string): Promise<string> {
  const bytes = Buffer.from(await sealedToken(db, purpose, [id]), 'base64url');
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** The id of a mark that is ours, whatever its case, or null. */
export async function openMark(db: Reader, purpose: Purpose, mark: string): Promise<string | null> {
  const small = mark.toLowerCase();
  if (!/^[a-z2-7]{45}$/.test(small)) return null;
  const bits = [...small].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  if (bits.endsWith('1')) return null;
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
  return (await unseal(db, purpose, bytes, 1))?.[0] ?? null;
}

/** The address under which answers come back: `forum+<mark>@example.org`. */
export const markedAddress = (address: string, mark: string): string => address.replace(/(@[^@]*)$/, `+${mark}$1`);

/** The mark in one of our own marked addresses, or null. Case does not matter. */
export function markIn(own: string, address: string): string | null {
  const [, name = '', host = ''] = /^(.+)@([^@]+)$/.exec(own.toLowerCase()) ?? [];
  const [, mark] = new RegExp(`^${escapeForPattern(name)}\\+([a-z2-7]{45})@${escapeForPattern(host)}$`).exec(address.trim().toLowerCase()) ?? [];
  return mark ?? null;
}

const escapeForPattern = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
