import { hash, verify } from '@node-rs/argon2';

// OWASP's second choice for Argon2id: 19 MiB, two passes, one lane.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** An å may be typed as one sign or as two: the same password either way. */
const asOne = (password: string): string => password.normalize('NFKC');

/** An Argon2id hash of a password (RFC 9106). */
export const hashPassword = (password: string): Promise<string> => hash(asOne(password), options);

/** Whether the password belongs to the hash. Without a hash it takes as long and says no, so that time tells nothing. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? decoy, asOne(password));
  return stored !== null && matches;
}

// A hash of nothing anyone knows: it makes an unknown address cost as much as a known one.
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$qSY4f+fZlZmcb0YFu+7aTQ$bFGhZqs3ggkmbB0nGhh8uLThGx2mOj/cPTzsfHtl3DI';
