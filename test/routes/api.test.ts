import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import express from 'express';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meetings, members, proposals } from '~/db/schema';
import { seedCourse, type Course } from '~/db/seed/course';
import { seedExample } from '~/db/seed/example';
import { seedPeople, type ExamplePeople } from '~/db/seed/example-people';
import { attachFiles } from '~/server/domain/attachments/commands';
import { createMeeting } from '~/server/domain/meetings/commands';
import { PAGE_SIZE } from '~/server/domain/open-data/queries';
import { submitProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { createPost, removePost, startThread } from '~/server/domain/threads/commands';
import { apiRouter } from '~/server/http/api';
import { apiRoutes } from '~/server/open/api-routes';
import { received, samples } from '../support/files';
import { meetingInput } from '../support/make';
import { words } from '../support/proposals';
import { useWorld } from '../support/world';

type Json = Record<string, unknown> & { data: Record<string, unknown>[]; links: Record<string, string | null> };
type Description = { openapi: string; paths: Record<string, { get: { responses: Record<string, { content?: Record<string, { schema: { $ref: string } }> }> } }>; components: { schemas: Record<string, object> } };

const world = useWorld();
let server: Server;
let people: ExamplePeople;
let course: Course;
let description: Description;
const ajv = formats.default(new Ajv2020({ strict: true, allowUnionTypes: true }));
/** What the program would say of itself; the answers come from here. */
const ask = (path: string, init: RequestInit = {}) => fetch(`${world.config.baseUrl}${path}`, init);
const read = async (path: string) => (await (await ask(path)).json()) as Json;

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.config.baseUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  await seedExample(world.services);
  people = await seedPeople(world.services);
  course = await seedCourse(world.services, people);
  const removed = await createPost(world.as(people.member2), course.threadId, { body: 'Ryger ud', replyToId: null });
  await removePost(world.as(people.organiser), removed.id, { rule: 'off_topic', reason: 'Hører ikke til her.' });
  await startThread(world.as(people.member), { category: 'general', subjectId: null, title: 'En tråd', body: 'Et indlæg' });
  server.on('request', express().use(apiRouter(world.services)));
  description = (await read('/api/openapi.json')) as unknown as Description;
  ajv.addVocabulary(['openapi', 'info', 'servers', 'paths', 'components']);
  ajv.addSchema({ $id: 'api', ...description });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Holds an answer to the shape that the description gives it. */
function wrongWith(path: string, status: number, answer: unknown): unknown {
  const content = Object.values(description.paths[path]?.get.responses[status]?.content ?? {})[0];
  const validate = ajv.getSchema(`api${content?.schema.$ref ?? '#/none'}`);
  if (!validate) return `no schema for ${path} ${status}`;
  return validate(answer) ? null : validate.errors;
}

describe('the description', () => {
  it('is OpenAPI 3.1 and names every address with a shape that stands in it', () => {
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths)).toEqual(apiRoutes.map(({ path }) => `/api/v1${path}`));
    for (const { get } of Object.values(description.paths)) {
      for (const answer of Object.values(get.responses)) for (const { schema } of Object.values(answer.content ?? {})) expect(description.components.schemas).toHaveProperty(schema.$ref.replace('#/components/schemas/', ''));
    }
  });
});

describe('every address', () => {
  const filled = (path: string) => path.replace('{slug}', course.slug).replace('{period}', '2017-2019').replace('{number}', '1.5').replace('{id}', path.includes('threads') ? course.threadId : course.proposalId);

  it('answers with its shape, to anyone and any site, without a cookie', async () => {
    for (const path of Object.keys(description.paths)) {
      const answer = await ask(filled(path), { headers: { origin: 'https://andet-sted.example' } });
      const body: unknown = await answer.json();
      expect([path, answer.status, wrongWith(path, 200, body)]).toEqual([path, 200, null]);
      expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('content-type'), answer.headers.getSetCookie()]).toEqual(['*', 'application/json; charset=utf-8', []]);
    }
  });

  it('answers 304 to who has it already, and anew when something changed', async () => {
    const path = `/api/v1/threads/${course.threadId}`;
    const tag = (await ask(path)).headers.get('etag') ?? '';
    const again = await ask(path, { headers: { 'if-none-match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    await createPost(world.as(people.member), course.threadId, { body: 'Nyt', replyToId: null });
    expect((await ask(path, { headers: { 'if-none-match': tag } })).status).toBe(200);
  });

  it('says of what is not there what it is, as a problem', async () => {
    const nowhere: [string, string, number, string][] = [
      ['/api/v1/meetings/{slug}', '/api/v1/meetings/2018-01-01-intet', 404, 'meeting_not_found'],
      ['/api/v1/meetings/{slug}/agenda', '/api/v1/meetings/%00/agenda', 404, 'meeting_not_found'],
      ['/api/v1/proposals/{id}', '/api/v1/proposals/ikke-et-id', 404, 'proposal_not_found'],
      ['/api/v1/threads/{id}', '/api/v1/threads/00000000-0000-7000-8000-000000000000', 404, 'thread_not_found'],
      ['/api/v1/plans/{period}', '/api/v1/plans/1999-2000', 404, 'plan_not_found'],
      ['/api/v1/plans/{period}/initiatives/{number}', '/api/v1/plans/2017-2019/initiatives/9.9', 404, 'initiative_not_found'],
      ['/api/v1/proposals', '/api/v1/proposals?state=draft', 400, 'bad_parameter'],
      ['/api/v1/meetings', '/api/v1/meetings?page=0', 400, 'bad_parameter'],
      ['/api/v1/decisions', '/api/v1/decisions?year=tyve', 400, 'bad_parameter'],
      ['/api/v1/actions', '/api/v1/actions?state=open&state=done', 400, 'bad_parameter'],
    ];
    for (const [path, address, status, code] of nowhere) {
      const answer = await ask(address);
      const body = (await answer.json()) as Json;
      expect([address, answer.status, body.code, wrongWith(path, status, body)]).toEqual([address, status, code, null]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
    expect((await ask('/api/v1/intet')).status).toBe(404);
    const preflight = await ask('/api/v1/meetings', { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD']);
    expect((await ask('/api/v1/meetings', { method: 'POST', body: '{}' })).status).toBe(405);
  });
});

describe('what it says', () => {
  it('the course from the proposal to the initiative, linked', async () => {
    const proposal = await read(`/api/v1/proposals/${course.proposalId}`);
    expect(proposal).toMatchObject({ state: 'accepted', meeting: course.slug, decisions: [course.decisionNumber] });
    expect((proposal.history as { type: string }[])[0]?.type).toBe('proposal.submitted');
    const agenda = await read(`/api/v1/meetings/${course.slug}/agenda`);
    expect((agenda.items as Json[])[0]).toMatchObject({ outcome: 'decided', proposal: `${world.config.baseUrl}/api/v1/proposals/${course.proposalId}`, decisions: [course.decisionNumber] });
    const meeting = await read(`/api/v1/meetings/${course.slug}`);
    expect(meeting).toMatchObject({ minutesState: 'published', links: { minutesData: `${world.config.baseUrl}/moeder/${course.slug}/referat.json` } });
    const initiative = await read('/api/v1/plans/2017-2019/initiatives/1.5');
    expect((initiative.chain as Json[]).map(({ stage }) => stage)).toEqual(expect.arrayContaining(['proposal', 'item', 'decision', 'action']));
    expect(initiative.title).toMatchObject({ da: expect.any(String), en: expect.any(String) });
    expect((await read('/api/v1/decisions')).data.map(({ number }) => number)).toContain(course.decisionNumber);
    expect((await read(`/api/v1/decisions?year=${Number(course.decisionNumber.slice(0, 4)) - 1}`)).data).toEqual([]);
    const actions = await read('/api/v1/actions?state=open');
    expect(actions.data.map(({ state, organisation }) => [state, organisation])).toEqual([['open', 'Eksempelsekretariatet']]);
    const thread = await read(`/api/v1/threads/${course.threadId}`);
    expect(thread.data.filter(({ removed }) => removed).map(({ html, removed }) => [html, (removed as Json).rule])).toEqual([[null, 'off_topic']]);
  });

  it('all of it page by page, each thing once, by following `next`', async () => {
    const [meeting] = await world.connection.db.select().from(meetings).where(eq(meetings.state, 'called')).orderBy(asc(meetings.day));
    const row = { meetingId: meeting?.id ?? '', authorId: people.member.id, reason: 'Grund', kind: 'discussion' as const, minutesWanted: 10, state: 'submitted' as const, submittedAt: world.clock.now, deadlineThen: world.clock.now };
    await world.connection.db.insert(proposals).values(Array.from({ length: PAGE_SIZE * 2 }, (_, n) => ({ ...row, title: `Forslag ${n}` })));
    const address = `/api/v1/proposals?meeting=${meeting?.slug}&state=submitted`;
    const ids: unknown[] = [];
    let next: string | null = `${world.config.baseUrl}${address}`;
    const sizes: number[] = [];
    while (next) {
      const answer: Response = await fetch(next);
      const body = (await answer.json()) as Json;
      expect([body.links.self, wrongWith('/api/v1/proposals', 200, body)]).toEqual([next, null]);
      ids.push(...body.data.map(({ id }) => id));
      sizes.push(body.data.length);
      next = body.links.next ?? null;
      expect(answer.headers.get('link')).toBe(next && `<${next}>; rel="next"`);
    }
    const all = await world.connection.db.select({ id: proposals.id }).from(proposals).where(eq(proposals.meetingId, meeting?.id ?? ''));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(all.length);
    expect(sizes.slice(0, 2)).toEqual([PAGE_SIZE, PAGE_SIZE]);
    expect((await read(`${address}&page=99`)).data).toEqual([]);
  });

  it('nothing that someone without an account may not read, and nobody\'s name', async () => {
    const draft = await createMeeting(world.as(people.organiser), meetingInput(world.clock.now, { title: 'Hemmeligt kladdemøde' }));
    expect((await ask(`/api/v1/meetings/${draft.slug}`)).status).toBe(404);
    expect((await ask(`/api/v1/meetings/${draft.slug}/agenda`)).status).toBe(404);
    const [meeting] = await world.connection.db.select().from(meetings).where(eq(meetings.state, 'called')).orderBy(asc(meetings.day));
    const kept = await submitProposal(world.as(people.member), meeting?.id ?? '', words('Hemmelig kladde', { intent: 'draft' }));
    const withdrawn = await submitProposal(world.as(people.member), meeting?.id ?? '', words('Hemmeligt tilbagetrukket'));
    await withdrawProposal(world.as(people.member), withdrawn.id);
    const open = await submitProposal(world.as(people.member), meeting?.id ?? '', words('Med bilag'));
    await attachFiles(world.as(people.member), open.id, [received('årsnotat.pdf', samples.pdf, 'pdf')]);
    expect([(await ask(`/api/v1/proposals/${kept.id}`)).status, (await ask(`/api/v1/proposals/${withdrawn.id}`)).status]).toEqual([404, 410]);
    const withFile = await read(`/api/v1/proposals/${open.id}`);
    expect(withFile.attachments).toMatchObject([{ name: 'årsnotat.pdf', mediaType: 'application/pdf', address: expect.stringMatching(/\/bilag\/[\da-f-]{36}\/%C3%A5rsnotat\.pdf$/) }]);
    const names = (await world.connection.db.select({ name: members.name, email: members.email }).from(members)).flatMap(({ name, email }) => [name, email]);
    const seen = await Promise.all(['/api/v1/meetings', '/api/v1/proposals', '/api/v1/decisions', '/api/v1/actions', '/api/v1/threads', `/api/v1/proposals/${open.id}`, `/api/v1/threads/${course.threadId}`].map(async (path) => (await ask(path)).text()));
    expect([...names, 'Hemmelig'].filter((word) => seen.some((text) => text.includes(word)))).toEqual([]);
  });
});
