import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { and, eq } from 'drizzle-orm';
import express from 'express';
import { Logger, runOnce } from 'graphile-worker';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailChoices, mails, members, rateLimits, type MailPace, type MailTopic } from '~/db/schema';
import type { Actor } from '~/server/context';
import { decideProposal } from '~/server/domain/proposals/commands';
import { chooseMail, follow, gatherDigest, unsubscribe } from '~/server/domain/subscriptions/commands';
import { ownMail, paceOf } from '~/server/domain/subscriptions/queries';
import { createPost, removePost, startThread } from '~/server/domain/threads/commands';
import { oneClickRoutes } from '~/server/http/one-click';
import { taskList } from '~/server/jobs';
import { sealedToken } from '~/server/mail/sealed';
import { makePost, type Post } from '~/server/mail/transport';
import { aboutOf } from '~/server/mail-topics';
import { startMailServer } from '../support/mail-reader';
import { choose, useProposals } from '../support/proposals';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, aMeeting, propose } = useProposals(world);
const db = () => world.connection.db;
let reader: Actor;
let server: Awaited<ReturnType<typeof startMailServer>>;
let post: Post;
beforeAll(async () => {
  server = await startMailServer();
  post = makePost({ ...world.config, smtpUrl: server.url });
});
afterAll(async () => {
  post.close();
  await server.stop();
});
beforeEach(async () => {
  reader = await world.person('member', { wantsNotices: false });
});

const quiet = new Logger(() => () => undefined);
/** Works what is due; `all`: also what waits for its morning. */
async function work(all = false): Promise<void> {
  if (all) await world.connection.sql`update graphile_worker._private_jobs set run_at = now() where key like 'digest:%'`;
  await runOnce({ connectionString: world.url, taskList: taskList(world.services, post), logger: quiet, noHandleSignals: true });
}
const mailTo = async (member: Actor) => {
  const [row] = await db().select({ email: members.email }).from(members).where(eq(members.id, member.id));
  return Promise.all(server.taken.filter((taken) => taken.to.includes(row?.email ?? '')).map((taken) => simpleParser(Buffer.from(taken.raw, 'latin1'))));
};
const all = (more: Partial<Record<MailTopic, MailPace>> = {}) => ({ meetings: 'never' as const, proposals: 'at_once' as const, threads: 'at_once' as const, initiatives: 'at_once' as const, ...more });
const states = async (member: Actor) => (await db().select({ state: mails.state }).from(mails).where(eq(mails.memberId, member.id)).orderBy(mails.id)).map(({ state }) => state);
const digestJobs = async (member: Actor) => (await world.connection.sql<{ key: string; at: Date | string }[]>`select key, run_at as at from graphile_worker.jobs where key like ${`digest:%:${member.id}`} order by key`).map(({ key, at }) => [key.split(':')[1], new Date(at).toISOString()]);

/** A thread that someone follows, and posts in it. */
async function aThread(title: string, follower: Actor) {
  await db().delete(rateLimits);
  const { threadId } = await startThread(world.as(cast.author), { category: 'general', subjectId: null, title, body: 'Begyndelsen' });
  await follow(world.as(follower), `thread:${threadId}`, 'follows');
  const say = async (body: string) => {
    // More than anyone may write in an hour.
    await db().delete(rateLimits);
    return createPost(world.as(cast.author), threadId, { body, replyToId: null });
  };
  return { threadId, say };
}

describe('every kind of mail', () => {
  it('is about something: a topic to choose, one’s own, or the account', () => {
    for (const [kind, about] of Object.entries(aboutOf)) expect([kind, about === 'own' || about === 'account' || ['meetings', 'proposals', 'threads', 'initiatives'].includes(about.topic)]).toEqual([kind, true]);
  });
});

describe('the choice', () => {
  it('is at once until another is made, and what it says is what holds', async () => {
    await db().update(members).set({ wantsNotices: true }).where(eq(members.id, reader.id));
    expect(await ownMail(world.as(reader))).toEqual({ choices: ['meetings', 'proposals', 'threads', 'initiatives'].map((topic) => ({ topic, pace: 'at_once' })), paused: null });
    await chooseMail(world.as(reader), all({ meetings: 'never', proposals: 'weekly', threads: 'daily', initiatives: 'never' }));
    expect(await paceOf(db(), reader.id)).toEqual([{ topic: 'meetings', pace: 'never' }, { topic: 'proposals', pace: 'weekly' }, { topic: 'threads', pace: 'daily' }, { topic: 'initiatives', pace: 'never' }]);
    const [row] = await db().select({ wants: members.wantsNotices }).from(members).where(eq(members.id, reader.id));
    expect(row?.wants).toBe(false);
    await chooseMail(world.as(reader), all({ meetings: 'daily' }));
    expect((await paceOf(db(), reader.id))[0]).toEqual({ topic: 'meetings', pace: 'daily' });
  });

  it('is made by members with an address of their own', async () => {
    await expectRefusal(chooseMail(world.as(null), all()), 'not_signed_in');
    await expectRefusal(chooseMail(world.as(cast.unconfirmed), all()), 'email_not_confirmed');
    await expectRefusal(ownMail(world.as(null)), 'not_signed_in');
    await expectRefusal(follow(world.as(null), 'category:general', 'follows'), 'not_signed_in');
  });

  it('can be none other in the database either', async () => {
    for (const row of [{ topic: 'weather', pace: 'daily' }, { topic: 'threads', pace: 'hourly' }, { topic: 'meetings', pace: 'never' }]) {
      await expect(db().insert(mailChoices).values({ memberId: reader.id, ...row } as never)).rejects.toMatchObject({ cause: { code: '23514' } });
    }
  });
});

describe('a digest', () => {
  it('comes at seven, once, with everything since the last, and tells nothing twice', async () => {
    world.clock.now = new Date('2027-03-01T20:00:00Z');
    await chooseMail(world.as(reader), all({ threads: 'daily' }));
    const thread = await aThread('Åbne data', reader);
    await thread.say('Det første');
    world.clock.now = new Date('2027-03-01T21:00:00Z');
    await thread.say('Det **andet**');
    expect(await digestJobs(reader)).toEqual([['daily', '2027-03-02T06:00:00.000Z']]);
    await work();
    expect(await mailTo(reader)).toEqual([]);
    await work(true);
    const [digest, ...more] = await mailTo(reader);
    expect(more).toEqual([]);
    expect(digest?.subject).toBe('Dagens nyt fra OGP-forum: 2 nyheder');
    for (const words of ['Det første', 'Det **andet**']) expect(digest?.text).toContain(words);
    expect(digest?.headers.get('list')).toMatchObject({ unsubscribe: { url: expect.stringMatching(/\/afmeld\/samlet\//) as string }, id: { id: 'samlet.127.0.0.1' } });
    expect(await gatherDigest(world.as(null), reader.id, 'daily')).toEqual({ gathered: 0 });
    await work(true);
    expect(await mailTo(reader)).toHaveLength(1);
    await thread.say('Det tredje');
    await work(true);
    expect((await mailTo(reader)).map((mail) => mail.subject)).toEqual(['Dagens nyt fra OGP-forum: 2 nyheder', 'Dagens nyt fra OGP-forum: 1 nyhed']);
  });

  it('is gathered once by two who gather at once', async () => {
    await chooseMail(world.as(reader), all({ threads: 'weekly' }));
    const thread = await aThread('To på én gang', reader);
    for (const body of ['A', 'B', 'C']) await thread.say(body);
    const gathered = await Promise.all([1, 2, 3].map(() => gatherDigest(world.as(null), reader.id, 'weekly')));
    expect(gathered.map(({ gathered: n }) => n).sort()).toEqual([0, 0, 3]);
    expect(await db().$count(mails, and(eq(mails.memberId, reader.id), eq(mails.kind, 'digest')))).toBe(1);
  });

  it('says first what became of one’s own input, with the reason, and what still waits', async () => {
    const author = await world.person('member', { wantsNotices: false });
    await chooseMail(world.as(author), all({ threads: 'daily', proposals: 'daily' }));
    const meeting = await aMeeting('Næste møde');
    const declined = await propose(meeting.id, 'Mit afviste forslag', {}, author);
    await propose(meeting.id, 'Mit ventende forslag', {}, author);
    const thread = await aThread('En tråd', author);
    await thread.say('Noget nyt');
    await decideProposal(world.as(cast.organiser), declined.id, choose({ decision: 'decline', reason: 'Det hører til et andet sted.' }));
    world.clock.now = new Date(world.clock.now.getTime() + 3 * 86_400_000);
    await work(true);
    const [digest] = await mailTo(author);
    const text = digest?.text ?? '';
    expect(text).toContain('Begrundelse: Det hører til et andet sted.');
    expect(text).toContain('»Mit ventende forslag« til »Næste møde« har ventet 3 dage');
    expect(text.indexOf('DET BLEV DER AF DIT')).toBeLessThan(text.indexOf('NYT'));
    expect(text.indexOf('Mit afviste forslag')).toBeLessThan(text.indexOf('Noget nyt'));
    expect(text).not.toContain('Mit ventende forslag« kommer');
  });

  it('is not sent when nothing in it is so any more', async () => {
    await chooseMail(world.as(reader), all({ threads: 'daily' }));
    const thread = await aThread('Fortrudt', reader);
    const { id } = await thread.say('Ord');
    await removePost(world.as(cast.author), id, { rule: 'own', reason: '' } as never);
    await work(true);
    expect(await mailTo(reader)).toEqual([]);
    expect(await states(reader)).toEqual(['held', 'dropped']);
  });

  it('tells how many are left out of a very long one', async () => {
    await chooseMail(world.as(reader), all({ threads: 'daily' }));
    const thread = await aThread('Langt', reader);
    for (let n = 0; n < 62; n += 1) await thread.say(`Indlæg ${n}`);
    await work(true);
    const [digest] = await mailTo(reader);
    expect(digest?.text).toContain('Og 2 nyheder mere, som du kan læse på siden.');
  }, 120_000);
});

describe('a choice that changes while something is held', () => {
  async function held(pace: MailPace) {
    await chooseMail(world.as(reader), all({ threads: pace }));
    const thread = await aThread('Ventende', reader);
    await thread.say('Ord');
    expect(await states(reader)).toEqual(['held']);
    server.taken.length = 0;
  }

  it('to at once: it leaves now', async () => {
    await held('daily');
    await chooseMail(world.as(reader), all());
    await work(true);
    expect((await mailTo(reader)).map((mail) => mail.subject)).toEqual(['Nyt indlæg: Ventende']);
    expect(await states(reader)).toEqual(['sent']);
  });

  it('to weekly: it waits for Monday, and the daily one finds nothing', async () => {
    await held('daily');
    await chooseMail(world.as(reader), all({ threads: 'weekly' }));
    expect((await digestJobs(reader)).map(([pace]) => pace)).toEqual(['daily', 'weekly']);
    expect(await gatherDigest(world.as(null), reader.id, 'daily')).toEqual({ gathered: 0 });
    expect(await gatherDigest(world.as(null), reader.id, 'weekly')).toEqual({ gathered: 1 });
  });

  it('to not at all: it is never sent', async () => {
    await held('weekly');
    await chooseMail(world.as(reader), all({ threads: 'never' }));
    await work(true);
    expect([await mailTo(reader), await states(reader)]).toEqual([[], ['dropped']]);
  });

  it('and what was just being held meanwhile does not stay behind', async () => {
    await held('daily');
    // As if the choice had been made while the mail was being queued.
    await db().update(mailChoices).set({ pace: 'at_once' }).where(and(eq(mailChoices.memberId, reader.id), eq(mailChoices.topic, 'threads')));
    await work(true);
    expect((await mailTo(reader)).map((mail) => mail.subject)).toEqual(['Dagens nyt fra OGP-forum: 1 nyhed']);
  });
});

describe('unsubscribing with one click', () => {
  let url: string;
  const app = express();
  const http = createServer(app);
  beforeAll(async () => {
    app.use(oneClickRoutes(world.services));
    app.use((_req, res) => void res.status(418).send('a page'));
    await once(http.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => http.close(resolve)));
  const link = async (topic: string, member = reader) => `${url}/afmeld/${topic}/${await sealedToken(db(), 'unsubscribe', [member.id])}`;
  const threads = async () => (await paceOf(db(), reader.id)).find(({ topic }) => topic === 'threads')?.pace;
  const urlencoded = { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };

  it('takes the POST of a mail program without cookie or origin, in both forms, twice as once', async () => {
    const form = new FormData();
    form.append('List-Unsubscribe', 'One-Click');
    const answers = [await fetch(await link('debat'), urlencoded), await fetch(await link('debat'), urlencoded)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await threads()).toBe('never');
    await chooseMail(world.as(reader), all());
    expect((await fetch(`${(await link('debat')).replace('/afmeld', '/en/afmeld')}`, { method: 'POST', body: form })).status).toBe(200);
    expect(await threads()).toBe('never');
  });

  it('changes nothing when the link is only opened, or sent by a page', async () => {
    expect((await fetch(await link('debat'))).status).toBe(418);
    expect((await fetch(await link('debat'), { method: 'HEAD' })).status).toBe(418);
    expect((await fetch(await link('debat'), { ...urlencoded, headers: { ...urlencoded.headers, Origin: 'https://evil.example' } })).status).toBe(418);
    expect((await fetch(await link('debat'), { method: 'POST', body: 'noget=andet' })).status).toBe(400);
    expect(await threads()).toBe('at_once');
  });

  it('knows no forged links, and no other topics', async () => {
    const good = await link('debat');
    const forged = good.replace(/.(.{5})$/, (_all, end: string) => `${good.at(-6) === 'A' ? 'B' : 'A'}${end}`);
    expect([(await fetch(forged, urlencoded)).status, (await fetch(await link('vejret'), urlencoded)).status]).toEqual([410, 410]);
    expect(await threads()).toBe('at_once');
    // Another purpose's seal does not open it.
    expect((await fetch(`${url}/afmeld/debat/${await sealedToken(db(), 'answer', [reader.id])}`, urlencoded)).status).toBe(410);
  });

  it('from a digest is from all that is collected, and from nothing else', async () => {
    await chooseMail(world.as(reader), all({ threads: 'daily', proposals: 'weekly' }));
    expect((await fetch(await link('samlet'), urlencoded)).status).toBe(200);
    expect((await paceOf(db(), reader.id)).map(({ topic, pace }) => `${topic} ${pace}`)).toEqual(['meetings never', 'proposals never', 'threads never', 'initiatives at_once']);
    await expectRefusal(unsubscribe(world.as(null), '00000000-0000-7000-8000-000000000000', 'threads'), 'member_not_found');
  });
});
