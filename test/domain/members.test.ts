import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionPlans, events, initiativeOwners, initiatives, members, memberTokens, organisations, sessions, themes, type Role } from '~/db/schema';
import { setNewPassword } from '~/server/auth/accounts';
import type { Actor } from '~/server/context';
import { changeRole, editProfile, issueToken, makeAdmin, removeOwner, setOwner } from '~/server/domain/members/commands';
import { getMember, initiativesToOwn, listMembers, ownProfile } from '~/server/domain/members/queries';
import { isTooCommon, mayChangeRole, mayEditProfile, mayManageMembers, maySeeMembers, maySetOwner, mayWrite } from '~/server/domain/members/rules';
import { editProfileSchema, joinSchema } from '~/server/domain/members/schema';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let admin: Actor;
let organiser: Actor;
let member: Actor;
let initiativeId: string;
beforeAll(async () => {
  admin = await world.person('admin');
  organiser = await world.person('organiser');
  member = await world.person();
  initiativeId = await anInitiative();
});

async function anInitiative(): Promise<string> {
  const { db } = world.connection;
  const words = { titleDa: 'Åbne data', titleEn: 'Open data', summaryDa: '', summaryEn: '' };
  const [plan] = await db.insert(actionPlans).values({ ...words, period: '2017-2019', ordinal: 3, publishedOn: '2017-11-01', endPrinted: '2019', coordinator: 'En styrelse', memberSince: 2012 }).returning();
  const [theme] = await db.insert(themes).values({ ...words, planId: plan!.id, number: 3 }).returning();
  const [initiative] = await db.insert(initiatives).values({ ...words, planId: plan!.id, themeId: theme!.id, number: '3.3', sortKey: [3, 3], leadAuthority: 'En styrelse', implementingAuthority: 'En styrelse', level: 'limited', levelPrinted: 'Begrænset', stateActors: [], otherActors: [] }).returning();
  return initiative!.id;
}

const cookieOf = (cookie: { name: string; value: string }) => `${cookie.name}=${cookie.value}`;

describe('rules', () => {
  const who = (more: Partial<Actor>): Actor => ({ id: 'a', name: 'En', role: 'member', language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [], ...more });
  const people = { stranger: null, unconfirmed: who({ confirmed: false }), member: who({}), organiser: who({ role: 'organiser' }), admin: who({ role: 'admin' }), unconfirmedAdmin: who({ role: 'admin', confirmed: false }) };
  it.each([
    ['write', mayWrite, { stranger: 'not_signed_in', unconfirmed: 'email_not_confirmed', member: null, organiser: null, admin: null, unconfirmedAdmin: 'email_not_confirmed' }],
    ['edit their profile', mayEditProfile, { stranger: 'not_signed_in', unconfirmed: null, member: null, organiser: null, admin: null, unconfirmedAdmin: null }],
    ['see the members', maySeeMembers, { stranger: 'not_signed_in', unconfirmed: 'organisers_only', member: 'organisers_only', organiser: null, admin: null, unconfirmedAdmin: null }],
    ['manage the members', mayManageMembers, { stranger: 'not_signed_in', unconfirmed: 'email_not_confirmed', member: 'admins_only', organiser: 'admins_only', admin: null, unconfirmedAdmin: 'email_not_confirmed' }],
  ])('who may %s', (_name, rule, expected) => {
    expect(Object.fromEntries(Object.entries(people).map(([name, actor]) => [name, rule(actor)?.code ?? null]))).toEqual(expected);
  });

  it.each<[string, Parameters<typeof mayChangeRole>[1], Role, number, string | null]>([
    ['another member', { id: 'b', role: 'member', confirmed: true }, 'organiser', 1, null],
    ['an unconfirmed one', { id: 'b', role: 'member', confirmed: false }, 'organiser', 1, 'member_not_confirmed'],
    ['an unconfirmed one downwards', { id: 'b', role: 'organiser', confirmed: false }, 'member', 1, null],
    ['oneself', { id: 'a', role: 'admin', confirmed: true }, 'member', 2, 'own_role_kept'],
    ['another admin', { id: 'b', role: 'admin', confirmed: true }, 'member', 2, null],
    ['the last admin', { id: 'b', role: 'admin', confirmed: true }, 'member', 1, 'last_admin_kept'],
    ['the last admin to the same', { id: 'b', role: 'admin', confirmed: true }, 'admin', 1, null],
  ])('the role of %s', (_name, target, to, admins, code) => {
    expect(mayChangeRole(people.admin, target, to, admins)?.code ?? null).toBe(code);
  });

  it('gives initiatives to confirmed members only', () => {
    expect(maySetOwner(people.admin, { id: 'b', role: 'member', confirmed: false })?.code).toBe('member_not_confirmed');
    expect(maySetOwner(people.organiser, { id: 'b', role: 'member', confirmed: true })?.code).toBe('admins_only');
  });

  it.each([
    ['adgangskode1', true], ['Password123!', true], ['1234567890', true], ['aaaaaaaaaa', true], ['abcabcabcabc', true], ['qwertyuiop', true], ['poiuytrewq', true], ['!!!!!!!!!!', true],
    ['ida.holm@example.org', true], ['ida-holm-2027', true], ['IdaHolm2027', true], ['Ida Marie Holm', true], ['danmark2018', true],
    ['tre grønne cykler', false], ['korrekt hest batteri', false], ['zX9!kk2-qqLmb', false],
  ])('%s is too common: %s', (word, expected) => {
    expect(isTooCommon(word, { email: 'ida.holm@example.org', name: 'Ida Marie Holm' })).toBe(expected);
  });
});

describe('the forms', () => {
  const join_ = { name: 'Ny', email: 'NY@Example.org ', password: 'tre grønne cykler', organisation: '', kind: 'citizen' };
  it.each([
    [{ name: ' ' }, 'name', 'required'],
    [{ email: 'ny' }, 'email', 'not_an_email'],
    [{ password: 'for kort' }, 'password', 'too_short:10'],
    [{ organisation: 'En forening' }, 'kind', 'kind_of_organisation'],
    [{ kind: 'business' }, 'organisation', 'name_of_organisation'],
    [{ kind: 'circus' }, 'kind', 'choose_one'],
  ])('%o is refused at %s', (change, field, message) => {
    expect(joinSchema.safeParse({ ...join_, ...change }).error?.issues.map((issue) => [issue.path[0], issue.message])).toContainEqual([field, message]);
  });

  it('writes addresses in small letters and takes no kind for a citizen', () => {
    expect(joinSchema.parse({ ...join_, kind: undefined })).toMatchObject({ email: 'ny@example.org', organisation: null, kind: 'citizen' });
  });
});

describe('the own page', () => {
  const edit = (more: object) => editProfileSchema.parse({ name: 'Nyt Navn', organisation: 'Byens Avis', kind: 'business', language: 'en', showsAttendance: 'on', version: 1, ...more });

  it('is edited by its owner, and only what changed is said', async () => {
    const actor = await world.person();
    await expectRefusal(editProfile(world.as(null), edit({})), 'not_signed_in');
    await editProfile(world.as(actor), edit({}));
    expect(await ownProfile(world.as(actor))).toMatchObject({ name: 'Nyt Navn', organisation: 'Byens Avis', kind: 'business', language: 'en', showsAttendance: true, wantsNotices: false, version: 2 });
    await editProfile(world.as(actor), edit({ version: 2 }));
    expect((await ownProfile(world.as(actor))).version).toBe(2);
    const said = await world.connection.db.select({ payload: events.payload }).from(events).where(eq(events.stream, `member:${actor.id}`));
    expect(said).toEqual([{ payload: { memberId: actor.id, changed: ['name', 'organisationId', 'language', 'showsAttendance', 'wantsNotices'] } }]);
    await expectRefusal(ownProfile(world.as(null)), 'not_signed_in');
  });

  it('tells the second of two windows', async () => {
    const actor = await world.person();
    const outcomes = await Promise.allSettled([editProfile(world.as(actor), edit({ name: 'A' })), editProfile(world.as(actor), edit({ name: 'B' }))]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expectRefusal(editProfile(world.as(actor), edit({ name: 'C' })), 'edit_conflict');
  });
});

describe('the list of members', () => {
  it('is the organisers’, searchable, paged, in Danish order', async () => {
    for (const name of ['Åse Søgtest', 'Zelda Søgtest', 'Ærlig Søgtest']) await world.person('member', { name });
    const found = await listMembers(world.as(organiser), { page: 1, words: 'søgtest' });
    expect(found.rows.map((row) => row.name)).toEqual(['Zelda Søgtest', 'Ærlig Søgtest', 'Åse Søgtest']);
    expect(found).toMatchObject({ total: 3, pages: 1 });
    expect((await listMembers(world.as(organiser), { page: 1, words: '%' })).total).toBe(0);
    expect((await listMembers(world.as(organiser), { page: 2, words: 'søgtest' })).rows).toEqual([]);
    await expectRefusal(listMembers(world.as(member), { page: 1, words: '' }), 'organisers_only');
    await expectRefusal(listMembers(world.as(null), { page: 1, words: '' }), 'not_signed_in');
  });

  it('shows one member with what may be done', async () => {
    expect((await getMember(world.as(organiser), member.id)).can).toEqual({ changeRole: false, setOwner: false, removeOwner: false });
    expect((await getMember(world.as(admin), member.id)).can).toEqual({ changeRole: true, setOwner: true, removeOwner: true });
    expect((await getMember(world.as(admin), admin.id)).can.changeRole).toBe(false);
    await expectRefusal(getMember(world.as(admin), 'noget'), 'member_not_found');
    await expectRefusal(getMember(world.as(admin), randomUUID()), 'member_not_found');
    await expectRefusal(getMember(world.as(member), member.id), 'organisers_only');
  });
});

describe('roles', () => {
  it('are given by administrators and written down', async () => {
    const other = await world.person();
    await expectRefusal(changeRole(world.as(organiser), other.id, 'organiser'), 'admins_only');
    await expectRefusal(changeRole(world.as(admin), admin.id, 'member'), 'own_role_kept');
    await expectRefusal(changeRole(world.as(admin), 'noget', 'member'), 'member_not_found');
    await expectRefusal(changeRole(world.as(admin), (await world.person('member', { emailConfirmedAt: null })).id, 'organiser'), 'member_not_confirmed');
    await changeRole(world.as(admin), other.id, 'organiser');
    await changeRole(world.as(admin), other.id, 'organiser');
    const said = await world.connection.db.select({ type: events.type, payload: events.payload, actor: events.actor }).from(events).where(eq(events.stream, `member:${other.id}`));
    expect(said).toEqual([{ type: 'member.role_changed', payload: { memberId: other.id, from: 'member', to: 'organiser' }, actor: admin.id }]);
  });

  it('keep an administrator when two take the role from each other', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.connection.db.update(members).set({ role: 'member' }).where(eq(members.role, 'admin'));
      const [one, two] = [await world.person('admin'), await world.person('admin')];
      const outcomes = await Promise.allSettled([changeRole(world.as(one), two.id, 'member'), changeRole(world.as(two), one.id, 'member')]);
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect(await world.connection.db.$count(members, eq(members.role, 'admin'))).toBe(1);
    }
    await world.connection.db.update(members).set({ role: 'admin' }).where(eq(members.id, admin.id));
  });

  it('are made at the console', async () => {
    const made = await makeAdmin(world.as(null), 'console@example.org');
    expect(made.was).toBeNull();
    const { id } = await world.person('member', { email: 'forfremmes@example.org' });
    const email = 'forfremmes@example.org';
    expect(await makeAdmin(world.as(null), email)).toEqual({ memberId: id, was: 'member' });
    expect(await makeAdmin(world.as(null), email)).toEqual({ memberId: id, was: 'admin' });
    await setNewPassword(world.as(null), await issueToken(world.as(null), made.memberId, 'sign_in'), 'sign_in', 'seks røde cykler');
    expect(await world.connection.db.select().from(members).where(eq(members.email, 'console@example.org'))).toMatchObject([{ role: 'admin', emailConfirmedAt: world.clock.now }]);
  });
});

describe('owners of initiatives', () => {
  it('are set by number and removed, once each', async () => {
    const owner = await world.person();
    await expectRefusal(setOwner(world.as(organiser), owner.id, '3.3'), 'admins_only');
    await expectRefusal(setOwner(world.as(admin), owner.id, '9.9'), 'initiative_not_found');
    await expectRefusal(setOwner(world.as(admin), randomUUID(), '3.3'), 'member_not_found');
    await expectRefusal(setOwner(world.as(admin), (await world.person('member', { emailConfirmedAt: null })).id, '3.3'), 'member_not_confirmed');
    await Promise.all([setOwner(world.as(admin), owner.id, '3.3'), setOwner(world.as(admin), owner.id, '3.3')]);
    expect((await getMember(world.as(organiser), owner.id)).owns).toMatchObject([{ id: initiativeId, number: '3.3', period: '2017-2019' }]);
    expect((await initiativesToOwn(world.as(admin))).map(({ number }) => number)).toEqual(['3.3']);
    const cookie = await world.services.sessions.begin(owner.id);
    expect((await world.services.sessions.read(cookieOf(cookie)))?.actor.owns).toEqual([initiativeId]);
    await expectRefusal(removeOwner(world.as(owner), owner.id, initiativeId), 'admins_only');
    await expectRefusal(removeOwner(world.as(admin), owner.id, 'noget'), 'initiative_not_found');
    await removeOwner(world.as(admin), owner.id, initiativeId);
    await removeOwner(world.as(admin), owner.id, initiativeId);
    expect(await world.connection.db.$count(initiativeOwners, eq(initiativeOwners.memberId, owner.id))).toBe(0);
    for (const stream of [`member:${owner.id}`, `initiative:${initiativeId}`]) {
      const said = await world.connection.db.select({ type: events.type }).from(events).where(eq(events.stream, stream)).orderBy(events.seq);
      expect(said.map(({ type }) => type)).toEqual(['member.owner_set', 'member.owner_removed']);
    }
  });
});

describe('the tables', () => {
  it('refuse impossible rows in the database itself', async () => {
    const { db } = world.connection;
    const codeOf = (refused: Promise<unknown>) => refused.then(() => 'taken', (error: { cause?: { code?: string } }) => error.cause?.code);
    const [known] = await db.select({ email: members.email }).from(members).where(eq(members.id, member.id));
    for (const impossible of [{ email: 'Stor@example.org' }, { role: 'king' as Role }, { language: 'sv' as 'da' }]) expect([impossible, await codeOf(db.update(members).set(impossible).where(eq(members.id, member.id)))]).toEqual([impossible, '23514']);
    expect(await codeOf(db.insert(members).values({ email: known!.email, name: 'Igen' }))).toBe('23505');
    expect(await codeOf(db.insert(organisations).values({ name: 'X', kind: 'circus' as 'business' }))).toBe('23514');
    expect(await codeOf(db.insert(memberTokens).values({ memberId: member.id, kind: 'other' as 'reset', tokenHash: randomUUID(), expiresAt: new Date() }))).toBe('23514');
    expect(await codeOf(db.insert(sessions).values({ id: 'x', userId: randomUUID(), expiresAt: new Date() }))).toBe('23503');
  });
});
