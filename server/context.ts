import type { Db } from '~/db/client';
import type { Language, Role } from '~/db/schema';
import type { Config } from './config';
import type { FileStore } from './files/store';
import type { Log } from './log';

/** Who asks. `owns`: the ids of the initiatives this member answers for; `chairs`, `takesMinutes`: of the meetings where they have that part. */
export type Actor = { id: string; name: string; role: Role; language: Language; confirmed: boolean; owns: string[]; chairs: string[]; takesMinutes: string[] };

/** Everything a domain function may reach, handed in and never imported. */
export type Ctx = { db: Db; now: () => Date; log: Log; config: Config; files: FileStore; actor: Actor | null };

export type SignedIn = Ctx & { actor: Actor };

export const isOrganiser = (actor: Actor | null): boolean => actor?.role === 'organiser' || actor?.role === 'admin';
