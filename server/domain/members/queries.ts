import { and, asc, count, desc, eq, exists, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { actionPlans, initiativeOwners, initiatives, members, memberTokens, organisations, type TokenKind } from '~/db/schema';
import { hashToken } from '~/server/auth/tokens';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import type { Tx } from '~/server/write';
import { mayEditProfile, mayManageMembers, maySeeMembers } from './rules';

export const PAGE_SIZE = 30;

/** Those who want meeting notices and have shown that the address is theirs. */
export function noticeRecipients(db: Pick<Tx['db'], 'select'>) {
  return db.select({ id: members.id, language: members.language }).from(members).where(and(eq(members.wantsNotices, true), isNotNull(members.emailConfirmedAt)));
}

/** For sign-in alone: whose address it is and the hash of the password; null for an unknown one. */
export async function credentialsOf(ctx: Ctx, email: string): Promise<{ id: string; passwordHash: string | null } | null> {
  const [found] = await ctx.db.select({ id: members.id, passwordHash: members.passwordHash }).from(members).where(eq(members.email, email));
  return found ?? null;
}

const self = { id: members.id, email: members.email, name: members.name };

/** For changing one's own password. Refuses `not_signed_in`. */
export async function ownCredentials(ctx: Ctx) {
  ensure(mayEditProfile(ctx.actor));
  const [own] = await ctx.db.select({ ...self, passwordHash: members.passwordHash }).from(members).where(eq(members.id, ctx.actor?.id ?? ''));
  if (!own) throw refuse('member_not_found');
  return own;
}

/** Whose one-time link it is; null once it is used or too old. */
export async function tokenHolder(ctx: Ctx, token: string, kind: TokenKind): Promise<{ email: string; name: string } | null> {
  const [holder] = await ctx.db.select({ email: members.email, name: members.name }).from(memberTokens).innerJoin(members, eq(members.id, memberTokens.memberId))
    .where(and(eq(memberTokens.tokenHash, hashToken(token)), eq(memberTokens.kind, kind), isNull(memberTokens.usedAt), sql`${memberTokens.expiresAt} > ${ctx.now().toISOString()}`));
  return holder ?? null;
}

/** Names of organisations to choose among, in Danish order: those that someone with a confirmed address belongs to. */
export async function organisationNames(ctx: Ctx): Promise<string[]> {
  const known = ctx.db.select({ id: members.id }).from(members).where(and(eq(members.organisationId, organisations.id), isNotNull(members.emailConfirmedAt)));
  const rows = await ctx.db.select({ name: organisations.name }).from(organisations).where(exists(known)).orderBy(sql`${organisations.name} collate danish`).limit(500);
  return rows.map(({ name }) => name);
}

const profile = {
  ...self, role: members.role, language: members.language, emailConfirmedAt: members.emailConfirmedAt, createdAt: members.createdAt, isExample: members.isExample, mailPausedAt: members.mailPausedAt, mailPauseReason: members.mailPauseReason,
  organisation: organisations.name, kind: organisations.kind,
};

/** One's own profile. Refuses `not_signed_in`. */
export async function ownProfile(ctx: Ctx) {
  ensure(mayEditProfile(ctx.actor));
  const id = ctx.actor?.id ?? '';
  const [own] = await ctx.db.select({ ...profile, showsAttendance: members.showsAttendance, wantsNotices: members.wantsNotices, version: members.version }).from(members).leftJoin(organisations, eq(organisations.id, members.organisationId)).where(eq(members.id, id));
  if (!own) throw refuse('member_not_found');
  return { ...own, owns: (await ownedBy(ctx, [id])).get(id) ?? [] };
}

export type OwnedInitiative = { id: string; number: string; titleDa: string; titleEn: string; period: string };

async function ownedBy(ctx: Ctx, ids: string[]): Promise<Map<string, OwnedInitiative[]>> {
  const owned = new Map<string, OwnedInitiative[]>();
  if (ids.length === 0) return owned;
  const rows = await ctx.db.select({ memberId: initiativeOwners.memberId, id: initiatives.id, number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn, period: actionPlans.period }).from(initiativeOwners)
    .innerJoin(initiatives, eq(initiatives.id, initiativeOwners.initiativeId)).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId))
    .where(inArray(initiativeOwners.memberId, ids)).orderBy(desc(actionPlans.ordinal), asc(initiatives.sortKey));
  for (const { memberId, ...initiative } of rows) owned.set(memberId, [...(owned.get(memberId) ?? []), initiative]);
  return owned;
}

/** Members whose name, organisation or address holds the words, in Danish order, one page of them. Refuses what `maySeeMembers` refuses. */
export async function listMembers(ctx: Ctx, { page, words }: { page: number; words: string }) {
  ensure(maySeeMembers(ctx.actor));
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const holds = (column: typeof members.name | typeof members.email | typeof organisations.name): SQL => sql`${column} ilike ${like}`;
  const found = words === '' ? undefined : or(holds(members.name), holds(organisations.name), holds(members.email));
  const [rows, [total]] = await Promise.all([
    ctx.db.select(profile).from(members).leftJoin(organisations, eq(organisations.id, members.organisationId)).where(found).orderBy(sql`${members.name} collate danish`, members.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE),
    ctx.db.select({ n: count() }).from(members).leftJoin(organisations, eq(organisations.id, members.organisationId)).where(found),
  ]);
  const owned = await ownedBy(ctx, rows.map(({ id }) => id));
  const n = total?.n ?? 0;
  return { rows: rows.map((row) => ({ ...row, owns: owned.get(row.id) ?? [] })), total: n, pages: Math.max(1, Math.ceil(n / PAGE_SIZE)) };
}

/** One member with what the viewer may do to them. Refuses what `maySeeMembers` refuses, and `member_not_found`. */
export async function getMember(ctx: Ctx, id: string) {
  ensure(maySeeMembers(ctx.actor));
  const [member] = isId(id) ? await ctx.db.select(profile).from(members).leftJoin(organisations, eq(organisations.id, members.organisationId)).where(eq(members.id, id)) : [];
  if (!member) throw refuse('member_not_found');
  const manage = mayManageMembers(ctx.actor) === null;
  const confirmed = member.emailConfirmedAt !== null;
  return { ...member, owns: (await ownedBy(ctx, [id])).get(id) ?? [], can: { changeRole: manage && id !== ctx.actor?.id && (confirmed || member.role !== 'member'), setOwner: manage && confirmed, removeOwner: manage } };
}

/** The initiatives of the newest plan, in their order: those that a member can be made to answer for. */
export async function initiativesToOwn(ctx: Ctx) {
  const newest = ctx.db.select({ id: actionPlans.id }).from(actionPlans).orderBy(desc(actionPlans.ordinal)).limit(1);
  return ctx.db.select({ number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn }).from(initiatives).where(inArray(initiatives.planId, newest)).orderBy(asc(initiatives.sortKey)).limit(200);
}
