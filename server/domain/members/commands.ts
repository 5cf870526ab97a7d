import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { actionPlans, initiativeOwners, initiatives, members, memberTokens, organisations, sessions, type Language, type OrganisationKind, type Role, type TokenKind } from '~/db/schema';
import { hashToken, makeToken } from '~/server/auth/tokens';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { addMinutes } from '~/server/time';
import { write, type Tx } from '~/server/write';
import { mayChangeRole, mayEditProfile, maySetOwner, mayManageMembers, tokenMinutes } from './rules';
import type { EditProfile, Join } from './schema';

type Member = typeof members.$inferSelect;

async function lockMember(tx: Tx, id: string): Promise<Member> {
  const [member] = isId(id) ? await tx.db.select().from(members).where(eq(members.id, id)).for('update') : [];
  if (!member) throw refuse('member_not_found');
  return member;
}

/** Asked again within the same minute, a letter leaves once: a form sent twice is one letter, a new wish is a new one. */
const thisMinute = (tx: Tx) => String(Math.floor(tx.now.getTime() / 60_000));

/**
 * Makes a member, or, where the address is known, mails its owner instead: the caller is told nothing of it.
 * `passwordHash` comes from the caller, who makes one in either case. A `language` for the mails and pages.
 */
export async function join(ctx: Ctx, input: Omit<Join, 'password'> & { passwordHash: string; language: Language }): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    const { email, name, passwordHash, language } = input;
    const [made] = await tx.db.insert(members).values({ email, name, passwordHash, language, createdAt: tx.now }).onConflictDoNothing().returning();
    if (!made) return writeToOwner(tx, email);
    const organisationId = await findOrganisation(tx, input);
    await tx.db.update(members).set({ organisationId }).where(eq(members.id, made.id));
    tx.append(`member:${made.id}`, 'member.joined', { memberId: made.id });
    await tx.mail('member.confirm', [made], { memberId: made.id }, thisMinute(tx));
  });
}

/** Whoever owns the address learns that someone joined with it; one who never confirmed gets a new link for that. */
async function writeToOwner(tx: Tx, email: string): Promise<void> {
  const [member] = await tx.db.select().from(members).where(eq(members.email, email));
  if (member) await tx.mail(member.emailConfirmedAt ? 'member.address_known' : 'member.confirm', [member], { memberId: member.id }, thisMinute(tx));
}

/** The organisation of that name, whatever its capitals, made if there is none; null for one who takes part on one's own. */
async function findOrganisation(tx: Tx, { organisation: name, kind }: { organisation: string | null; kind: OrganisationKind }): Promise<string | null> {
  if (!name) return null;
  await tx.db.insert(organisations).values({ name, kind, createdAt: tx.now }).onConflictDoNothing();
  const [found] = await tx.db.select({ id: organisations.id }).from(organisations).where(sql`lower(${organisations.name}) = lower(${name})`);
  return found?.id ?? null;
}

/** Makes a one-time link's secret for a member; only its hash is kept. It works for `tokenMinutes[kind]` minutes. */
export async function issueToken(ctx: Ctx, memberId: string, kind: TokenKind): Promise<string> {
  const token = makeToken();
  await write(ctx, undefined, async (tx) => {
    await tx.db.insert(memberTokens).values({ memberId, kind, tokenHash: hashToken(token), expiresAt: addMinutes(tx.now, tokenMinutes[kind]) });
  });
  return token;
}

/** Uses a token up, and with it every other of its kind: of two at once one is taken. Refuses `link_used_or_expired`. */
async function useToken(tx: Tx, token: string, kind: TokenKind): Promise<Member> {
  const [held] = await tx.db.select({ memberId: memberTokens.memberId }).from(memberTokens).where(and(eq(memberTokens.tokenHash, hashToken(token)), eq(memberTokens.kind, kind)));
  if (!held) throw refuse('link_used_or_expired');
  const member = await lockMember(tx, held.memberId);
  const used = await tx.db.update(memberTokens).set({ usedAt: tx.now }).where(and(eq(memberTokens.tokenHash, hashToken(token)), isNull(memberTokens.usedAt), sql`${memberTokens.expiresAt} > ${tx.now.toISOString()}`)).returning({ id: memberTokens.id });
  if (used.length === 0) throw refuse('link_used_or_expired');
  await tx.db.update(memberTokens).set({ usedAt: tx.now }).where(and(eq(memberTokens.memberId, member.id), eq(memberTokens.kind, kind), isNull(memberTokens.usedAt)));
  return member;
}

async function confirm(tx: Tx, member: Member): Promise<void> {
  if (member.emailConfirmedAt) return;
  await tx.db.update(members).set({ emailConfirmedAt: tx.now }).where(eq(members.id, member.id));
  tx.append(`member:${member.id}`, 'member.confirmed', { memberId: member.id });
}

/** The address is the member's own. Refuses `link_used_or_expired`. */
export async function confirmEmail(ctx: Ctx, token: string): Promise<void> {
  await write(ctx, undefined, async (tx) => confirm(tx, await useToken(tx, token, 'confirm')));
}

/** Mails a new link to confirm the address, unless it is confirmed. Refuses `not_signed_in`. */
export async function askForConfirmation(ctx: Ctx): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    if (!ctx.actor) throw refuse('not_signed_in');
    const member = await lockMember(tx, ctx.actor.id);
    if (!member.emailConfirmedAt) await tx.mail('member.confirm', [member], { memberId: member.id }, thisMinute(tx));
  });
}

/** Mails a link for a new password, if the address is known; the caller is told nothing of it. */
export async function askForPassword(ctx: Ctx, email: string): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    const [member] = await tx.db.select().from(members).where(eq(members.email, email));
    if (member) await tx.mail('member.reset', [member], { memberId: member.id }, thisMinute(tx));
  });
}

/**
 * Sets a password by a link (`reset` from a mail, `sign_in` from the administrator's console): the address is confirmed,
 * every session and socket of the member ends. Refuses `link_used_or_expired`.
 */
export async function setPasswordByToken(ctx: Ctx, token: string, kind: 'reset' | 'sign_in', passwordHash: string): Promise<{ memberId: string }> {
  return write(ctx, undefined, async (tx) => {
    const member = await useToken(tx, token, kind);
    await tx.db.update(members).set({ passwordHash }).where(eq(members.id, member.id));
    await tx.db.delete(sessions).where(eq(sessions.userId, member.id));
    await endSockets(tx, `member:${member.id}`);
    await confirm(tx, member);
    tx.append(`member:${member.id}`, 'member.password_set', { memberId: member.id });
    return { memberId: member.id };
  });
}

/** Sets one's own password; every session but `keepSession` ends, with its sockets. Refuses `not_signed_in`. The caller has checked the old one. */
export async function changePassword(ctx: Ctx, passwordHash: string, keepSession: string): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    if (!ctx.actor) throw refuse('not_signed_in');
    const { id } = await lockMember(tx, ctx.actor.id);
    await tx.db.update(members).set({ passwordHash }).where(eq(members.id, id));
    await tx.db.execute(sql`with ended as (delete from ${sessions} where ${sessions.userId} = ${id} and ${sessions.id} <> ${keepSession} returning id) select pg_notify('sockets_end', 'session:' || id) from ended`);
    tx.append(`member:${id}`, 'member.password_set', { memberId: id });
  });
}

/** Ends the sockets of a room (`member:<id>`). Said inside the transaction, so that they end when, and only when, the change stands. */
export async function endSockets(tx: Tx, room: string): Promise<void> {
  await tx.db.execute(sql`select pg_notify('sockets_end', ${room})`);
}

const editable = ['name', 'organisationId', 'language', 'showsAttendance', 'wantsNotices'] as const;

/** Changes one's own profile. Refuses `not_signed_in`, and `edit_conflict` when the form was made from an older version. */
export async function editProfile(ctx: Ctx, input: EditProfile, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayEditProfile(ctx.actor));
    const member = await lockMember(tx, ctx.actor?.id ?? '');
    if (input.version !== member.version) throw refuse('edit_conflict');
    const { name, language, showsAttendance, wantsNotices } = input;
    const values = { name, language, showsAttendance, wantsNotices, organisationId: await findOrganisation(tx, input) };
    const changed = editable.filter((field) => member[field] !== values[field]);
    if (changed.length === 0) return;
    await tx.db.update(members).set({ ...values, version: member.version + 1 }).where(eq(members.id, member.id));
    tx.append(`member:${member.id}`, 'member.profile_edited', { memberId: member.id, changed });
  });
}

const factsOf = (member: Member) => ({ id: member.id, role: member.role, confirmed: member.emailConfirmedAt !== null });

/** Gives a member a role; their sockets end, so that none keeps the old one. Refuses what `mayChangeRole` refuses, and `member_not_found`. */
export async function changeRole(ctx: Ctx, memberId: string, to: Role, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    // All administrators, in one order: of two who demote each other, the second sees what the first did.
    const admins = await tx.db.select({ id: members.id }).from(members).where(eq(members.role, 'admin')).orderBy(members.id).for('update');
    const demoted = ctx.actor?.role === 'admin' && !admins.some(({ id }) => id === ctx.actor?.id);
    const actor = ctx.actor && demoted ? { ...ctx.actor, role: 'member' as const } : ctx.actor;
    ensure(mayManageMembers(actor));
    const member = await lockMember(tx, memberId);
    ensure(mayChangeRole(actor, factsOf(member), to, admins.length));
    if (member.role === to) return;
    await tx.db.update(members).set({ role: to }).where(eq(members.id, memberId));
    await endSockets(tx, `member:${memberId}`);
    tx.append(`member:${memberId}`, 'member.role_changed', { memberId, from: member.role, to });
  });
}

/**
 * Makes a member answer for an initiative, named by its number (`3.3`) in the newest plan.
 * Refuses what `maySetOwner` refuses, `member_not_found`, `initiative_not_found`.
 */
export async function setOwner(ctx: Ctx, memberId: string, number: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayManageMembers(ctx.actor));
    const member = await lockMember(tx, memberId);
    ensure(maySetOwner(ctx.actor, factsOf(member)));
    const [initiative] = await tx.db.select({ id: initiatives.id }).from(initiatives).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).where(eq(initiatives.number, number)).orderBy(desc(actionPlans.ordinal)).limit(1);
    if (!initiative) throw refuse('initiative_not_found');
    const made = await tx.db.insert(initiativeOwners).values({ memberId, initiativeId: initiative.id }).onConflictDoNothing().returning();
    if (made.length > 0) appendOwner(tx, 'member.owner_set', memberId, initiative.id);
  });
}

/** Takes an initiative from a member. Refuses what `mayManageMembers` refuses, `member_not_found`, `initiative_not_found`. */
export async function removeOwner(ctx: Ctx, memberId: string, initiativeId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayManageMembers(ctx.actor));
    await lockMember(tx, memberId);
    if (!isId(initiativeId)) throw refuse('initiative_not_found');
    const gone = await tx.db.delete(initiativeOwners).where(and(eq(initiativeOwners.memberId, memberId), eq(initiativeOwners.initiativeId, initiativeId))).returning();
    if (gone.length > 0) appendOwner(tx, 'member.owner_removed', memberId, initiativeId);
  });
}

function appendOwner(tx: Tx, type: 'member.owner_set' | 'member.owner_removed', memberId: string, initiativeId: string): void {
  for (const stream of [`member:${memberId}`, `initiative:${initiativeId}`]) tx.append(stream, type, { memberId, initiativeId });
}

/** Makes, or promotes to, an administrator: for the operator's console alone, which needs no actor. The password comes by a `sign_in` link. */
export async function makeAdmin(ctx: Ctx, email: string): Promise<{ memberId: string; was: Role | null }> {
  return write(ctx, undefined, async (tx) => {
    const [made] = await tx.db.insert(members).values({ email, name: email.split('@')[0] ?? email, role: 'admin', createdAt: tx.now }).onConflictDoNothing().returning({ id: members.id });
    if (made) {
      tx.append(`member:${made.id}`, 'member.joined', { memberId: made.id });
      tx.append(`member:${made.id}`, 'member.role_changed', { memberId: made.id, from: 'member', to: 'admin' });
      return { memberId: made.id, was: null };
    }
    const [member] = await tx.db.select().from(members).where(eq(members.email, email)).for('update');
    if (!member) throw refuse('member_not_found');
    if (member.role !== 'admin') {
      await tx.db.update(members).set({ role: 'admin' }).where(eq(members.id, member.id));
      await endSockets(tx, `member:${member.id}`);
      tx.append(`member:${member.id}`, 'member.role_changed', { memberId: member.id, from: member.role, to: 'admin' });
    }
    return { memberId: member.id, was: member.role };
  });
}
