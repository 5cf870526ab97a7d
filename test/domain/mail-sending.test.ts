import { and, eq, sql } from 'drizzle-orm';
import { Logger, run } from 'graphile-worker';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailChoices, mails, members } from '~/db/schema';
import type { Actor } from '~/server/context';
import { callMeeting, cancelMeeting, createMeeting, editMeeting } from '~/server/domain/meetings/commands';
import { sendMailAgain } from '~/server/domain/desk/commands';
import { resumeMail } from '~/server/domain/subscriptions/commands';
import { startLifeSigns } from '~/server/jobs/life-signs';
import { deliverMail, faultOf } from '~/server/mail/deliver';
import { makePost, type Post } from '~/server/mail/transport';
import { MAIL_TRIES } from '~/server/mail-queue';
import { makeServices } from '~/server/services';
import { makeLog } from '~/server/log';
import { write } from '~/server/write';
import { meetingInput } from '../support/make';
import { startMailServer } from '../support/mail-reader';
import { eventually } from '../support/program';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const db = () => world.connection.db;
let organiser: Actor;
let server: Awaited<ReturnType<typeof startMailServer>>;
let post: Post;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
  server = await startMailServer();
  post = makePost({ ...world.config, smtpUrl: server.url });
});
afterAll(async () => {
  post.close();
  await server.stop();
});
beforeEach(() => {
  server.taken.length = 0;
  server.state.says = {};
  server.state.cutInData = null;
});

/** One member, and one letter to them that waits. */
async function aLetter(title = 'Møde') {
  const member = await world.person('member');
  const { id } = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title }));
  await callMeeting(world.as(organiser), id);
  await db().update(members).set({ wantsNotices: false }).where(eq(members.id, member.id));
  const [mail] = await db().select().from(mails).where(and(eq(mails.memberId, member.id), eq(mails.kind, 'meeting.called')));
  if (!mail) throw new Error('no letter');
  const now = async () => (await db().select({ state: mails.state, attempts: mails.attempts, lastError: mails.lastError }).from(mails).where(eq(mails.id, mail.id)))[0];
  const address = async () => (await db().select({ paused: members.mailPausedAt, reason: members.mailPauseReason, failures: members.mailFailures }).from(members).where(eq(members.id, member.id)))[0];
  return { id: mail.id, meetingId: id, member, now, address, send: () => deliverMail(world.services, post, mail.id) };
}

describe('whose fault it is', () => {
  it.each<[string, unknown, ReturnType<typeof faultOf>]>([
    ['no such mailbox', { command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 No such user' }, 'lasting'],
    ['no such mailbox, in plain words', { command: 'RCPT TO', responseCode: 550, response: '550 No such user' }, 'lasting'],
    ['greylisted', { command: 'RCPT TO', responseCode: 451, response: '451 4.7.1 Greylisted, try again' }, null],
    ['busy', { command: 'RCPT TO', responseCode: 450, response: '450 4.2.1 Mailbox busy' }, 'passing'],
    ['a full mailbox', { command: 'RCPT TO', responseCode: 452, response: '452 4.2.2 Mailbox full' }, 'passing'],
    ['told after the mail', { command: 'DATA', responseCode: 550, response: '550 5.1.1 Unknown recipient' }, 'lasting'],
    ['our words taken for spam', { command: 'DATA', responseCode: 554, response: '554 5.7.1 Spam' }, null],
    ['no words of why', { command: 'DATA', responseCode: 554, response: '554 Transaction failed' }, null],
    ['our host blocked', { command: 'RCPT TO', responseCode: 550, response: '550 5.7.1 Client host blocked' }, null],
    ['we may not relay', { command: 'RCPT TO', responseCode: 554, response: '554 5.7.1 Relay access denied' }, null],
    ['our sender refused', { command: 'MAIL FROM', responseCode: 550, response: '550 5.1.8 Bad sender' }, null],
    ['a wrong password', { command: 'AUTH PLAIN', responseCode: 535, response: '535 5.7.8 No' }, null],
    ['nobody there', { code: 'ECONNREFUSED', command: 'CONN' }, null],
    ['a fault of ours', new Error('no agenda'), null],
  ])('%s', (_what, error, fault) => expect(faultOf(error)).toBe(fault));
});

describe('a server that says no', () => {
  it('to the recipient for good: the address is paused, told why, and not tried again', async () => {
    const letter = await aLetter();
    const other = await aLetter();
    server.state.says.rcpt = (to) => (to === `${letter.member.name.replace(' ', '')}@example.org` ? '550 5.1.1 No such user here' : undefined);
    await letter.send();
    await other.send();
    expect(await letter.now()).toMatchObject({ state: 'failed', attempts: 1, lastError: expect.stringContaining('550 5.1.1 No such user here') as string });
    expect(await letter.address()).toMatchObject({ failures: 1, reason: expect.stringContaining('No such user here') as string });
    expect((await other.now())?.state).toBe('sent');
    // Paused: nothing is queued, but what the member asks for themselves.
    await write(world.as(null), undefined, async (tx) => {
      await tx.mail('thread.posted', [letter.member], { threadId: letter.meetingId, postId: letter.meetingId }, 'x');
      await tx.mail('member.reset', [letter.member], { memberId: letter.member.id }, 'x');
    });
    expect((await db().select({ kind: mails.kind }).from(mails).where(and(eq(mails.memberId, letter.member.id), eq(mails.state, 'queued')))).map(({ kind }) => kind)).toEqual(['member.reset']);
    await expectRefusal(sendMailAgain(world.as(organiser), letter.id), 'mail_paused');
    // What was queued before is kept for the day the address works.
    server.state.says = {};
    const talks = server.state.talks;
    await db().update(mails).set({ state: 'queued' }).where(eq(mails.id, letter.id));
    await letter.send();
    expect([(await letter.now())?.state, server.state.talks]).toEqual(['failed', talks]);
  });

  it('for a while, as greylisting does: tried again, and then it arrives once', async () => {
    const letter = await aLetter();
    let tries = 0;
    server.state.says.rcpt = () => ((tries += 1) < 3 ? '450 4.2.0 Greylisted' : undefined);
    await expect(letter.send()).rejects.toThrow('450');
    await expect(letter.send()).rejects.toThrow('450');
    expect(await letter.address()).toMatchObject({ failures: 2, paused: null });
    await letter.send();
    await letter.send();
    expect(await letter.now()).toMatchObject({ state: 'sent', attempts: 3, lastError: null });
    expect(await letter.address()).toMatchObject({ failures: 0 });
    expect(server.taken).toHaveLength(1);
  });

  it('for a while, time and again: in the end the address is paused', async () => {
    const letter = await aLetter();
    server.state.says.rcpt = '452 4.2.2 Mailbox full';
    await db().update(mails).set({ attempts: MAIL_TRIES - 2 }).where(eq(mails.id, letter.id));
    await expect(letter.send()).rejects.toThrow('452');
    expect((await letter.address())?.paused).toBeNull();
    await expect(letter.send()).rejects.toThrow('452');
    expect(await letter.address()).toMatchObject({ reason: expect.stringContaining('Mailbox full') as string });
  });

  it('to the mail, before and after its words: kept, and nobody is paused', async () => {
    const letter = await aLetter();
    server.state.says.data = '554 5.7.1 Not today';
    await expect(letter.send()).rejects.toThrow('554');
    server.state.says = { end: '452 4.3.1 Out of space' };
    await expect(letter.send()).rejects.toThrow('452');
    expect(await letter.now()).toMatchObject({ state: 'failed', attempts: 2 });
    expect(await letter.address()).toMatchObject({ paused: null, failures: 0 });
    server.state.says = {};
    await letter.send();
    expect(server.taken).toHaveLength(1);
  });

  it('by being away: nobody is paused however long it lasts', async () => {
    const letter = await aLetter();
    const away = makePost({ ...world.config, smtpUrl: 'smtp://127.0.0.1:1' });
    await db().update(mails).set({ attempts: 500 }).where(eq(mails.id, letter.id));
    await expect(deliverMail(world.services, away, letter.id)).rejects.toThrow();
    expect(await letter.address()).toMatchObject({ paused: null, failures: 0 });
    away.close();
    await letter.send();
    expect((await letter.now())?.state).toBe('sent');
  });

  it('by hanging up in the middle of the words: tried again whole, with the same Message-ID', async () => {
    const letter = await aLetter();
    server.state.cutInData = 2_000;
    await expect(letter.send()).rejects.toThrow();
    expect(await letter.now()).toMatchObject({ state: 'failed' });
    expect(server.taken).toEqual([]);
    server.state.cutInData = null;
    await letter.send();
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]?.raw).toContain(`Message-ID: <${letter.id}@127.0.0.1>`);
  });

  it('with an answer that is lost: sent again, and told apart by nothing but its date', async () => {
    const letter = await aLetter();
    let first = '';
    server.state.says.end = () => {
      first = 'taken';
      return 'cut';
    };
    await expect(letter.send()).rejects.toThrow();
    expect(first).toBe('taken');
    server.state.says = {};
    await letter.send();
    // The same Message-ID, by which mail programs drop the second one.
    expect(server.taken[0]?.raw).toContain(`Message-ID: <${letter.id}@127.0.0.1>`);
  });
});

describe('a slow server', () => {
  it('holds up its own mail alone, and two who send at once send it once', async () => {
    const [slow, quick] = [await aLetter(), await aLetter()];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    server.state.says.rcpt = async (to) => {
      if (to === `${slow.member.name.replace(' ', '')}@example.org`) await gate;
      return undefined;
    };
    const sending = [slow.send(), slow.send()];
    await quick.send();
    expect((await quick.now())?.state).toBe('sent');
    open();
    await Promise.all(sending);
    expect(server.taken.map(({ to }) => to[0]).filter((to) => to === `${slow.member.name.replace(' ', '')}@example.org`)).toHaveLength(1);
    expect(await slow.now()).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

describe('an address that works again', () => {
  async function paused() {
    const letter = await aLetter('Pause');
    server.state.says.rcpt = '550 5.1.1 No such user';
    await letter.send();
    server.state.says = {};
    return letter;
  }
  const jobs = async (mailId: string) => (await world.connection.sql`select 1 from graphile_worker.jobs where key = ${`mail:${mailId}`} and attempts < max_attempts`).length;

  it('is resumed by its owner or an organiser, by nobody else', async () => {
    const letter = await paused();
    await expectRefusal(resumeMail(world.as(null), letter.member.id), 'not_signed_in');
    await expectRefusal(resumeMail(world.as(await world.person()), letter.member.id), 'organisers_only');
    await expectRefusal(resumeMail(world.as({ ...letter.member, confirmed: false }), letter.member.id), 'email_not_confirmed');
    await expectRefusal(resumeMail(world.as(organiser), 'ingen'), 'member_not_found');
    await resumeMail(world.as(letter.member), letter.member.id);
    expect(await letter.address()).toEqual({ paused: null, reason: null, failures: 0 });
    expect([(await letter.now())?.state, await jobs(letter.id)]).toEqual(['queued', 1]);
    await letter.send();
    expect(server.taken).toHaveLength(1);
    // Once more changes nothing.
    await resumeMail(world.as(organiser), letter.member.id);
    expect((await letter.now())?.state).toBe('sent');
  });

  it('has its calendar told what it missed', async () => {
    const letter = await aLetter('Gik glip af');
    await letter.send();
    const other = await aLetter('Aflyst imens');
    await db().update(mails).set({ memberId: letter.member.id }).where(eq(mails.id, other.id));
    await other.send();
    await db().update(members).set({ wantsNotices: true, mailPausedAt: world.clock.now, mailPauseReason: 'x' }).where(eq(members.id, letter.member.id));
    world.clock.now = new Date(world.clock.now.getTime() + 5 * 60_000);
    await editMeeting(world.as(organiser), letter.meetingId, { ...meetingInput(new Date(world.clock.now.getTime() - 5 * 60_000), { title: 'Gik glip af', place: 'Et nyt sted' }), version: 2 });
    await cancelMeeting(world.as(organiser), other.meetingId, 'Storm');
    const waiting = () => db().select({ id: mails.id, kind: mails.kind, meeting: sql<string>`${mails.params} ->> 'meetingId'` }).from(mails).where(and(eq(mails.memberId, letter.member.id), eq(mails.state, 'queued')));
    expect(await waiting()).toEqual([]);
    await resumeMail(world.as(letter.member), letter.member.id);
    server.taken.length = 0;
    for (const { id } of await waiting()) await deliverMail(world.services, post, id);
    const told = server.taken.map(({ raw }) => /method=(\w+)/.exec(raw)?.[1]);
    expect(told.sort()).toEqual(expect.arrayContaining(['CANCEL', 'REQUEST']));
    const kinds = await db().select({ kind: mails.kind, state: mails.state, meeting: sql<string>`${mails.params} ->> 'meetingId'` }).from(mails).where(and(eq(mails.memberId, letter.member.id), eq(mails.state, 'sent')));
    expect(kinds).toEqual(expect.arrayContaining([{ kind: 'meeting.moved', state: 'sent', meeting: letter.meetingId }, { kind: 'meeting.cancelled', state: 'sent', meeting: other.meetingId }]));
  });

  it('gets what was held for its digest', async () => {
    const reader = await world.person();
    await db().insert(mailChoices).values({ memberId: reader.id, topic: 'threads', pace: 'daily' });
    await write(world.as(null), undefined, (tx) => tx.mail('thread.posted', [reader], { threadId: reader.id, postId: reader.id }, 'held'));
    await db().update(members).set({ mailPausedAt: world.clock.now, mailPauseReason: 'x' }).where(eq(members.id, reader.id));
    await world.connection.sql`select graphile_worker.remove_job(${`digest:daily:${reader.id}`})`;
    await resumeMail(world.as(reader), reader.id);
    expect(await world.connection.sql`select 1 from graphile_worker.jobs where key = ${`digest:daily:${reader.id}`}`).toHaveLength(1);
  });
});

describe('workers that are dead', () => {
  const held = (n: number) => eventually(async () => (await world.connection.sql`select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`).length === n, 'the lock of the living');

  it('are told from those at work, by the name that the queue knows them by', async () => {
    let done: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (done = resolve));
    let reached: () => void = () => undefined;
    const working = new Promise<void>((resolve) => (reached = resolve));
    const signs = await startLifeSigns(world.services, world.url);
    const runner = await run({ connectionString: world.url, events: signs.events, noHandleSignals: true, crontab: '', logger: new Logger(() => () => undefined), taskList: { slow: async () => (reached(), gate) } });
    await world.connection.sql`select graphile_worker.add_job('slow')`;
    await working;
    await held(1);
    const other = await startLifeSigns(world.services, world.url);
    expect([await signs.freeDead(), await other.freeDead()]).toEqual([0, 0]);
    done();
    await runner.stop();
    await signs.stop();
    await other.stop();
  });

  it('lose their jobs to the living, who keep theirs', async () => {
    const { sql: query } = world.connection;
    await query`select graphile_worker.add_job('remind', job_key := 'of-dead'), graphile_worker.add_job('remind', job_key := 'of-living')`;
    await query`update graphile_worker._private_jobs set locked_by = 'pool-' || key, locked_at = now() where key in ('of-dead', 'of-living')`;
    const living = await startLifeSigns(world.services, world.url);
    living.events.emit('pool:create', { workerPool: { id: 'pool-of-living' } } as never);
    await held(1);
    const other = await startLifeSigns(makeServices(world.config, world.connection, makeLog('silent')), world.url);
    expect(await other.freeDead()).toBe(1);
    const locked = async () => (await query<{ key: string }[]>`select key from graphile_worker.jobs where locked_by is not null and key like 'of-%'`).map(({ key }) => key);
    expect(await locked()).toEqual(['of-living']);
    await living.stop();
    expect(await other.freeDead()).toBe(1);
    expect(await locked()).toEqual([]);
    await other.stop();
    await query`select graphile_worker.remove_job('of-dead'), graphile_worker.remove_job('of-living')`;
  });
});
