import { ipKeyGenerator } from 'express-rate-limit';
import type { Cookie } from 'lucia';
import type { Language } from '~/db/schema';
import type { Ctx } from '../context';
import { askForConfirmation, askForPassword, changePassword, join, setPasswordByToken } from '../domain/members/commands';
import { credentialsOf, ownCredentials, tokenHolder } from '../domain/members/queries';
import { isTooCommon } from '../domain/members/rules';
import type { Join } from '../domain/members/schema';
import { countTry, takeBackTry } from '../rate';
import { refuse } from '../refusal';
import { endSockets } from '../realtime/hub';
import type { Services } from '../services';
import { hashPassword, passwordMatches } from './passwords';
import { noSoonerThan } from './same-time';
import { hashToken } from './tokens';

// Seconds.
const QUARTER = 900;
const HOUR = 3_600;
/** Milliseconds that an answer about an address takes at least, known or not. */
const QUIET = 400;

// Counted under digests: the table of tries holds no addresses. A network of IPv6 counts as one.
const ofAddress = (what: string, email: string) => `${what}:address:${hashToken(email)}`;
const ofNetwork = (what: string, ip: string) => `${what}:network:${hashToken(ip === '' ? 'unknown' : ipKeyGenerator(ip))}`;

/** A hash of a chosen password. Refuses `password_too_common`. */
async function choose(password: string, owner: { email: string; name: string }): Promise<string> {
  if (isTooCommon(password, owner)) throw refuse('password_too_common');
  return hashPassword(password);
}

/** Joins; whether the address is known shows neither in the answer nor in its time. Refuses `password_too_common`, `too_many_tries`. */
export async function joinNetwork(ctx: Ctx, { password, ...input }: Join, language: Language, ip: string): Promise<void> {
  await countTry(ctx, ofNetwork('join', ip), 100, HOUR);
  await countTry(ctx, ofAddress('join', input.email), 5, HOUR);
  const work = async () => join(ctx, { ...input, language, passwordHash: await choose(password, input) });
  await noSoonerThan(QUIET, work());
}

/** The cookie of a new session. Refuses `wrong_email_or_password` for an unknown address as for a wrong password, and `too_many_tries` (10 failed an address, 100 a network, in 15 minutes). */
export async function signIn(services: Services, ctx: Ctx, { email, password }: { email: string; password: string }, ip: string): Promise<Cookie> {
  const keys = [ofNetwork('sign-in', ip), ofAddress('sign-in', email)] as const;
  await countTry(ctx, keys[0], 100, QUARTER);
  await countTry(ctx, keys[1], 10, QUARTER);
  const found = await credentialsOf(ctx, email);
  const matches = await passwordMatches(found?.passwordHash ?? null, password);
  if (!found || !matches) throw refuse('wrong_email_or_password');
  for (const key of keys) await takeBackTry(ctx, key);
  return services.sessions.begin(found.id);
}

/** Ends a session and its sockets; answers the cookie that empties the browser's. */
export async function signOut(services: Services, sessionId: string): Promise<Cookie> {
  const cookie = await services.sessions.end(sessionId);
  await endSockets(services, `session:${sessionId}`);
  return cookie;
}

/** Mails a link for a new password, if the address is known, and tells the caller nothing of it. Refuses `too_many_tries`. */
export async function forgotPassword(ctx: Ctx, email: string, ip: string): Promise<void> {
  await countTry(ctx, ofNetwork('forgotten', ip), 100, HOUR);
  await countTry(ctx, ofAddress('forgotten', email), 5, HOUR);
  await noSoonerThan(QUIET, askForPassword(ctx, email));
}

/** Sets the password that a link asks for; every session of the member has ended. Refuses `link_used_or_expired`, `password_too_common`. */
export async function setNewPassword(ctx: Ctx, token: string, kind: 'reset' | 'sign_in', password: string): Promise<{ memberId: string }> {
  const holder = await tokenHolder(ctx, token, kind);
  if (!holder) throw refuse('link_used_or_expired');
  return setPasswordByToken(ctx, token, kind, await choose(password, holder));
}

/** Changes one's own password; all other sessions end. Refuses `not_signed_in`, `wrong_password`, `password_too_common`, `too_many_tries`. */
export async function changeOwnPassword(ctx: Ctx, { currentPassword, password }: { currentPassword: string; password: string }, sessionId: string | null): Promise<void> {
  const own = await ownCredentials(ctx);
  const key = `own-password:${own.id}`;
  await countTry(ctx, key, 10, QUARTER);
  if (!(await passwordMatches(own.passwordHash, currentPassword))) throw refuse('wrong_password');
  await takeBackTry(ctx, key);
  await changePassword(ctx, await choose(password, own), sessionId ?? '');
}

/** Mails a new link to confirm one's address. Refuses `not_signed_in`, `too_many_tries` (5 an hour). */
export async function confirmationAgain(ctx: Ctx): Promise<void> {
  if (!ctx.actor) throw refuse('not_signed_in');
  await countTry(ctx, `confirmation:${ctx.actor.id}`, 5, HOUR);
  await askForConfirmation(ctx);
}
