import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import Ajv2020, { type AnySchema } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { eq } from 'drizzle-orm';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { attendances, decisions, members, minutesEntries } from '~/db/schema';
import { publishAgenda } from '~/server/domain/agenda/commands';
import { publishErratum } from '~/server/domain/minutes/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { documentRoutes } from '~/server/http/documents';
import { agendaDocument, agendaPages } from '~/server/open/agenda-document';
import { wordsOf } from '../support/documents';
import { aMeetingWithAgenda } from '../support/agenda';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { readPdf } from '../support/pdf-reader';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
let server: Server;
const make = minutesMaker(world, () => cast);
let published: Awaited<ReturnType<typeof make.published>>;
let reviewed: Awaited<ReturnType<typeof make.inReview>>;
let draft: Awaited<ReturnType<typeof make.aDraft>>;

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.config.baseUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  cast = await aCast(world);
  published = await make.published();
  reviewed = await make.inReview();
  draft = await make.aDraft();
  await world.connection.db.insert(attendances).values({ meetingId: reviewed.meeting.id, memberId: cast.member.id, way: 'online', arrivedAt: new Date(world.clock.now) });
  await world.connection.db.update(members).set({ organisationId: cast.organisation, showsAttendance: true }).where(eq(members.id, cast.member.id));
  server.on('request', express().use(documentRoutes(world.services)).use((_req, res) => void res.status(404).type('html').send('<h1>The page</h1>')));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ask = (path: string, headers: Record<string, string> = {}) => fetch(world.config.baseUrl + path, { headers });
const bytes = async (path: string) => Buffer.from(await (await ask(path)).arrayBuffer());
const file = (format: string, slug = published.meeting.slug) => `/moeder/${slug}/referat.${format}`;
const formats = ['pdf', 'json', 'xml'];

describe('files of published minutes', () => {
  it.each(formats)('come as %s with a name, a strong tag and the day of the version', async (format) => {
    const answer = await ask(file(format));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch({ pdf: /^application\/pdf$/, json: /^application\/json/, xml: /^application\/xml/ }[format] ?? /never/);
    expect(answer.headers.get('content-disposition')).toContain(`inline; filename="referat-${published.meeting.slug}-version-1.${format}"`);
    expect(answer.headers.get('etag')).toMatch(/^"[\w-]{27}"$/);
    expect(answer.headers.get('last-modified')).toBe(new Date(world.clock.now).toUTCString());
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(Number(answer.headers.get('content-length'))).toBe((await answer.arrayBuffer()).byteLength);
  });

  it.each(formats)('are not sent again to those who have them: %s', async (format) => {
    const first = await ask(file(format));
    const etag = first.headers.get('etag') ?? '';
    expect((await ask(file(format), { 'if-none-match': etag })).status).toBe(304);
    expect((await ask(file(format), { 'if-none-match': '"another"' })).status).toBe(200);
    expect((await ask(file(format), { 'if-modified-since': first.headers.get('last-modified') ?? '' })).status).toBe(304);
    expect((await ask(file(format), { 'if-modified-since': new Date(0).toUTCString() })).status).toBe(200);
    expect((await bytes(file(format))).equals(await bytes(file(format)))).toBe(true);
  });

  it.each(formats)('have an English twin that is another file: %s', async (format) => {
    const english = await ask(`/en${file(format)}`);
    expect(english.headers.get('content-disposition')).toContain(`filename="minutes-${published.meeting.slug}-version-1.${format}"`);
    expect(english.headers.get('etag')).not.toBe((await ask(file(format))).headers.get('etag'));
  });

  it('say what the page says', async () => {
    const pdf = await readPdf(await bytes(file('pdf')));
    expect(pdf.headings.map(({ role, text }) => [role, text])).toEqual([['H1', `Referat: ${published.meeting.title}`], ['H2', '1. Første'], ['H3', `Beslutning ${published.decision.number}`], ['H2', '3. Andet'], ['H3', 'Opfølgning']]);
    expect(pdf.order).toContain('Vigørdet');
    const json = (await (await ask(file('json'))).json()) as { agendaItem: Record<string, unknown>[] };
    expect(json.agendaItem[0]).toMatchObject({ resolutionText: `${published.decision.number}: Vi gør det` });
    expect((await bytes(file('xml'))).toString()).toContain(`<num>${published.decision.number}</num>`);
  });

  it('follow the schemas that are served beside them', async () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    const schema = await (await ask('/api/schema/referat.json')).json() as AnySchema;
    for (const path of [file('json'), `/en${file('json')}`, file('json', reviewed.meeting.slug)]) {
      const valid = ajv.validate(schema, await (await ask(path)).json());
      expect([path, valid, ajv.errors]).toEqual([path, true, null]);
    }
    const profile = await (await ask('/api/schema/akoma-ntoso-profil.xsd')).text();
    for (const path of [file('xml'), `/en${file('xml')}`, file('xml', reviewed.meeting.slug)]) {
      const result = await validateXML({ xml: [{ fileName: 'referat.xml', contents: (await bytes(path)).toString() }], schema: [{ fileName: 'profil.xsd', contents: profile }] });
      expect([path, result.errors]).toEqual([path, []]);
    }
  });
});

describe('files of minutes on their way', () => {
  it('are public from the review on, and say that they are not approved', async () => {
    const answer = await ask(file('pdf', reviewed.meeting.slug));
    expect(answer.headers.get('content-disposition')).toContain('-i-hoering.pdf"');
    const pdf = await readPdf(Buffer.from(await answer.arrayBuffer()));
    expect(pdf.headings[0]?.text).toBe(`Referat i høring: ${reviewed.meeting.title}`);
    expect(pdf.artifacts.some((words) => words.startsWith('Ikke godkendt'))).toBe(true);
    expect(await (await ask(file('json', reviewed.meeting.slug))).json()).toMatchObject({ 'ogp:minutes': { state: 'in_review', approved: false } });
  });

  it('tell who was there by organisation and nobody by name', async () => {
    for (const format of formats) {
      const content = format === 'pdf' ? (await readPdf(await bytes(file('pdf', reviewed.meeting.slug)))).order : (await bytes(file(format, reviewed.meeting.slug))).toString();
      expect([format, content.includes(format === 'pdf' ? 'ÅbenForening' : 'Åben Forening'), content.includes(cast.member.name)]).toEqual([format, true, false]);
    }
  });

  it('are another file once a word has changed', async () => {
    const before = (await ask(file('json', reviewed.meeting.slug))).headers.get('etag');
    await world.connection.db.update(minutesEntries).set({ text: 'Rettet' }).where(eq(minutesEntries.id, reviewed.first));
    expect((await ask(file('json', reviewed.meeting.slug), { 'if-none-match': before ?? '' })).status).toBe(200);
  });

  it.each(formats)('are not there for a draft: %s', async (format) => {
    const answer = await ask(file(format, draft.meeting.slug));
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([404, 'text/plain; charset=utf-8', 'Der er intet offentligt referat af mødet endnu.']);
    expect(await (await ask(`/en${file(format, draft.meeting.slug)}`)).text()).toBe('There are no public minutes of the meeting yet.');
    expect(await (await ask(file(format, draft.meeting.slug), { accept: 'text/html' })).text()).toContain('The page');
  });
});

describe('files of versions', () => {
  it('stay as they were when an erratum comes, and the newest is the one without a number', async () => {
    const path = (number: number, format: string) => `/moeder/${published.meeting.slug}/referat/versioner/${number}.${format}`;
    const before = await bytes(path(1, 'json'));
    const whole = await minutesOfMeeting(world.as(cast.organiser), published.meeting.id);
    const [entry] = whole.entries;
    if (!entry) throw new Error('no entry');
    world.clock.now = new Date(world.clock.now.getTime() + 86_400_000);
    await publishErratum(world.as(cast.organiser), published.meeting.id, { note: 'Et ord var forkert.', number: 1, entries: [{ id: entry.id, text: 'Det rigtige' }], decisions: [] } as unknown as Parameters<typeof publishErratum>[2]);
    expect((await bytes(path(1, 'json'))).equals(before)).toBe(true);
    expect(await (await ask(file('json'))).json()).toMatchObject({ 'ogp:minutes': { version: 2, note: 'Et ord var forkert.', versions: [{ number: 1 }, { number: 2 }] } });
    expect((await ask(file('pdf'))).headers.get('content-disposition')).toContain('version-2.pdf"');
    expect((await readPdf(await bytes(path(2, 'pdf')))).order).toContain('Etordvarforkert.');
    expect((await bytes(path(2, 'xml'))).toString()).toContain('type="amendment"');
    expect((await ask(path(2, 'pdf'))).headers.get('etag')).not.toBe((await ask(path(1, 'pdf'))).headers.get('etag'));
    expect((await ask(path(3, 'pdf'))).status).toBe(404);
  });

  it('show nobody who has left by name', async () => {
    const path = `/moeder/${published.meeting.slug}/referat/versioner/1.json`;
    const before = await ask(path);
    expect(await before.text()).toContain(cast.member.name);
    await world.connection.db.update(members).set({ name: '' }).where(eq(members.id, cast.member.id));
    const after = await ask(path, { 'if-none-match': before.headers.get('etag') ?? '' });
    expect(after.status).toBe(200);
    expect(await after.text()).toContain('"responsible": "tidligere medlem"');
    await world.connection.db.update(members).set({ name: cast.member.name }).where(eq(members.id, cast.member.id));
  });
});

describe('the agenda as PDF', () => {
  it('is not there before it is published, and then is the newest version, tagged and in order', async () => {
    const meeting = await aMeetingWithAgenda(world, cast.organiser, ['Åbne data', 'Eventuelt']);
    const path = `/moeder/${meeting.slug}/dagsorden.pdf`;
    expect(await (await ask(path)).text()).toBe('Dagsordenen er ikke offentliggjort endnu, så den kan ikke hentes som PDF.');
    expect((await ask(path)).status).toBe(404);
    await publishAgenda(world.as(cast.organiser), meeting.id);
    const answer = await ask(path);
    expect(answer.headers.get('content-disposition')).toContain(`filename="dagsorden-${meeting.slug}-version-1.pdf"`);
    const pdf = await readPdf(Buffer.from(await answer.arrayBuffer()));
    const pages = agendaPages(await agendaDocument(world.as(null), { slug: meeting.slug, number: null, language: 'da' }));
    expect(pdf.mark).toMatchObject({ Marked: true });
    expect(pdf.loose).toEqual([]);
    expect(pdf.headings.map(({ text }) => text)).toEqual([expect.stringMatching(/^Dagsorden: /), '1. Åbne data', '2. Eventuelt']);
    expect(pdf.order.endsWith(wordsOf(pages))).toBe(true);
    expect((await ask(path, { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304);
    expect((await ask(`${path}?version=1`)).status).toBe(200);
    expect((await ask(`${path}?version=2`)).status).toBe(404);
    expect((await ask(`${path}?version=x`)).status).toBe(404);
  });
});

it('knows no file of what is no meeting, and no decision is left out', async () => {
  expect((await ask('/moeder/findes-ikke/referat.pdf')).status).toBe(404);
  expect((await ask('/moeder/findes-ikke/dagsorden.pdf')).status).toBe(404);
  expect(await world.connection.db.$count(decisions)).toBeGreaterThan(0);
});
