import { createHash } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { attachments, meetings, members, proposals } from '~/db/schema';
import { fileLimits } from '~/server/limits';
import { samples } from '../support/files';
import { eventually, startProgram, type Program } from '../support/program';
import { startS3, type S3 } from '../support/s3';
import { signIn, visitor, type Visitor } from '../support/visitor';

let program: Program;
let database: Connection;
let author: Visitor & { cookie: string };
let other: Visitor;
beforeAll(async () => {
  program = await startProgram();
  database = connect(program.databaseUrl, 2);
  const password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  author = { ...(await signIn(program.url, 'member@example.org', password)), cookie: await cookieOf(program.url, 'member@example.org', password) };
  other = await signIn(program.url, 'member2@example.org', password);
});
afterAll(async () => {
  await database.close();
  await program.stop();
});

async function cookieOf(base: string, email: string, password: string): Promise<string> {
  const answer = await visitor(base).post('/log-ind', { email, password });
  return answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
}

type Sent = { name: string; body: Buffer; type?: string };
const form = (files: Sent[], more: Record<string, string> = {}) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  for (const { name, body: bytes, type = '' } of files) body.append('files', new File([new Uint8Array(bytes)], name, { type }));
  return body;
};
const send = (id: string, body: FormData, headers: Record<string, string> = {}, { url, cookie }: { url: string; cookie: string } = { url: program.url, cookie: author.cookie }) =>
  fetch(`${url}/forslag/${id}/bilag`, { method: 'POST', body, redirect: 'manual', headers: { cookie, origin: url, accept: 'text/html', ...headers } });
const rowsOf = (id: string) => database.db.select().from(attachments).where(eq(attachments.proposalId, id)).orderBy(attachments.addedAt, attachments.id);
const addressOf = (row: { id: string; name: string }) => `/bilag/${row.id}/${encodeURIComponent(row.name)}`;
/** What a page says, without the marks of its rendering. */
const seen = async (answer: Response) => (await answer.text()).replace(/<!-- -->/g, '').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

async function aProposal({ db }: Connection, more: Partial<typeof proposals.$inferInsert> = {}): Promise<string> {
  const [meeting] = await db.select().from(meetings).where(eq(meetings.state, 'called'));
  const [member] = await db.select().from(members).where(eq(members.email, 'member@example.org'));
  const [row] = await db.insert(proposals).values({ meetingId: meeting?.id ?? '', authorId: member?.id ?? '', title: 'Et forslag med bilag', reason: 'Grund', kind: 'discussion', minutesWanted: 10, state: 'draft', ...more }).returning();
  return row?.id ?? '';
}

/** The way a reader without script goes: the proposal is made by its form. */
async function proposed(title: string, intent = 'submit'): Promise<string> {
  const [meeting] = await database.db.select().from(meetings).where(eq(meetings.state, 'called'));
  const answer = await author.post(`/moeder/${meeting?.slug}/forslag/nyt`, { title, reason: 'Grund', kind: 'discussion', minutesWanted: '10', intent });
  expect(answer.status).toBe(303);
  const [row] = await database.db.select().from(proposals).where(eq(proposals.title, title));
  return row?.id ?? '';
}

describe('attaching without script', () => {
  it('takes several files from the edit page, leads back there, and shows them to everyone', async () => {
    const id = await proposed('Flere filer');
    const editing = await seen(await author.get(`/forslag/${id}/rediger`));
    expect(editing).toMatch(/<form[^>]* enctype="multipart\/form-data"/i);
    expect(editing).toMatch(/<input[^>]* type="file"[^>]* name="files"[^>]* multiple/);
    const answer = await send(id, form([{ name: 'årsnotat "2".pdf', body: samples.pdf, type: 'application/pdf' }, { name: 'tal.csv', body: samples.csv, type: 'text/csv' }], { from: 'edit', _key: 'noeglen-til-det' }));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/forslag/${id}/rediger?besked=files_added#bilag`]);
    const page = await seen(await visitor(program.url).get(`/forslag/${id}`));
    expect(['årsnotat _2_.pdf', 'tal.csv', 'PDF, 1 KB', 'Et bilag blev vedhæftet'].filter((words) => !page.includes(words))).toEqual([]);
    expect(page.includes('multipart/form-data')).toBe(false);
  });

  it('names each refused file on its page, and keeps the others', async () => {
    const id = await proposed('En er forkert');
    const answer = await send(id, form([{ name: 'godt.png', body: samples.png, type: 'image/png' }, { name: 'skjult.pdf', body: samples.html, type: 'application/pdf' }, { name: 'x.svg', body: samples.svg, type: 'image/svg+xml' }, { name: 'tom.txt', body: Buffer.alloc(0), type: 'text/plain' }, { name: 'makro.docx', body: samples.docxWithMacros }]));
    expect(answer.status).toBe(422);
    const page = await seen(answer);
    expect(['Indholdet af »skjult.pdf« er ikke det, som navnet siger', '»x.svg« er ikke en fil af de slags', '»tom.txt« er tom', '»makro.docx« indeholder makroer', 'Vedhæftet: »godt.png«'].filter((words) => !page.includes(words))).toEqual([]);
    expect((await rowsOf(id)).map(({ name }) => name)).toEqual(['godt.png']);
  });

  it('takes the same form sent twice once', async () => {
    const id = await proposed('To gange det samme');
    const twice = () => send(id, form([{ name: 'en.pdf', body: samples.pdf }], { _key: 'den-samme-noegle' }));
    expect((await Promise.all([twice(), twice()])).map(({ status }) => status)).toEqual([303, 303]);
    expect(await rowsOf(id)).toHaveLength(1);
  });

  it('says what to do when nothing was chosen, or something that is no form of files was sent', async () => {
    const id = await proposed('Ingenting');
    const nothing = await send(id, form([{ name: '', body: Buffer.alloc(0) }]));
    expect([nothing.status, (await seen(nothing)).includes('Vælg mindst én fil')]).toEqual([422, true]);
    expect((await author.post(`/forslag/${id}/bilag`, { files: 'x' })).status).toBe(422);
    const cut = await fetch(`${program.url}/forslag/${id}/bilag`, { method: 'POST', headers: { cookie: author.cookie, origin: program.url, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=X' }, body: '--X\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.4 half' });
    expect(cut.status).toBe(422);
    expect(await rowsOf(id)).toEqual([]);
  });
});

describe('size', () => {
  it('takes ten megabytes and not a byte more, and never keeps what it refuses', async () => {
    const id = await proposed('Store filer');
    const ofSize = (bytes: number) => Buffer.concat([samples.pdf, Buffer.alloc(bytes - samples.pdf.length, 32)]);
    const answer = await send(id, form([{ name: 'lige.pdf', body: ofSize(fileLimits.bytes) }, { name: 'over.pdf', body: ofSize(fileLimits.bytes + 1) }, { name: 'langt over.pdf', body: ofSize(3 * fileLimits.bytes) }]));
    expect(answer.status).toBe(422);
    const page = await seen(answer);
    expect(['over.pdf', 'langt over.pdf'].filter((name) => !page.includes(`»${name}« er for stor. En fil må højst fylde 10 MB`))).toEqual([]);
    const [row, ...rest] = await rowsOf(id);
    expect([row?.name, row?.bytes, rest]).toEqual(['lige.pdf', fileLimits.bytes, []]);
    expect(await readdir(path.join(program.dataDir, 'incoming'))).toEqual([]);
  });

  it('is still that of a form elsewhere, and for those who may not attach nothing is taken', async () => {
    const big = form([{ name: 'a.pdf', body: Buffer.alloc(3_000_000) }]);
    const elsewhere = await fetch(`${program.url}/min-side/oplysninger`, { method: 'POST', body: big, headers: { cookie: author.cookie, origin: program.url } });
    expect(elsewhere.status).toBe(413);
    const id = await proposed('Ikke dit');
    const { status } = await send(id, big, {}, { url: program.url, cookie: '' });
    expect(status).toBe(401);
    expect(await readdir(path.join(program.dataDir, 'incoming'))).toEqual([]);
  });

  it('takes a visitor who goes away in the middle calmly, and leaves nothing', async () => {
    const id = await proposed('Væk igen');
    const said = program.output().length;
    const socket = connectTcp(Number(new URL(program.url).port), '127.0.0.1');
    socket.write(`POST /forslag/${id}/bilag HTTP/1.1\r\nHost: ${new URL(program.url).host}\r\nOrigin: ${program.url}\r\nCookie: ${author.cookie}\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: 1000000\r\n\r\n--X\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.4 ${'x'.repeat(70_000)}`);
    await eventually(async () => (await readdir(path.join(program.dataDir, 'incoming'))).length > 0, 'the first bytes');
    socket.destroy();
    await eventually(async () => (await readdir(path.join(program.dataDir, 'incoming'))).length === 0, 'an empty folder');
    expect(await rowsOf(id)).toEqual([]);
    expect((await fetch(`${program.url}/sundhed`)).status).toBe(200);
    expect(program.output().slice(said)).toBe('');
  });
});

describe('with script', () => {
  it('answers the page with data', async () => {
    const id = await proposed('Med script');
    const asData = { accept: 'application/json' };
    const mixed = await send(id, form([{ name: 'a.pdf', body: samples.pdf }, { name: 'b.exe', body: samples.exe }]), asData);
    expect(mixed.status).toBe(422);
    expect(await mixed.json()).toEqual({ added: [{ id: expect.any(String), name: 'a.pdf' }], refused: [{ name: 'b.exe', code: 'file_type_not_allowed', data: { name: 'b.exe' } }] });
    const stranger = await send(id, form([{ name: 'a.pdf', body: samples.pdf }]), asData, { url: program.url, cookie: '' });
    expect([stranger.status, ((await stranger.json()) as { refused: { code: string }[] }).refused[0]?.code]).toEqual([401, 'not_signed_in']);
  });
});

describe('who may', () => {
  it('only its author attaches, from our own pages', async () => {
    const id = await proposed('Kun forfatteren');
    const files = () => form([{ name: 'a.pdf', body: samples.pdf }]);
    const foreign = await send(id, files(), { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect((await other.post(`/forslag/${id}/bilag`, {})).status).toBe(403);
    expect((await send('ikke-et-id', files())).status).toBe(404);
    expect(await rowsOf(id)).toEqual([]);
  });

  it('a draft\'s files are its author\'s own', async () => {
    const id = await proposed('Kladde med bilag', 'draft');
    await send(id, form([{ name: 'hemmelig.pdf', body: samples.pdf }]));
    const [row] = await rowsOf(id);
    const address = addressOf(row ?? { id: '', name: 'x' });
    expect((await author.get(address)).status).toBe(200);
    for (const reader of [visitor(program.url), other]) expect((await reader.get(address)).status).toBe(404);
  });
});

describe('sending', () => {
  let address: string;
  let id: string;
  beforeAll(async () => {
    id = await proposed('Hentes');
    await send(id, form([{ name: 'årsnotat, "1".csv', body: samples.csv, type: 'text/csv' }, { name: 'billede.png', body: samples.png }]));
    address = addressOf((await rowsOf(id)).find(({ name }) => name.endsWith('csv')) ?? { id: '', name: 'x' });
  });

  it('gives the very bytes, under their type and name, to be saved and never run', async () => {
    const answer = await fetch(program.url + address);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(samples.csv);
    const header = (name: string) => answer.headers.get(name);
    expect(header('content-type')).toBe('text/csv; charset=utf-8');
    expect(header('content-disposition')).toBe(`attachment; filename="arsnotat, _1_.csv"; filename*=UTF-8''%C3%A5rsnotat%2C%20_1_.csv`);
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('content-security-policy')).toContain('sandbox');
    expect(header('content-length')).toBe(String(samples.csv.length));
    expect(header('etag')).toBe(`"${createHash('sha256').update(samples.csv).digest('hex')}"`);
    expect(header('cache-control')).toBe('no-cache, no-transform');
    expect(header('set-cookie')).toBeNull();
    const again = await fetch(program.url + address, { headers: { 'if-none-match': `W/"x", ${header('etag')}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await fetch(program.url + address, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(samples.csv.length)]);
    expect((await fetch(`${program.url}/en${address}`)).status).toBe(200);
  });

  it('shows a picture in place', async () => {
    const picture = (await rowsOf(id)).find(({ name }) => name.endsWith('png')) ?? { id: '', name: 'x' };
    const answer = await fetch(program.url + addressOf(picture));
    expect([answer.headers.get('content-disposition')?.split(';')[0], answer.headers.get('content-type')]).toEqual(['inline', 'image/png']);
  });

  it('says of a removed one that it is gone, on the record too', async () => {
    const [row] = await rowsOf(id);
    const removal = `/forslag/${id}/bilag/${row?.id}/fjernelse`;
    expect((await other.post(removal, {})).status).toBe(403);
    const removed = await author.post(removal, { from: 'page' });
    expect([removed.status, removed.headers.get('location')]).toEqual([303, `/forslag/${id}?besked=file_removed#bilag`]);
    const gone = await fetch(program.url + addressOf(row ?? { id: '', name: 'x' }));
    expect([gone.status, (await seen(gone)).includes('Filen er fjernet af den, der vedhæftede den.')]).toEqual([410, true]);
    expect((await seen(await visitor(program.url).get(`/forslag/${id}`))).includes('Et bilag blev fjernet')).toBe(true);
    const place = path.join(program.dataDir, 'files', row?.storageKey.slice(-2) ?? '', row?.storageKey ?? '');
    await eventually(() => readFile(place).then(() => false, () => true), 'the bytes deleted');
  });

  it.each(['/bilag/xx/a.pdf', '/bilag/00000000-0000-7000-8000-000000000000/a.pdf', '/bilag/%00/%00.pdf', '/bilag/xx/uden-endelse'])('%s is not found', async (nowhere) => {
    expect((await fetch(program.url + nowhere)).status).toBe(404);
  });
});

describe('in S3-compatible storage', () => {
  let s3: S3;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3.stop());
  const settings = ({ setting }: S3) => ({ FILES_URL: setting.url, FILES_REGION: setting.region, FILES_KEY_ID: setting.keyId, FILES_SECRET: setting.secret });

  it('files are kept there and sent from there', async () => {
    const far = await startProgram({ env: settings(s3) });
    const connection = connect(far.databaseUrl, 1);
    try {
      const password = (await readFile(path.join(far.dataDir, 'example-password'), 'utf8')).trim();
      const cookie = await cookieOf(far.url, 'member@example.org', password);
      const id = await aProposal(connection);
      const answer = await send(id, form([{ name: 'fjernt.txt', body: samples.text, type: 'text/plain' }]), {}, { url: far.url, cookie });
      expect(answer.status).toBe(303);
      const [row] = await connection.db.select().from(attachments);
      expect(s3.objects.get(`ogp-forum/${row?.storageKey}`)?.body).toEqual(samples.text);
      const got = await fetch(far.url + addressOf(row ?? { id: '', name: 'x' }), { headers: { cookie } });
      expect(await got.text()).toBe(samples.text.toString());
      expect(far.output()).not.toContain(s3.setting.secret);
    } finally {
      await connection.close();
      await far.stop();
    }
  });

  it('that cannot be used ends the start with a clear line', async () => {
    const failed = await startProgram({ env: { ...settings(s3), FILES_SECRET: 'forkert' } }).then(() => '', (error: Error) => error.message);
    expect(failed).toContain('ended with 1');
    expect(failed).toContain('cannot use the file store at');
    expect(failed).toContain('answered 403');
    expect(failed).not.toContain('forkert');
  });
});
