import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { and, asc, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { mails, members, posts, rateLimits, threads } from '~/db/schema';
import type { Actor } from '~/server/context';
import { createMeeting } from '~/server/domain/meetings/commands';
import { createPost, openThread, removePost, startThread } from '~/server/domain/threads/commands';
import { limits } from '~/server/limits';
import { deliverMail } from '~/server/mail/deliver';
import { receiveMail } from '~/server/mail/inbound/receive';
import { markedAddress, sealedMark } from '~/server/mail/sealed';
import { makePost } from '~/server/mail/transport';
import { write } from '~/server/write';
import { meetingInput } from '../support/make';
import { partOf, readMail } from '../support/mail-reader';
import { letter, report, type Letter } from '../support/replies';
import { useWorld } from '../support/world';

const world = useWorld();
let author: Actor;
let organiser: Actor;
beforeAll(async () => {
  world.config.inbound.answers = true;
  organiser = await world.person('organiser', { wantsNotices: false });
  author = await world.person('member', { wantsNotices: false });
});

const db = () => world.connection.db;
type Person = Actor & { email: string };
async function aPerson(more: Partial<typeof members.$inferInsert> = {}): Promise<Person> {
  const email = `${randomUUID()}@example.org`;
  return { ...(await world.person('member', { email, wantsNotices: false, ...more })), email };
}
const addressOf = async (mailId: string) => markedAddress('forum@example.org', await sealedMark(db(), 'reply', mailId));
const lastMail = async (kind: string, person: Actor) => (await db().select().from(mails).where(and(eq(mails.kind, kind), eq(mails.memberId, person.id))).orderBy(mails.id)).at(-1);
const take = (raw: Buffer, to?: string[]) => receiveMail(world.services, raw, to);
const postsOf = (threadId: string) => db().select().from(posts).where(eq(posts.threadId, threadId)).orderBy(asc(posts.number));

/** A member who follows a thread, with a mail about its newest post. */
async function aMailed(more: Partial<typeof members.$inferInsert> = {}) {
  const person = await aPerson(more);
  const { threadId } = await startThread(world.as(person), { category: 'general', subjectId: null, title: 'Åbne data', body: 'Første' });
  const { id: postId } = await createPost(world.as(author), threadId, { body: 'Kan vi få data ud?' });
  const mail = await lastMail('thread.posted', person);
  if (!mail) throw new Error('no mail about the post');
  const to = await addressOf(mail.id);
  const send = (more: Partial<Letter> = {}, envelope?: string[]) => take(letter({ from: `"Åse" <${person.email}>`, to, ...more }), envelope);
  return { person, threadId, postId, mail, to, send };
}
async function words(mail: { id: string } | undefined): Promise<string> {
  await deliverMail(world.services, makePost(world.config), mail?.id ?? '');
  return partOf(readMail(await readFile(path.join(world.config.dataDir, 'mail', `${mail?.id}.eml`), 'utf8')), 'text/plain')?.words ?? '';
}

describe('an answer to a thread\'s mail', () => {
  it('goes to the address that the mail gives, and is a post in answer to the one it was about', async () => {
    const { person, threadId, postId, mail } = await aMailed();
    await deliverMail(world.services, makePost(world.config), mail.id);
    const sent = readMail(await readFile(path.join(world.config.dataDir, 'mail', `${mail.id}.eml`), 'utf8'));
    const to = /<([^>]+)>/.exec(sent.headers.get('reply-to') ?? '')?.[1] ?? '';
    expect(to).toBe(await addressOf(mail.id));
    const text = `Ja, **gerne**.\n\nDen ons. 3. mar. 2027 kl. 10.15 skrev OGP-forum <\n${to}>:\n\n> Kan vi få data ud?\n>\n> --\n> Du får mailen`;
    expect(await take(letter({ from: person.email, to, text }))).toEqual({ outcome: 'posted', reason: null });
    expect((await postsOf(threadId)).at(-1)).toMatchObject({ number: 3, authorId: person.id, body: 'Ja, **gerne**.', bodyHtml: '<p>Ja, <strong>gerne</strong>.</p>\n', replyToId: postId });
  });

  it('lands once: the same bytes, the same mail with other stamps on it, and many at once', async () => {
    const { threadId, send, person, to } = await aMailed();
    const id = randomUUID();
    const raw = letter({ from: person.email, to, id });
    await Promise.all(Array.from({ length: 5 }, () => take(raw)));
    expect(await take(raw)).toEqual({ outcome: 'posted', reason: null });
    expect(await send({ id, headers: ['Received: from elsewhere.example.org by mx.example.org; Tue, 2 Mar 2027 10:16:00 +0100'] })).toEqual({ outcome: 'posted', reason: null });
    expect(await postsOf(threadId)).toHaveLength(3);
    // Another mail with the same words is another post.
    await send();
    expect(await postsOf(threadId)).toHaveLength(4);
  });

  it('is made safe like what is written on the site', async () => {
    const { threadId, send } = await aMailed();
    const text = '<script>alert(1)</script> [x](javascript:alert(1)) ![p](http://example.org/p.png) <b>fed</b>\n\nFlere\0 ord';
    expect(await send({ text })).toMatchObject({ outcome: 'posted' });
    const html = (await postsOf(threadId)).at(-1)?.bodyHtml ?? '';
    expect(html).not.toMatch(/<script|<img|<b>|href="javascript/);
    expect(html).toContain('Flere ord');
  });

  it('gives its words back when the thread tells others: they are mailed as any post', async () => {
    const { threadId, send } = await aMailed();
    await createPost(world.as(author), threadId, { body: 'Følger med' });
    await send({ text: 'Svar pr. mail' });
    expect(await words(await lastMail('thread.posted', author))).toContain('Svar pr. mail');
  });

  it('to a post that was removed since is still one', async () => {
    const { threadId, postId, send } = await aMailed();
    await removePost(world.as(author), postId, { rule: 'own', reason: '' });
    expect(await send()).toMatchObject({ outcome: 'posted' });
    expect(await postsOf(threadId)).toHaveLength(3);
  });
});

describe('refused, and its sender told', () => {
  const file = (text: string) => `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n--b--`;
  it.each<[string, Partial<Letter>, string, RegExp]>([
    ['with a file', { body: file('Se bilag') }, 'attachments', /Vi tager ikke imod filer i mails/],
    ['without words', { text: '' }, 'empty', /noget, du selv har skrevet/],
    ['with nothing but what is quoted', { text: '> Kan vi få data ud?' }, 'empty', /noget, du selv har skrevet/],
    ['too long', { text: 'æ'.repeat(limits.post + 1) }, 'too_long', /for lang/],
  ])('%s', async (_what, more, reason, said) => {
    const { person, threadId, send } = await aMailed();
    expect(await send(more)).toEqual({ outcome: 'refused', reason });
    expect(await postsOf(threadId)).toHaveLength(2);
    const mail = await lastMail('mail.refused', person);
    expect(mail).toMatchObject({ params: { reason } });
    expect(await words(mail)).toMatch(said);
  });

  it('just as long as may be, it is a post', async () => expect(await (await aMailed()).send({ text: 'æ'.repeat(limits.post) })).toMatchObject({ outcome: 'posted' }));

  it('in English, and of the same mail once', async () => {
    const { person, send } = await aMailed({ language: 'en' });
    const id = randomUUID();
    for (const header of ['X-A: 1', 'X-A: 2']) await send({ id, text: '', headers: [header] });
    expect(await db().$count(mails, and(eq(mails.kind, 'mail.refused'), eq(mails.memberId, person.id)))).toBe(1);
    expect(await words(await lastMail('mail.refused', person))).toContain('Write above what you quote');
  });

  it('after too many, by the same count as on the site', async () => {
    const { person, threadId, send } = await aMailed();
    await db().insert(rateLimits).values({ key: `post:${person.id}`, windowStart: world.clock.now, count: 59 }).onConflictDoUpdate({ target: rateLimits.key, set: { count: 59 } });
    expect(await send()).toMatchObject({ outcome: 'posted' });
    expect(await send()).toEqual({ outcome: 'refused', reason: 'too_many_tries' });
    expect(await postsOf(threadId)).toHaveLength(3);
  });

  it('by who may not write', async () => {
    const { person, send } = await aMailed();
    await db().update(members).set({ emailConfirmedAt: null }).where(eq(members.id, person.id));
    expect(await send()).toEqual({ outcome: 'refused', reason: 'email_not_confirmed' });
  });

  it('in a thread that they may no longer read', async () => {
    const person = await aPerson();
    const { id: meetingId } = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: randomUUID() }));
    const { id: threadId } = await write(world.as(organiser), undefined, (tx) => openThread(tx, { category: 'meeting', subjectId: meetingId, title: 'Kladde' }));
    const { id: postId } = await createPost(world.as(organiser), threadId, { body: 'Første' });
    await write(world.as(organiser), undefined, (tx) => tx.mail('thread.posted', [person], { threadId, postId }, postId));
    const to = await addressOf((await lastMail('thread.posted', person))?.id ?? '');
    expect(await take(letter({ from: person.email, to }))).toEqual({ outcome: 'refused', reason: 'thread_not_found' });
    expect(await postsOf(threadId)).toHaveLength(1);
  });

  it('to a mail that nobody can answer, but to a refusal nothing more is said', async () => {
    const { person, send } = await aMailed();
    const other = await db().insert(mails).values({ memberId: person.id, language: 'da', kind: 'proposal.decided', params: {}, dedupe: randomUUID(), state: 'sent', sentAt: world.clock.now, createdAt: world.clock.now }).returning({ id: mails.id });
    expect(await take(letter({ from: person.email, to: await addressOf(other[0]?.id ?? '') }))).toEqual({ outcome: 'refused', reason: 'not_answerable' });
    await send({ text: '' });
    const refusal = await lastMail('mail.refused', person);
    const count = await db().$count(mails, eq(mails.memberId, person.id));
    expect(await take(letter({ from: person.email, to: await addressOf(refusal?.id ?? ''), text: 'Jeg er på ferie' }))).toEqual({ outcome: 'ignored', reason: 'answer_to_refusal' });
    expect(await db().$count(mails, eq(mails.memberId, person.id))).toBe(count);
  });
});

describe('ignored', () => {
  it.each<[string, Partial<Letter>, string]>([
    ['another sender', { from: 'evil@example.net' }, 'not_the_member'],
    ['a sender who only calls themself so', { from: '"person@example.org" <evil@example.net>' }, 'not_the_member'],
    ['out of office', { headers: ['Auto-Submitted: auto-replied'] }, 'automatic'],
    ['out of office, by Outlook', { headers: ['X-Auto-Response-Suppress: All'], subject: 'Automatisk svar: Nyt indlæg' }, 'automatic'],
    ['out of office, by Gmail', { headers: ['Precedence: bulk', 'X-Autoreply: yes'] }, 'automatic'],
    ['a list', { headers: ['List-Id: <x.example.org>'] }, 'automatic'],
    ['no mark', { to: 'forum@example.org' }, 'no_mark'],
    ['a mark that is none', { to: `forum+${'b'.repeat(45)}@example.org` }, 'no_mark'],
  ])('%s', async (_what, more, reason) => {
    const { person, threadId, send } = await aMailed();
    expect(await send(more)).toEqual({ outcome: 'ignored', reason });
    expect(await postsOf(threadId)).toHaveLength(2);
    expect(await lastMail('mail.refused', person)).toBeUndefined();
  });

  it('the mark of another member\'s mail', async () => {
    const [one, other] = [await aMailed(), await aMailed()];
    expect(await take(letter({ from: one.person.email, to: other.to }))).toEqual({ outcome: 'ignored', reason: 'not_the_member' });
  });

  it('the mark of a member, who was invited to something', async () => {
    const { person, threadId } = await aMailed();
    expect(await take(letter({ from: person.email, to: await addressOf(person.id) }))).toEqual({ outcome: 'ignored', reason: 'no_thread' });
    expect(await postsOf(threadId)).toHaveLength(2);
  });

  it('our own mail coming back', async () => {
    const { threadId, mail, to } = await aMailed();
    await deliverMail(world.services, makePost(world.config), mail.id);
    const raw = await readFile(path.join(world.config.dataDir, 'mail', `${mail.id}.eml`));
    expect(await take(raw, [to])).toEqual({ outcome: 'ignored', reason: 'automatic' });
    // Also after a list has taken our headers off.
    expect(await take(letter({ from: 'OGP-forum <forum@example.org>', to }))).toEqual({ outcome: 'ignored', reason: 'not_the_member' });
    expect(await postsOf(threadId)).toHaveLength(2);
  });

  it('a head with more in it than it says', async () => {
    const { person, threadId, send } = await aMailed();
    await send({ subject: 'x\r\nBcc: all@example.org', text: 'Linje\r\n.\r\nMAIL FROM:<x@example.org>\r\n' });
    const post = (await postsOf(threadId)).at(-1);
    expect(post?.body).toBe('Linje\n.\nMAIL FROM:<x@example.org>');
    expect(await lastMail('mail.refused', person)).toBeUndefined();
  });
});

describe('our mail, returned', () => {
  const stateOf = async (person: Actor) => (await db().select({ pausedAt: members.mailPausedAt, reason: members.mailPauseReason, failures: members.mailFailures }).from(members).where(eq(members.id, person.id)))[0];
  const nothing = { pausedAt: null, reason: null, failures: 0 };

  it('for good: the address is paused, once', async () => {
    const { person, to } = await aMailed();
    expect(await take(report({ to, recipient: person.email.toUpperCase(), action: 'failed', status: '5.1.1' }))).toEqual({ outcome: 'bounced', reason: '5.1.1' });
    const paused = await stateOf(person);
    expect(paused).toMatchObject({ pausedAt: world.clock.now, reason: '5.1.1 (returned)', failures: 1 });
    world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    await take(report({ to, recipient: person.email, action: 'failed', status: '5.2.1' }));
    expect(await stateOf(person)).toMatchObject({ pausedAt: paused?.pausedAt, reason: '5.1.1 (returned)', failures: 2 });
  });

  it('known by its number where the address was lost', async () => {
    const { person, mail } = await aMailed();
    await deliverMail(world.services, makePost(world.config), mail.id);
    expect(await take(report({ to: 'forum@example.org', recipient: person.email, action: 'failed', status: '5.1.1', messageId: `<${mail.id}@127.0.0.1>` }))).toMatchObject({ outcome: 'bounced' });
    // By its number alone it must name the recipient.
    const other = await aMailed();
    await deliverMail(world.services, makePost(world.config), other.mail.id);
    expect(await take(report({ to: 'forum@example.org', recipient: null, action: 'failed', status: '5.1.1', messageId: `<${other.mail.id}@127.0.0.1>` }))).toEqual({ outcome: 'ignored', reason: 'other_recipient' });
    expect(await stateOf(other.person)).toEqual(nothing);
  });

  it.each([['delayed', '4.4.1', 'passing_report'], ['failed', '4.2.2', 'passing_report'], ['delivered', '2.0.0', 'passing_report'], ['failed', '', 'passing_report'], ['relayed', '5.0.0', 'passing_report']])('%s %s: nothing', async (action, status, reason) => {
    const { person, to } = await aMailed();
    expect(await take(report({ to, recipient: person.email, action, status }))).toEqual({ outcome: 'ignored', reason });
    expect(await stateOf(person)).toEqual(nothing);
  });

  it('naming no mail of ours, or another recipient: nothing', async () => {
    const { person, to } = await aMailed();
    for (const [address, messageId] of [['forum@example.org', '<unknown@example.org>'], [`forum+${'c'.repeat(45)}@example.org`, `<${randomUUID()}@127.0.0.1>`]] as const) {
      expect(await take(report({ to: address, recipient: person.email, action: 'failed', status: '5.1.1', messageId }))).toEqual({ outcome: 'ignored', reason: 'unknown_report' });
    }
    // The address that did not take it is not theirs any more.
    expect(await take(report({ to, recipient: 'old@example.org', action: 'failed', status: '5.1.1' }))).toEqual({ outcome: 'ignored', reason: 'other_recipient' });
    expect(await stateOf(person)).toEqual(nothing);
  });

  it('to a mail about what is gone: nothing breaks', async () => {
    const { mail, to, person } = await aMailed();
    await db().delete(mails).where(eq(mails.id, mail.id));
    expect(await take(report({ to, recipient: person.email, action: 'failed', status: '5.1.1' }))).toEqual({ outcome: 'ignored', reason: 'unknown_report' });
    expect(await db().$count(threads, sql`true`)).toBeGreaterThan(0);
  });
});
