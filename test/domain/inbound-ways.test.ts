import { randomUUID } from 'node:crypto';
import { connect as openSocket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { parseCrontab } from 'graphile-worker';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { connect } from '~/db/client';
import { inboundMails, mails, posts } from '~/db/schema';
import { readConfig } from '~/server/config';
import type { Actor } from '~/server/context';
import { createPost, startThread } from '~/server/domain/threads/commands';
import { inboxRoutes } from '~/server/http/inbox';
import { crontab, taskList } from '~/server/jobs';
import { makeLog } from '~/server/log';
import { startListener } from '~/server/mail/inbound/listener';
import { readMailbox } from '~/server/mail/inbound/mailbox';
import { LARGEST_MAIL } from '~/server/mail/inbound/read';
import { markedAddress, sealedMark } from '~/server/mail/sealed';
import { makePost } from '~/server/mail/transport';
import { makeServices, type Services } from '~/server/services';
import { startImap } from '../support/imap';
import { letter } from '../support/replies';
import { useWorld } from '../support/world';

const world = useWorld();
let author: Actor;
/** The same forum while its database cannot be reached. */
let away: Services;
beforeAll(async () => {
  world.config.inbound = { ...world.config.inbound, answers: true, hookSecret: 'a secret of more than 24 letters' };
  author = await world.person('member', { wantsNotices: false });
  const lost = connect(world.url, 1);
  await lost.close();
  away = makeServices(world.config, lost, makeLog('silent'), world.services.now);
});

async function aMailed() {
  const email = `${randomUUID()}@example.org`;
  const person = await world.person('member', { email, wantsNotices: false });
  const { threadId } = await startThread(world.as(person), { category: 'general', subjectId: null, title: 'Åbne data', body: 'Første' });
  await createPost(world.as(author), threadId, { body: 'Andet' });
  const [mail] = await world.connection.db.select().from(mails).where(eq(mails.memberId, person.id));
  return { email, threadId, to: markedAddress('forum@example.org', await sealedMark(world.connection.db, 'reply', mail?.id ?? '')) };
}
const bodiesOf = async (threadId: string) => (await world.connection.db.select({ body: posts.body }).from(posts).where(eq(posts.threadId, threadId)).orderBy(posts.number)).map(({ body }) => body).slice(2);

describe('the listener', () => {
  let listener: { port: number; stop(): Promise<void> };
  beforeAll(async () => {
    listener = await startListener(world.services, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => listener.stop());
  async function send(raw: Buffer | string, from: string, to: string | string[], port = listener.port): Promise<{ code: number; words: string }> {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    try {
      const { response } = await transport.sendMail({ envelope: { from, to }, raw });
      return { code: Number(response.slice(0, 3)), words: response };
    } catch (error) {
      const { responseCode = 0, message } = error as { responseCode?: number; message: string };
      return { code: responseCode, words: message };
    } finally {
      transport.close();
    }
  }
  /** Speaks line by line; answers each reply's code. */
  async function speak(...lines: (string | Buffer)[]): Promise<string[]> {
    const socket = openSocket(listener.port, '127.0.0.1');
    const codes: string[] = [];
    let waiting: () => void = () => undefined;
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const line of text.split('\r\n').slice(0, -1)) if (/^\d{3} /.test(line)) codes.push(line.slice(0, 3));
      text = text.slice(text.lastIndexOf('\r\n') + 2);
      waiting();
    });
    const reply = async (count: number) => {
      while (codes.length < count) await new Promise<void>((resolve) => (waiting = resolve));
    };
    await reply(1);
    for (const [at, line] of lines.entries()) {
      socket.write(Buffer.isBuffer(line) ? line : `${line}\r\n`);
      await reply(at + 2);
    }
    socket.destroy();
    return codes;
  }

  it('takes a mail to a marked address, by what the envelope says', async () => {
    const { email, threadId, to } = await aMailed();
    expect((await send(letter({ from: email, to: 'undisclosed-recipients:;', text: 'Via SMTP\n..\n.prik' }), email, to)).code).toBe(250);
    expect(await bodiesOf(threadId)).toEqual(['Via SMTP\n..\n.prik']);
    expect((await send(letter({ from: email, to, text: 'Med stort' }), email, to.toUpperCase())).code).toBe(250);
    expect(await bodiesOf(threadId)).toHaveLength(2);
  });

  it('takes what comes to the forum itself, and does nothing with it', async () => {
    const { email } = await aMailed();
    expect((await send(letter({ from: email, to: 'forum@example.org' }), email, 'forum@example.org')).code).toBe(250);
    expect((await send('', '', 'forum@example.org')).code).toBe(250);
  });

  it('relays nothing, and knows no strangers', async () => {
    const { email, to } = await aMailed();
    for (const stranger of ['other@example.org', 'forum@example.net', `forum+${'a'.repeat(45)}@example.org`, to.replace('example.org', 'example.net'), 'forum%example.net@example.org']) {
      expect([stranger, (await send(letter({ from: email, to: stranger }), email, stranger)).code]).toEqual([stranger, 550]);
    }
    expect(await speak('EHLO x', 'MAIL FROM:<a@example.org>', 'RCPT TO:<b@example.net>', 'DATA')).toEqual(['220', '250', '250', '550', '503']);
    expect(await speak('EHLO x', 'AUTH PLAIN AGEAYg==', 'VRFY forum', 'STARTTLS')).toEqual(['220', '250', '500', '252', '500']);
  });

  it('takes so many recipients at a time', async () => {
    const lines = Array.from({ length: 12 }, (_, n) => `RCPT TO:<${n === 0 ? 'forum' : 'Forum'.slice(0, 5)}@example.org>`);
    const codes = await speak('EHLO x', 'MAIL FROM:<a@example.org>', ...lines);
    expect(new Set(codes)).toEqual(new Set(['220', '250']));
    const marks = await Promise.all(Array.from({ length: 12 }, () => sealedMark(world.connection.db, 'reply', randomUUID())));
    expect((await speak('EHLO x', 'MAIL FROM:<a@example.org>', ...marks.map((mark) => `RCPT TO:<${markedAddress('forum@example.org', mark)}>`))).slice(-2)).toEqual(['452', '452']);
  });

  it('says no to what is too large, announced or not', async () => {
    const { email, threadId, to } = await aMailed();
    const large = letter({ from: email, to, text: 'x'.repeat(LARGEST_MAIL) });
    expect((await send(large, email, to)).code).toBe(552);
    expect(await speak('HELO x', `MAIL FROM:<${email}>`, `RCPT TO:<${to}>`, 'DATA', Buffer.concat([large, Buffer.from('\r\n.\r\n')]))).toEqual(['220', '250', '250', '250', '354', '552']);
    expect(await bodiesOf(threadId)).toEqual([]);
  });

  it('asks to try again while the database is away', async () => {
    const lost = await startListener(away, { host: '127.0.0.1', port: 0 });
    try {
      const { email, threadId, to } = await aMailed();
      expect((await send(letter({ from: email, to }), email, to, lost.port)).code).toBe(451);
      expect((await send(letter({ from: email, to }), email, 'forum@example.org', lost.port)).code).toBe(451);
      expect(await bodiesOf(threadId)).toEqual([]);
    } finally {
      await lost.stop();
    }
  });

  it('tells of a port that is taken, and stops while somebody is connected', async () => {
    await expect(startListener(world.services, { host: '127.0.0.1', port: listener.port })).rejects.toThrow('EADDRINUSE');
    const other = await startListener(world.services, { host: '127.0.0.1', port: 0 });
    const socket = openSocket(other.port, '127.0.0.1');
    await once(socket, 'data');
    await other.stop();
    socket.destroy();
    await expect(once(openSocket(other.port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the address for mail services', () => {
  const secret = 'a secret of more than 24 letters';
  async function serving(services: Services) {
    const app = express();
    app.use(inboxRoutes(services));
    app.use(((error: { status?: number }, _req, res, _next) => void res.status(error.status ?? 500).end()) satisfies ErrorRequestHandler);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const post = async (raw: Buffer | string, { to, key = secret, headers = {} }: { to?: string | string[]; key?: string | null; headers?: Record<string, string> } = {}) => {
      const query = [to ?? []].flat().map((one) => `to=${encodeURIComponent(one)}`).join('&');
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/indbakke${query && `?${query}`}`, { method: 'POST', body: raw as BodyInit, headers: { 'content-type': 'message/rfc822', ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers } });
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : null };
    };
    return { post, stop: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())) };
  }
  let inbox: Awaited<ReturnType<typeof serving>>;
  beforeAll(async () => {
    inbox = await serving(world.services);
  });
  afterAll(() => inbox.stop());

  it('takes a raw mail from who holds the secret, once', async () => {
    const { email, threadId, to } = await aMailed();
    const raw = letter({ from: email, to, text: 'Via HTTP, æøå' });
    for (const _time of [1, 2]) expect(await inbox.post(raw)).toEqual({ status: 200, body: { ok: true, outcome: 'posted', reason: null } });
    expect(await bodiesOf(threadId)).toEqual(['Via HTTP, æøå']);
  });

  it('takes the recipient beside it, as one or more', async () => {
    const { email, threadId, to } = await aMailed();
    expect(await inbox.post(letter({ from: email, to: 'undisclosed:;' }), { to })).toMatchObject({ body: { outcome: 'posted' } });
    expect(await inbox.post(letter({ from: email, to: 'undisclosed:;' }), { to: ['else@example.org', to] })).toMatchObject({ body: { outcome: 'posted' } });
    expect(await inbox.post(letter({ from: email, to: 'undisclosed:;' }))).toEqual({ status: 200, body: { ok: true, outcome: 'ignored', reason: 'no_mark' } });
    expect(await bodiesOf(threadId)).toHaveLength(2);
  });

  it.each([['wrong', 'another secret of 24 letters'], ['none', null], ['empty', ''], ['nearly right', `${secret} `.slice(1)]])('is closed to a secret that is %s', async (_what, key) => {
    const { email, threadId, to } = await aMailed();
    expect((await inbox.post(letter({ from: email, to }), { key })).status).toBe(403);
    expect(await bodiesOf(threadId)).toEqual([]);
  });

  it('says what is no mail, too large, or packed', async () => {
    expect(await inbox.post('')).toEqual({ status: 400, body: { ok: false, reason: 'empty' } });
    expect((await inbox.post('x'.repeat(LARGEST_MAIL + 1))).status).toBe(413);
    expect((await inbox.post('x', { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
    expect((await inbox.post('x'.repeat(LARGEST_MAIL))).status).toBe(200);
  });

  it('is not there without a secret, and asks to try again without a database', async () => {
    const none = await serving({ ...world.services, config: { ...world.config, inbound: { ...world.config.inbound, hookSecret: null } } });
    const lost = await serving(away);
    try {
      expect((await none.post('x')).status).toBe(404);
      expect((await lost.post('x')).status).toBe(500);
    } finally {
      await none.stop();
      await lost.stop();
    }
  });
});

describe('the mailbox', () => {
  it('is read for what is new, each mail is marked, and nothing twice', async () => {
    const box = await startImap({ user: 'fo rum@example.org', password: 'p@s/s"w\\ø' });
    try {
      const { email, threadId, to } = await aMailed();
      const [first, seen, third] = ['Første svar', 'Set af et menneske', 'Tredje svar'].map((text) => box.put(letter({ from: email, to, text })));
      seen?.flags.add('\\Seen');
      expect(await readMailbox(world.services, box.url)).toEqual({ read: 2 });
      expect(await bodiesOf(threadId)).toEqual(['Første svar', 'Tredje svar']);
      expect([first, third].map((mail) => mail?.flags.has('\\Seen'))).toEqual([true, true]);
      expect(await readMailbox(world.services, box.url)).toEqual({ read: 0 });
      // A crash after the post and before the mark.
      third?.flags.clear();
      expect(await readMailbox(world.services, box.url)).toEqual({ read: 1 });
      expect(await bodiesOf(threadId)).toHaveLength(2);
      expect(box.asked.filter((line) => /EXPUNGE|Deleted/.test(line))).toEqual([]);
    } finally {
      await box.stop();
    }
  });

  it('goes on past a mail that breaks, and past one that is too large', async () => {
    const box = await startImap({ folder: 'Svar fra æøå'.replaceAll(/[æøå ]/g, '-') });
    try {
      const { email, threadId, to } = await aMailed();
      const broken = box.put(letter({ from: email, to, text: 'Kan ikke hentes' }), true);
      const large = box.put(Buffer.alloc(LARGEST_MAIL + 1, 'x'));
      const garbage = box.put(Buffer.from([0, 255, 13, 10, 0]));
      const good = box.put(letter({ from: email, to, text: 'God' }));
      expect(await readMailbox(world.services, box.url)).toEqual({ read: 3 });
      expect([broken, large, garbage, good].map(({ flags }) => flags.has('\\Seen'))).toEqual([false, true, true, true]);
      expect(await bodiesOf(threadId)).toEqual(['God']);
      expect(box.asked.filter((line) => line.startsWith(`UID FETCH ${large.uid} `) && line.includes('BODY'))).toEqual([]);
      broken.broken = false;
      expect(await readMailbox(world.services, box.url)).toEqual({ read: 1 });
      expect(await bodiesOf(threadId)).toEqual(['God', 'Kan ikke hentes']);
    } finally {
      await box.stop();
    }
  });

  it('keeps its mails unseen while the database is away', async () => {
    const box = await startImap();
    try {
      const { email, threadId, to } = await aMailed();
      const mail = box.put(letter({ from: email, to, text: 'Venter' }));
      expect(await readMailbox(away, box.url)).toEqual({ read: 0 });
      expect(mail.flags.has('\\Seen')).toBe(false);
      await readMailbox(world.services, box.url);
      expect(await bodiesOf(threadId)).toEqual(['Venter']);
    } finally {
      await box.stop();
    }
  });

  it('may be down, hang up, or not know us: the next reading does it', async () => {
    const box = await startImap();
    const { email, threadId, to } = await aMailed();
    const mail = box.put(letter({ from: email, to, text: 'Efter et brud' }));
    box.put(letter({ from: email, to, text: 'Og en til' }));
    await expect(readMailbox(world.services, box.url.replace('secret', 'wrong'))).rejects.toThrow();
    await expect(readMailbox(world.services, `${box.url}Unknown`)).rejects.toThrow();
    box.state.hangUpOnFetch = true;
    expect(await readMailbox(world.services, box.url)).toEqual({ read: 0 });
    box.state.hangUpOnFetch = false;
    box.state.failStore = true;
    await readMailbox(world.services, box.url);
    box.state.failStore = false;
    await readMailbox(world.services, box.url);
    expect(mail.flags.has('\\Seen')).toBe(true);
    expect(await bodiesOf(threadId)).toEqual(['Efter et brud', 'Og en til']);
    await box.stop();
    await expect(readMailbox(world.services, box.url)).rejects.toThrow();
  });

  it('is read by the job, where one is set', async () => {
    const box = await startImap();
    try {
      const { email, threadId, to } = await aMailed();
      box.put(letter({ from: email, to, text: 'Ved jobbet' }));
      const job = (mailbox: string | null) => taskList({ ...world.services, config: { ...world.config, inbound: { ...world.config.inbound, mailbox } } }, makePost(world.config)).read_mailbox;
      await job(null)?.({}, {} as never);
      expect(box.asked).toEqual([]);
      await job(box.url)?.({}, {} as never);
      expect(await bodiesOf(threadId)).toEqual(['Ved jobbet']);
    } finally {
      await box.stop();
    }
  });

  it('is read each minute, where one is set, by one at a time', () => {
    const lines = (mailbox: string | null) => parseCrontab(crontab({ ...world.config.inbound, mailbox }));
    expect(lines(null).some(({ task }) => task === 'read_mailbox')).toBe(false);
    expect(lines('imap://a:b@host').find(({ task }) => task === 'read_mailbox')?.options).toMatchObject({ maxAttempts: 1, queueName: 'mailbox', jobKey: 'read_mailbox' });
  });

  it('leaves no word of what came in', async () => {
    const rows = await world.connection.db.select().from(inboundMails);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(['digest', 'id', 'memberId', 'outcome', 'reason', 'receivedAt']);
  });
});

describe('the settings', () => {
  const inboundOf = (env: Record<string, string>) => {
    const read = readConfig(env);
    return 'config' in read ? read.config.inbound : read.problems;
  };
  it.each<[Record<string, string>, unknown]>([
    [{}, { mailbox: null, listen: null, hookSecret: null, answers: false, authserv: null }],
    [{ MAIL_INBOX: 'imaps://a:b@imap.example.org/Svar' }, expect.objectContaining({ mailbox: 'imaps://a:b@imap.example.org/Svar', answers: true })],
    [{ MAIL_LISTEN: '[::1]:2525' }, expect.objectContaining({ listen: { host: '::1', port: 2525 }, answers: true })],
    [{ MAIL_HOOK_SECRET: 'x'.repeat(24), MAIL_AUTHSERV_ID: 'mx.example.org' }, expect.objectContaining({ answers: true, authserv: 'mx.example.org' })],
    [{ MAIL_AUTHSERV_ID: 'mx.example.org' }, expect.objectContaining({ answers: false })],
    [{ MAIL_INBOX: 'https://imap.example.org' }, [expect.stringMatching(/^MAIL_INBOX must be an address beginning with imap:/)]],
    [{ MAIL_INBOX: 'imaps://imap.example.org' }, [expect.stringMatching(/^MAIL_INBOX must name who signs in/)]],
    [{ MAIL_INBOX: 'imaps://a:50%@imap.example.org' }, [expect.stringMatching(/^MAIL_INBOX must write a percent sign/)]],
    [{ MAIL_LISTEN: '2525' }, [expect.stringMatching(/^MAIL_LISTEN must be an address and a port/)]],
    [{ MAIL_LISTEN: '127.0.0.1:99999' }, [expect.stringMatching(/^MAIL_LISTEN must have a port up to 65535/)]],
    [{ MAIL_HOOK_SECRET: 'short' }, [expect.stringMatching(/^MAIL_HOOK_SECRET must be 24 letters or more \(it is “…”\)/)]],
    [{ MAIL_AUTHSERV_ID: 'mx example' }, [expect.stringMatching(/^MAIL_AUTHSERV_ID must be the name/)]],
    [{ MAIL_LISTEN: '127.0.0.1:2525', MAIL_FROM: 'a-name-that-is-too-long@example.org' }, [expect.stringMatching(/^MAIL_FROM must have at most 18 letters/)]],
  ])('%j', (env, means) => expect(inboundOf(env)).toEqual(means));
  it('shows no password', () => expect(JSON.stringify(inboundOf({ MAIL_INBOX: 'imap://a:p@ss@host:x' }))).not.toContain('ss@'));
});
