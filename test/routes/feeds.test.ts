import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { createPost, removePost, startThread } from '~/server/domain/threads/commands';
import { feedRoutes } from '~/server/http/feeds';
import { urn } from '~/server/open/atom';
import { FEED_PAGE } from '~/server/open/feeds';
import { childrenOf, parseXml, textOf, wrongWithAtom } from '../support/atom-rules';
import { oddWords } from '../support/documents';
import { aCalledMeeting, meetingInput } from '../support/make';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
let server: Server;
let threadId: string;
const make = minutesMaker(world, () => cast);
const typed = oddWords.replaceAll('\0', '').replace(/\p{Cs}/gu, '');

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.config.baseUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  server.on('request', express().use(feedRoutes(world.services)));
  cast = await aCast(world);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ask = (path: string, headers: Record<string, string> = {}) => fetch(world.config.baseUrl + path, { headers });
const read = async (path: string) => {
  const xml = await (await ask(path)).text();
  expect([path, wrongWithAtom(xml)]).toEqual([path, []]);
  return parseXml(xml);
};
const titles = async (path: string) => childrenOf(await read(path), 'entry').map((entry) => textOf(entry, 'title'));
const names = ['moeder', 'referater', 'debat'];

describe('feeds', () => {
  it('are valid before anything has happened', async () => {
    for (const name of names) expect(await titles(`/feeds/${name}.atom`)).toEqual([]);
  });

  it('of meetings tell of calls and cancellations, and of no draft', async () => {
    const organiser = world.as(cast.organiser);
    await createMeeting(organiser, meetingInput(world.clock.now, { title: 'Kladden' }));
    const cancelled = await aCalledMeeting(world, cast.organiser, { title: 'Det aflyste' });
    await cancelMeeting(organiser, cancelled.id, `Derfor ${typed}`);
    await aCalledMeeting(world, cast.organiser, { title: `Møde ${typed}`.slice(0, 160), purpose: typed });
    const found = await titles('/feeds/moeder.atom');
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining(['Aflyst: Det aflyste', expect.stringContaining('Indkaldt: Møde Æ ø å «<&>»')]));
    expect((await titles('/en/feeds/moeder.atom'))).toContain('Cancelled: Det aflyste');
  });

  it('of minutes tell of those in review and of each version, with its files', async () => {
    const reviewed = await make.inReview();
    const published = await make.published();
    await make.aDraft();
    const feed = await read('/feeds/referater.atom');
    const entries = childrenOf(feed, 'entry');
    expect(entries.map((entry) => textOf(entry, 'title'))).toEqual(expect.arrayContaining([`I høring: ${reviewed.meeting.title}`, published.meeting.title]));
    expect(entries).toHaveLength(2);
    const version = entries.find((entry) => textOf(entry, 'title') === published.meeting.title);
    expect(version && childrenOf(version, 'link').map(({ attributes }) => attributes.href?.replace(world.config.baseUrl, ''))).toEqual(['', '.pdf', '.json', '.xml'].map((end) => `/moeder/${published.meeting.slug}/referat/versioner/1${end}`));
    expect(version && textOf(version, 'content')).toContain(`<li>${published.decision.number}: Vi gør det</li>`);
    expect(entries.every((entry) => textOf(childrenOf(entry, 'author')[0] ?? entry, 'name') === 'OGP-forum, mødearrangørerne')).toBe(true);
  });

  it('of the debate hold the newest posts as sanitised HTML, and none that was removed', async () => {
    const member = world.as(cast.member);
    ({ threadId } = await startThread(member, { category: 'general', subjectId: null, title: `Tråd ${typed}`.slice(0, 160), body: 'Hej <script>alert(1)</script> **fed**' }));
    const feed = await read('/feeds/debat.atom');
    const [entry] = childrenOf(feed, 'entry');
    if (!entry) throw new Error('no entry');
    expect(textOf(entry, 'title')).toContain('Ny tråd: »Tråd Æ ø å');
    expect(textOf(entry, 'content')).toContain('&lt;script&gt;alert(1)&lt;/script&gt; <strong>fed</strong>');
    expect(textOf(childrenOf(entry, 'author')[0] ?? entry, 'name')).toBe(cast.member.name);
  });

  it('are not sent again to those who have them', async () => {
    for (const name of names) {
      const answer = await ask(`/feeds/${name}.atom`);
      expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect((await ask(`/feeds/${name}.atom`, { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304);
      expect((await ask(`/feeds/${name}.atom`, { 'if-modified-since': answer.headers.get('last-modified') ?? '' })).status).toBe(304);
    }
  });

  it('have a page for each language, whose entries are others', async () => {
    const ids = async (path: string) => childrenOf(await read(path), 'entry').map((entry) => textOf(entry, 'id'));
    for (const name of names) {
      const danish = await ids(`/feeds/${name}.atom`);
      expect(await ids(`/feeds/${name}.atom`)).toEqual(danish);
      expect((await ids(`/en/feeds/${name}.atom`)).filter((id) => danish.includes(id))).toEqual([]);
      expect((await read(`/en/feeds/${name}.atom`)).attributes['xml:lang']).toBe('en');
    }
  });

  it('are paged, without a post twice or left out', async () => {
    for (let n = 0; n < FEED_PAGE + 2; n += 1) await createPost(world.as(cast.member), threadId, { body: `Indlæg ${n}`, replyToId: null });
    const last = await createPost(world.as(cast.member), threadId, { body: 'Fjernes', replyToId: null });
    await removePost(world.as(cast.organiser), last.id, { rule: 'off_topic', reason: 'Hører ikke til.' });
    const first = await read('/feeds/debat.atom');
    const next = childrenOf(first, 'link').find(({ attributes }) => attributes.rel === 'next')?.attributes.href?.replace(world.config.baseUrl, '') ?? '';
    expect(next).toBe('/feeds/debat.atom?side=2');
    const second = await read(next);
    const ids = [first, second].flatMap((feed) => childrenOf(feed, 'entry').map((entry) => textOf(entry, 'id')));
    expect([childrenOf(first, 'entry').length, new Set(ids).size, ids.length]).toEqual([FEED_PAGE, FEED_PAGE + 3, FEED_PAGE + 3]);
    expect(textOf(first, 'id')).toBe(textOf(second, 'id'));
    expect([first, second].some((feed) => childrenOf(feed, 'entry').some((entry) => textOf(entry, 'content').includes('Fjernes')))).toBe(false);
    for (const side of ['3', '0', '-1', 'x', '1e9', '']) expect([side, (await ask(`/feeds/debat.atom?side=${side}`)).status]).toEqual([side, 404]);
  });

  it('that there are not are not found', async () => {
    for (const path of ['/feeds/andet.atom', '/feeds/moeder.rss', '/feeds/moeder.atom/x']) expect((await ask(path)).status).toBe(404);
  });
});

it('ids are UUIDs of version 5', () => {
  // As Python's uuid5(NAMESPACE_URL, …) has it.
  expect(urn('https://example.org/')).toBe('urn:uuid:527dda32-a0de-5105-a042-cb475b5f7d11');
});
