import { randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { events, mails, members, memberTokens, organisations, rateLimits } from '~/db/schema';
import { changeOwnPassword, confirmationAgain, forgotPassword, joinNetwork, setNewPassword, signIn, signOut } from '~/server/auth/accounts';
import { hashPassword, passwordMatches } from '~/server/auth/passwords';
import { makeSessions } from '~/server/auth/sessions';
import { hashToken } from '~/server/auth/tokens';
import type { Actor } from '~/server/context';
import { changeRole, confirmEmail, issueToken, join } from '~/server/domain/members/commands';
import { noticeRecipients, organisationNames, tokenHolder } from '~/server/domain/members/queries';
import { mayWrite } from '~/server/domain/members/rules';
import type { Join } from '~/server/domain/members/schema';
import { deliverMail } from '~/server/mail/deliver';
import { expectRefusal } from '../support/refused';
import { anOrganisation, useWorld } from '../support/world';

// Accounts: joining, one-time links, signing in and out, passwords.

const world = useWorld();
const password = 'tre grønne cykler';

let addresses = 0;
const typed = (more: Partial<Join> = {}): Join => ({ name: 'Ny Deltager', email: `ny${(addresses += 1)}@example.org`, password, organisation: null, kind: 'citizen', ...more });
/** Joins from a network of its own, so that no test uses up another's tries. */
async function joined(more: Partial<Join> = {}, language: 'da' | 'en' = 'da') {
  const input = typed(more);
  await joinNetwork(world.as(null), input, language, randomUUID());
  return { ...input, ...(await find(input.email)) };
}
async function find(email: string) {
  const [row] = await world.connection.db.select().from(members).where(eq(members.email, email));
  if (!row) throw new Error(`no member has ${email}`);
  return row;
}
const asActor = async (email: string): Promise<Actor> => {
  const { id, name, role, language, emailConfirmedAt } = await find(email);
  return { id, name, role, language, confirmed: emailConfirmedAt !== null, owns: [], chairs: [], takesMinutes: [] };
};
const mailsTo = async (email: string) => world.connection.db.select({ id: mails.id, kind: mails.kind, params: mails.params, language: mails.language }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(eq(members.email, email)).orderBy(asc(mails.createdAt), asc(mails.id));

/** Sends a queued mail into the hand. */
async function letter(mailId: string): Promise<string> {
  let words = '';
  await deliverMail(world.services, { send: async (_id, mail) => void (words = `${String(mail.subject)}\n${String(mail.text)}\n${String(mail.html)}`), close: () => undefined }, mailId);
  return words;
}
async function linkTo(email: string, kind: string, path: string): Promise<string> {
  const mail = (await mailsTo(email)).filter((row) => row.kind === kind).at(-1);
  const token = new RegExp(`/${path}/([\\w-]{43})`).exec(await letter(mail?.id ?? ''))?.[1];
  if (!token) throw new Error('no link in the letter');
  return token;
}
const later = (minutes: number) => (world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000));
const cookieOf = (cookie: { name: string; value: string }) => `${cookie.name}=${cookie.value}`;

describe('joining', () => {
  it('makes a member who may not write before the address is confirmed', async () => {
    const { id, email, passwordHash } = await joined({ organisation: 'Foreningen Åbenhed', kind: 'civil_society' }, 'en');
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwordMatches(passwordHash, password)).toBe(true);
    expect(mayWrite(await asActor(email))?.code).toBe('email_not_confirmed');
    expect(await mailsTo(email)).toMatchObject([{ kind: 'member.confirm', params: { memberId: id }, language: 'en' }]);
    expect((await noticeRecipients(world.connection.db)).map((row) => row.id)).not.toContain(id);
    await confirmEmail(world.as(null), await linkTo(email, 'member.confirm', 'en/bekraeft'));
    expect(mayWrite(await asActor(email))).toBeNull();
    expect((await noticeRecipients(world.connection.db)).map((row) => row.id)).toContain(id);
    expect((await world.connection.db.select({ type: events.type }).from(events).where(eq(events.stream, `member:${id}`)).orderBy(events.seq)).map((row) => row.type)).toEqual(['member.joined', 'member.confirmed']);
  });

  it('finds an organisation whatever its capitals, also when two make it at once', async () => {
    const both = await Promise.all([joined({ organisation: 'ÆRØ Borgerforening', kind: 'civil_society' }), joined({ organisation: 'Ærø borgerforening', kind: 'business' })]);
    expect(both[0].organisationId).toBe(both[1].organisationId);
    expect(await world.connection.db.$count(organisations, sql`lower(${organisations.name}) = 'ærø borgerforening'`)).toBe(1);
  });

  it('shows only organisations that a confirmed member belongs to, in Danish order', async () => {
    for (const [name, confirmed] of [['Aarhus Kommune', true], ['Zoologerne', true], ['Øst', true], ['Spam og Søn', false]] as const) await world.person('member', { organisationId: await anOrganisation(world, name), emailConfirmedAt: confirmed ? new Date() : null });
    const names = (await organisationNames(world.as(null))).filter((name) => ['Aarhus Kommune', 'Zoologerne', 'Øst', 'Spam og Søn'].includes(name));
    expect(names).toEqual(['Zoologerne', 'Øst', 'Aarhus Kommune']);
  });

  it('gives a known address the same answer, changes nothing, and tells its owner', async () => {
    const { email, id } = await joined();
    await confirmEmail(world.as(null), await linkTo(email, 'member.confirm', 'bekraeft'));
    const before = await find(email);
    expect(await joinNetwork(world.as(null), typed({ email, name: 'En anden', password: 'noget helt andet' }), 'en', randomUUID())).toBe(await joinNetwork(world.as(null), typed(), 'en', randomUUID()));
    expect(await find(email)).toEqual(before);
    const [, known] = await mailsTo(email);
    expect(known).toMatchObject({ kind: 'member.address_known', params: { memberId: id }, language: 'da' });
    const words = await letter(known!.id);
    expect(words).toContain('http://127.0.0.1:3000/log-ind');
    expect(words).toContain('http://127.0.0.1:3000/glemt-adgangskode');
  });

  it('sends a new link to one who never confirmed, and one letter for a form sent twice', async () => {
    const { email } = await joined();
    await joinNetwork(world.as(null), typed({ email }), 'da', randomUUID());
    expect((await mailsTo(email)).map(({ kind }) => kind)).toEqual(['member.confirm']);
    later(2);
    await joinNetwork(world.as(null), typed({ email }), 'da', randomUUID());
    expect((await mailsTo(email)).map(({ kind }) => kind)).toEqual(['member.confirm', 'member.confirm']);
  });

  it('makes one member of two who join at once with one address', async () => {
    const input = { ...typed(), language: 'da' as const, passwordHash: await hashPassword(password) };
    await Promise.all([join(world.as(null), input), join(world.as(null), input)]);
    expect(await world.connection.db.$count(members, eq(members.email, input.email))).toBe(1);
    expect(await mailsTo(input.email)).toHaveLength(1);
  });

  it('refuses the common passwords', async () => {
    const input = typed({ password: 'adgangskode1' });
    await expectRefusal(joinNetwork(world.as(null), input, 'da', randomUUID()), 'password_too_common');
    await expectRefusal(joinNetwork(world.as(null), { ...input, password: input.email }, 'da', randomUUID()), 'password_too_common');
  });

  it('stops one who writes to an address again and again, known or not', async () => {
    const known = await joined();
    for (const email of [known.email, 'ukendt-join@example.org']) {
      for (let n = known.email === email ? 1 : 0; n < 5; n += 1) await joinNetwork(world.as(null), typed({ email }), 'da', randomUUID());
      await expectRefusal(joinNetwork(world.as(null), typed({ email }), 'da', randomUUID()), 'too_many_tries');
    }
  });
});

describe('one-time links', () => {
  it('keeps only the hash, and no secret in the queue', async () => {
    const { email, id } = await joined();
    const token = await linkTo(email, 'member.confirm', 'bekraeft');
    const rows = await world.connection.db.select().from(memberTokens).where(eq(memberTokens.memberId, id));
    expect(rows.map((row) => row.tokenHash)).toEqual([hashToken(token)]);
    const everything = JSON.stringify([rows, await world.connection.db.select().from(mails), await world.connection.db.select().from(events)]);
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(password);
  });

  it('works once, also for two at the same time', async () => {
    const { email } = await joined();
    const token = await linkTo(email, 'member.confirm', 'bekraeft');
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => confirmEmail(world.as(null), token)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expectRefusal(confirmEmail(world.as(null), token), 'link_used_or_expired');
    expect(await tokenHolder(world.as(null), token, 'confirm')).toBeNull();
  });

  it.each([['confirm', 48 * 60], ['reset', 60], ['sign_in', 24 * 60]] as const)('%s works for %i minutes', async (kind, minutes) => {
    const { id, email } = await joined();
    const token = await issueToken(world.as(null), id, kind);
    later(minutes - 1);
    expect(await tokenHolder(world.as(null), token, kind)).toEqual({ email, name: 'Ny Deltager' });
    later(1);
    expect(await tokenHolder(world.as(null), token, kind)).toBeNull();
    await expectRefusal(kind === 'confirm' ? confirmEmail(world.as(null), token) : setNewPassword(world.as(null), token, kind, password), 'link_used_or_expired');
  });

  it('is good for its own purpose alone', async () => {
    const { id } = await joined();
    const token = await issueToken(world.as(null), id, 'confirm');
    await expectRefusal(setNewPassword(world.as(null), token, 'reset', password), 'link_used_or_expired');
    await expectRefusal(confirmEmail(world.as(null), 'noget'), 'link_used_or_expired');
  });

  it('takes the other links of the kind with it', async () => {
    const { id } = await joined();
    const [first, second] = [await issueToken(world.as(null), id, 'reset'), await issueToken(world.as(null), id, 'reset')];
    await setNewPassword(world.as(null), second, 'reset', 'fire blå cykler');
    await expectRefusal(setNewPassword(world.as(null), first, 'reset', 'fem blå cykler'), 'link_used_or_expired');
  });

  it('sends the confirmation again, not to the confirmed, five times an hour', async () => {
    const { email } = await joined();
    const actor = await asActor(email);
    for (let n = 0; n < 5; n += 1) {
      later(2);
      await confirmationAgain(world.as(actor));
    }
    expect(await mailsTo(email)).toHaveLength(6);
    await expectRefusal(confirmationAgain(world.as(actor)), 'too_many_tries');
    await expectRefusal(confirmationAgain(world.as(null)), 'not_signed_in');
    await confirmEmail(world.as(null), await linkTo(email, 'member.confirm', 'bekraeft'));
    const [first] = await mailsTo(email);
    expect(await letter(first!.id)).toBe('');
    later(61);
    await confirmationAgain(world.as(actor));
    expect(await mailsTo(email)).toHaveLength(6);
  });
});

describe('signing in', () => {
  const enter = (email: string, words = password, ip: string = randomUUID()) => signIn(world.services, world.as(null), { email, password: words }, ip);

  it('begins a session with a cookie that scripts and other sites cannot use', async () => {
    const { email, id } = await joined();
    const cookie = await enter(email);
    expect(cookie.serialize()).toMatch(/^session=\w+; HttpOnly; Max-Age=\d+; Path=\/; SameSite=Lax$/);
    expect(await world.services.sessions.read(cookieOf(cookie))).toMatchObject({ actor: { id, confirmed: false, role: 'member' } });
  });

  it('keeps the cookie to https where the site has it', async () => {
    const { id } = await world.person();
    expect((await makeSessions(world.connection.db, true).begin(id)).serialize()).toContain('; Secure');
  });

  it('knows a password however its letters are composed', async () => {
    const { email } = await joined({ password: 'blåbærgrød på ø' });
    await enter(email, 'blåbærgrød på ø'.normalize('NFD'));
  });

  it('answers an unknown address as a wrong password', async () => {
    const { email } = await joined();
    await expectRefusal(enter(email, 'noget andet'), 'wrong_email_or_password');
    await expectRefusal(enter('ukendt@example.org', password), 'wrong_email_or_password');
    await world.person('member', { email: 'uden-adgangskode@example.org' });
    await expectRefusal(enter('uden-adgangskode@example.org', ''), 'wrong_email_or_password');
  });

  it('stops guessing at ten an address, also when all come at once, and lets the right one in again later', async () => {
    const { email } = await joined();
    for (const address of [email, 'findes-ikke@example.org']) {
      const outcomes = await Promise.allSettled(Array.from({ length: 25 }, (_, n) => enter(address, `forkert nummer ${n}`)));
      const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : 'in'));
      expect([codes.filter((code) => code === 'wrong_email_or_password').length, codes.filter((code) => code === 'too_many_tries').length]).toEqual([10, 15]);
    }
    await expectRefusal(enter(email), 'too_many_tries');
    later(16);
    await enter(email);
  });

  it('counts only the tries that failed', async () => {
    const { email } = await joined();
    for (let n = 0; n < 12; n += 1) await enter(email, password, 'one network');
    await expectRefusal(enter(email, 'forkert', 'one network'), 'wrong_email_or_password');
  });

  it('stops one network that tries many addresses', async () => {
    const key = `sign-in:network:${hashToken('192.0.2.1')}`;
    await world.connection.db.insert(rateLimits).values({ key, windowStart: world.clock.now, count: 100 });
    await expectRefusal(enter('endnu-en@example.org', password, '192.0.2.1'), 'too_many_tries');
  });

  it('ends the session when signing out', async () => {
    const { email } = await joined();
    const cookie = await enter(email);
    expect((await signOut(world.services, cookie.value)).serialize()).toContain('Max-Age=0');
    expect(await world.services.sessions.read(cookieOf(cookie))).toBeNull();
  });
});

describe('passwords', () => {
  it('sets a new one by a mailed link, which ends every session and confirms the address', async () => {
    const { email, id } = await joined();
    const cookie = await signIn(world.services, world.as(null), { email, password }, randomUUID());
    await forgotPassword(world.as(null), email, randomUUID());
    const token = await linkTo(email, 'member.reset', 'ny-adgangskode');
    await expectRefusal(setNewPassword(world.as(null), token, 'reset', email), 'password_too_common');
    expect(await setNewPassword(world.as(null), token, 'reset', 'fire blå cykler')).toEqual({ memberId: id });
    expect(await world.services.sessions.read(cookieOf(cookie))).toBeNull();
    expect((await find(email)).emailConfirmedAt).not.toBeNull();
    await expectRefusal(signIn(world.services, world.as(null), { email, password }, randomUUID()), 'wrong_email_or_password');
    await signIn(world.services, world.as(null), { email, password: 'fire blå cykler' }, randomUUID());
  });

  it('answers a known and an unknown address alike when one is forgotten', async () => {
    const { email } = await joined();
    const queued = await world.connection.db.$count(mails);
    expect(await forgotPassword(world.as(null), 'ingen@example.org', randomUUID())).toBe(await forgotPassword(world.as(null), email, randomUUID()));
    expect(await world.connection.db.$count(mails)).toBe(queued + 1);
  });

  it('changes one’s own, keeps this session and ends the others', async () => {
    const { email } = await joined();
    const [here, there] = [await signIn(world.services, world.as(null), { email, password }, randomUUID()), await signIn(world.services, world.as(null), { email, password }, randomUUID())];
    const ctx = world.as(await asActor(email));
    await expectRefusal(changeOwnPassword(ctx, { currentPassword: 'forkert', password: 'fire blå cykler' }, here.value), 'wrong_password');
    await expectRefusal(changeOwnPassword(ctx, { currentPassword: password, password: email }, here.value), 'password_too_common');
    await expectRefusal(changeOwnPassword(world.as(null), { currentPassword: password, password: 'fire blå cykler' }, here.value), 'not_signed_in');
    await changeOwnPassword(ctx, { currentPassword: password, password: 'fire blå cykler' }, here.value);
    expect(await world.services.sessions.read(cookieOf(here))).not.toBeNull();
    expect(await world.services.sessions.read(cookieOf(there))).toBeNull();
  });

  it('stops guessing the current one', async () => {
    const ctx = world.as(await asActor((await joined()).email));
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => changeOwnPassword(ctx, { currentPassword: 'forkert', password: 'fire blå cykler' }, 'x')));
    expect(guesses.filter((guess) => guess.status === 'rejected' && (guess.reason as { code: string }).code === 'too_many_tries')).toHaveLength(2);
  });

  it('tells the sockets of whoever lost a session', async () => {
    const heard: string[] = [];
    const listener = await world.connection.sql.listen('sockets_end', (room) => void heard.push(room));
    const { email, id } = await joined();
    const [here, there] = [await signIn(world.services, world.as(null), { email, password }, randomUUID()), await signIn(world.services, world.as(null), { email, password }, randomUUID())];
    await changeOwnPassword(world.as(await asActor(email)), { currentPassword: password, password: 'fire blå cykler' }, here.value);
    await signOut(world.services, here.value);
    await setNewPassword(world.as(null), await issueToken(world.as(null), id, 'reset'), 'reset', 'fem blå cykler');
    await changeRole(world.as(await world.person('admin')), id, 'organiser');
    await world.connection.sql`select pg_notify('sockets_end', 'done')`;
    await expect.poll(() => heard).toContain('done');
    expect(heard).toEqual([`session:${there.value}`, `session:${here.value}`, `member:${id}`, `member:${id}`, 'done']);
    await listener.unlisten();
  });
});

