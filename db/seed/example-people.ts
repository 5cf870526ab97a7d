import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eq, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { initiatives, initiativeOwners, members, organisations, type Role } from '~/db/schema';
import type { Actor } from '~/server/context';
import { hashPassword } from '~/server/auth/passwords';
import type { Services } from '~/server/services';

const people = [
  { key: 'organiser', name: 'Eksempel: mødearrangør', role: 'organiser', organisation: 'Eksempelsekretariatet' },
  { key: 'member', name: 'Eksempel: medlem', role: 'member', organisation: 'Eksempelforeningen' },
  { key: 'member2', name: 'Eksempel: andet medlem', role: 'member', organisation: null },
  { key: 'owner', name: 'Eksempel: initiativejer', role: 'member', organisation: 'Eksempelsekretariatet' },
  { key: 'admin', name: 'Eksempel: administrator', role: 'admin', organisation: 'Eksempelsekretariatet' },
] as const satisfies { key: string; name: string; role: Role; organisation: string | null }[];

export type ExamplePeople = Record<(typeof people)[number]['key'], Actor>;
export const exampleEmails = people.map(({ key }) => `${key}@example.org`);

const passwordFile = (dataDir: string) => path.join(dataDir, 'example-password');

/** The password of the example accounts, or null where there is none. */
export async function readPassword(dataDir: string): Promise<string | null> {
  return readFile(passwordFile(dataDir), 'utf8').then((content) => content.trim(), (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

async function ownPassword(dataDir: string): Promise<string> {
  const there = await readPassword(dataDir);
  if (there !== null) return there;
  const password = randomBytes(9).toString('base64url');
  await mkdir(dataDir, { recursive: true });
  await writeFile(passwordFile(dataDir), `${password}\n`, { mode: 0o600 });
  return password;
}

/** Makes the example accounts, all with one password of this installation; one that is there stays as it is. */
export async function seedPeople({ db, config, now }: Services): Promise<ExamplePeople> {
  const passwordHash = await hashPassword(await ownPassword(config.dataDir));
  await db.insert(organisations).values([{ name: 'Eksempelsekretariatet', kind: 'authority' }, { name: 'Eksempelforeningen', kind: 'civil_society' }]).onConflictDoNothing();
  const named = new Map((await db.select().from(organisations).where(inArray(organisations.name, ['Eksempelsekretariatet', 'Eksempelforeningen']))).map((row) => [row.name, row.id]));
  await db.insert(members).values(people.map(({ key, name, role, organisation }) => ({
    id: uuidv7(), email: `${key}@example.org`, name, role, passwordHash, emailConfirmedAt: now(), isExample: true,
    organisationId: organisation === null ? null : (named.get(organisation) ?? null),
  }))).onConflictDoNothing();
  const rows = await db.select().from(members).where(inArray(members.email, exampleEmails));
  const actors = rows.map((row) => [row.email.split('@')[0], { id: row.id, name: row.name, role: row.role, language: row.language, confirmed: true, owns: [] }]);
  return Object.fromEntries(actors) as ExamplePeople;
}

/** The example owner answers for initiative 3.3, the forum itself. */
export async function seedOwner({ db }: Services, owner: Actor): Promise<void> {
  const [forum] = await db.select({ id: initiatives.id }).from(initiatives).where(eq(initiatives.number, '3.3'));
  if (forum) await db.insert(initiativeOwners).values({ initiativeId: forum.id, memberId: owner.id }).onConflictDoNothing();
}
