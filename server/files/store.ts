import type { Readable } from 'node:stream';

/** What is known of a file before it is stored. */
export type StoredBytes = { bytes: number; sha256: string; mediaType: string };

/** Where the bytes of files are kept. A key is a UUID; what it belongs to is a row in the database. */
export type FileStore = {
  /** Keeps the bytes that `open` gives, whole or not at all; `open` may be asked again after a failure. */
  put(key: string, open: () => Readable, about: StoredBytes): Promise<void>;
  /** The bytes, or null where the key is unknown. */
  get(key: string): Promise<Readable | null>;
  /** Twice is once. */
  remove(key: string): Promise<void>;
  /** Every key with the instant it was stored, in no order. */
  list(): AsyncIterable<{ key: string; storedAt: Date }>;
  /** Fails with a sentence where nothing could be stored. */
  check(): Promise<void>;
};

/** A key leads nowhere but to its own bytes, whoever made it. */
export const isKey = (key: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(key);

export function ensureKey(key: string): void {
  if (!isKey(key)) throw new Error('not a key of the file store');
}
