import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a link. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

/** What the database keeps of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
