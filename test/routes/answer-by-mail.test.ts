import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { members, meetings, registrations } from '~/db/schema';
import { markedAddress, sealedMark, sealedToken } from '~/server/mail/sealed';
import { emptyDatabase, startProgram, type Program } from '../support/program';
import { letter } from '../support/replies';

const secret = 'a secret of more than 24 letters';
let program: Program;
let connection: Connection;
beforeAll(async () => {
  const databaseUrl = await emptyDatabase();
  connection = connect(databaseUrl, 3);
  program = await startProgram({ databaseUrl, env: { LOG_LEVEL: 'info', EXAMPLE_DATA: 'none', WORKERS: '1', MAIL_HOOK_SECRET: secret } });
});
afterAll(async () => {
  await program.stop();
  await connection.close();
});

async function aMember(more: Partial<typeof members.$inferInsert> = {}): Promise<{ id: string; email: string }> {
  const email = `${randomUUID()}@example.org`;
  const [row] = await connection.db.insert(members).values({ email, name: 'Åse Ærø', emailConfirmedAt: new Date(), wantsNotices: false, ...more }).returning({ id: members.id });
  return { id: row?.id ?? '', email };
}
const ahead = (days: number) => new Date(Date.now() + days * 86_400_000);
async function aMeeting(more: Partial<typeof meetings.$inferInsert> = {}): Promise<{ id: string; slug: string }> {
  const startsAt = ahead(21);
  const [row] = await connection.db.insert(meetings).values({
    slug: `${startsAt.toISOString().slice(0, 10)}-${randomUUID()}`, title: 'Møde om <åbne> data', purpose: 'Formål', day: startsAt.toISOString().slice(0, 10), startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), proposalDeadline: ahead(14), place: 'Sal', onlineUrl: 'https://moede.example.org/1',
    state: 'called', calledAt: new Date(), calendarUid: randomUUID(), ...more,
  }).returning({ id: meetings.id, slug: meetings.slug });
  if (!row) throw new Error('no meeting');
  return row;
}
const answerOf = async (meetingId: string, memberId: string) => (await connection.db.select({ answer: registrations.answer, waiting: registrations.waiting, source: registrations.source }).from(registrations).where(and(eq(registrations.meetingId, meetingId), eq(registrations.memberId, memberId))))[0];
const linkFor = async (memberId: string, meetingId: string) => `/svar/${await sealedToken(connection.db, 'answer', [memberId, meetingId])}`;
async function ask(address: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(program.url + address, { redirect: 'manual', headers: { accept: 'text/html', ...(form ? { origin: program.url } : {}), ...headers }, ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}) });
  return { status: answer.status, location: answer.headers.get('location'), cookie: answer.headers.get('set-cookie'), cache: answer.headers.get('cache-control'), body: await answer.text() };
}

describe('a link in a mail', () => {
  it.each(['on_site', 'online', 'not_attending'])('for %s: opening it changes nothing, its button answers, without signing in or script', async (answer) => {
    const [member, meeting] = [await aMember(), await aMeeting()];
    const link = await linkFor(member.id, meeting.id);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const opened = await fetch(`${program.url}${link}?svar=${answer}`, { method, headers: { accept: 'text/html' } });
      expect([opened.status, opened.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    }
    const { body } = await ask(`${link}?svar=${answer}`);
    expect(await answerOf(meeting.id, member.id)).toBeUndefined();
    const key = /name="_key" value="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(body).toMatch(new RegExp(`<input[^>]*name="answer"[^>]*checked=""[^>]*value="${answer}"|<input[^>]*value="${answer}"[^>]*checked=""`));
    expect(body).toContain('Møde om &lt;åbne&gt; data');
    expect(body).toContain('noindex');
    for (const _time of [1, 2]) {
      const sent = await ask(`${link}?svar=${answer}`, { answer, _key: key });
      expect(sent).toMatchObject({ status: 303, location: `${link}?svar=${answer}&besked=registered_${answer}`, cookie: null });
    }
    expect(await answerOf(meeting.id, member.id)).toEqual({ answer, waiting: false, source: 'mail' });
    expect((await ask(`${link}?svar=${answer}&besked=registered_${answer}`)).status).toBe(200);
  });

  it('has a twin in English', async () => {
    const [member, meeting] = [await aMember({ language: 'en' }), await aMeeting()];
    const link = `/en${await linkFor(member.id, meeting.id)}`;
    const opened = await ask(`${link}?svar=online`);
    expect(opened.status).toBe(200);
    expect(opened.body).toContain('<html lang="en"');
    expect(await ask(link, { answer: 'online' })).toMatchObject({ status: 303, location: `${link}?svar=online&besked=registered_online` });
  });

  it('puts one too many on the waiting list', async () => {
    const [first, second, meeting] = [await aMember(), await aMember(), await aMeeting({ capacity: 1 })];
    await ask(await linkFor(first.id, meeting.id), { answer: 'on_site' });
    const link = await linkFor(second.id, meeting.id);
    expect(await ask(link, { answer: 'on_site' })).toMatchObject({ status: 303, location: `${link}?svar=on_site&besked=registered_waiting` });
    expect(await answerOf(meeting.id, second.id)).toMatchObject({ answer: 'on_site', waiting: true });
  });

  it('that is forged, cut or another\'s is gone, opened or sent', async () => {
    const [member, other, meeting] = [await aMember(), await aMember(), await aMeeting()];
    const token = (await linkFor(member.id, meeting.id)).slice('/svar/'.length);
    const swapped = Buffer.concat([Buffer.from((other.id + meeting.id).replaceAll('-', ''), 'hex'), Buffer.from(token, 'base64url').subarray(32)]).toString('base64url');
    const unsubscribe = await sealedToken(connection.db, 'unsubscribe', [member.id, meeting.id]);
    for (const forged of [`${token.startsWith('B') ? 'C' : 'B'}${token.slice(1)}`, token.slice(0, -1), `${token}A`, swapped, unsubscribe, 'x', '%00', 'a'.repeat(2_000)]) {
      for (const language of ['', '/en']) {
        expect([forged, (await ask(`${language}/svar/${forged}`)).status]).toEqual([forged, 410]);
        expect([forged, (await ask(`${language}/svar/${forged}`, { answer: 'online' })).status]).toEqual([forged, 410]);
      }
    }
    for (const { id } of [member, other]) expect(await answerOf(meeting.id, id)).toBeUndefined();
  });

  it('of somebody who is gone, or to what is gone, leads nowhere', async () => {
    const [member, meeting] = [await aMember(), await aMeeting()];
    expect((await ask(await linkFor(randomUUID(), meeting.id))).status).toBe(410);
    expect((await ask(await linkFor(randomUUID(), meeting.id), { answer: 'online' })).status).toBe(410);
    expect((await ask(await linkFor(member.id, randomUUID()))).status).toBe(404);
  });

  it('says what is wrong with an answer, and takes none where there is none', async () => {
    const member = await aMember();
    const link = await linkFor(member.id, (await aMeeting()).id);
    for (const form of [{}, { answer: 'maybe' }]) expect((await ask(link, form as Record<string, string>)).status).toBe(422);
    const without = await aMeeting({ onlineUrl: null });
    expect((await ask(await linkFor(member.id, without.id), { answer: 'online' })).status).toBe(422);
    const cancelled = await aMeeting({ state: 'cancelled', cancelledAt: new Date(), cancelReason: 'Storm' });
    const closed = await linkFor(member.id, cancelled.id);
    const opened = await ask(closed);
    expect(opened.body).not.toContain('Tryk på knappen');
    expect([opened.status, opened.cache, opened.body.includes('name="answer"')]).toEqual([200, 'private, no-store', false]);
    expect((await ask(closed, { answer: 'online' })).status).toBe(409);
    const unconfirmed = await aMember({ emailConfirmedAt: null });
    const meeting = await aMeeting();
    expect((await ask(await linkFor(unconfirmed.id, meeting.id), { answer: 'online' })).status).toBe(403);
    expect(await answerOf(meeting.id, unconfirmed.id)).toBeUndefined();
  });

  it('is not for other sites to press, and not in the log', async () => {
    const [member, meeting] = [await aMember(), await aMeeting()];
    const link = await linkFor(member.id, meeting.id);
    expect((await ask(link, { answer: 'online' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect(await answerOf(meeting.id, member.id)).toBeUndefined();
    expect(program.output()).toContain('/svar/…');
    expect(program.output()).not.toContain(link.slice('/svar/'.length));
  });
});

describe('where mail services hand over what came in', () => {
  const post = (raw: Buffer, headers: Record<string, string>, query = '') => fetch(`${program.url}/indbakke${query}`, { method: 'POST', body: raw as BodyInit, headers: { 'content-type': 'message/rfc822', ...headers } });

  it('is one with its secret, for mails larger than any form', async () => {
    const member = await aMember();
    const mail = letter({ from: member.email, to: markedAddress('forum@example.org', await sealedMark(connection.db, 'reply', member.id)), text: 'x'.repeat(3_000_000) });
    const taken = await post(mail, { authorization: `Bearer ${secret}` });
    expect([taken.status, await taken.json()]).toEqual([200, { ok: true, outcome: 'ignored', reason: 'no_thread' }]);
    expect((await post(mail, {})).status).toBe(403);
    expect((await post(mail, { authorization: 'Bearer wrong' })).status).toBe(403);
    expect((await fetch(`${program.url}/indbakke`)).status).toBe(404);
  });

  it('is none without one', async () => {
    const other = await startProgram({ databaseUrl: await emptyDatabase(), env: { EXAMPLE_DATA: 'none', WORKERS: '1' } });
    try {
      expect((await fetch(`${other.url}/indbakke`, { method: 'POST', body: 'x', headers: { authorization: 'Bearer ' } })).status).toBe(404);
    } finally {
      await other.stop();
    }
  });
});
