import { readFile, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder';
import { eventually, startProgram } from '../support/program';
import { signIn } from '../support/visitor';

it('loses no post that was answered with success when it is killed in the middle of them', async () => {
  const dataDir = await temporaryFolder('kill');
  try {
    const first = await startProgram({ databaseUrl: null, dataDir });
    const password = (await readFile(path.join(dataDir, 'example-password'), 'utf8')).trim();
    const writers = await Promise.all(['member@example.org', 'member2@example.org', 'owner@example.org'].map((email) => signIn(first.url, email, password)));
    const started = await writers[0]?.post('/debat/nyt', { about: 'general', title: 'Under afbrydelse', body: 'Det første indlæg.' });
    const thread = new URL(started?.headers.get('location') ?? '', first.url).pathname;
    expect(thread).toMatch(/^\/debat\/traad\//);

    const answered: string[] = [];
    let sent = 0;
    const writing = writers.map(async (writer, w) => {
      for (let n = 0; n < 15; n += 1) {
        const body = `indlaeg-${w}-${n}-slut`;
        sent += 1;
        const answer = await writer.post(`${thread}/indlaeg`, { body, back: thread }).catch(() => null);
        // Nobody answers any more: the program is gone.
        if (answer === null) return;
        if (answer.status === 303) answered.push(body);
        if (answered.length === 12) first.child.kill('SIGKILL');
      }
    });
    await Promise.all(writing);
    expect(answered.length).toBeGreaterThanOrEqual(12);
    expect(sent).toBeGreaterThan(answered.length);

    const second = await startProgram({ databaseUrl: null, dataDir });
    const page = await (await fetch(`${second.url}${thread}`)).text();
    expect(answered.filter((body) => !page.includes(body))).toEqual([]);
    await second.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

it('stops when told, although open pages go on asking on the connections they have', async () => {
  const program = await startProgram();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const asked = () => new Promise<boolean>((resolve) => get(`${program.url}/sundhed`, { agent }, (answer) => answer.resume().once('end', () => resolve(true))).once('error', () => resolve(false)));
  let answers = 0;
  const asking = (async () => {
    while (await asked()) answers += 1;
  })();
  await eventually(async () => answers > 5, 'answers on a connection kept alive');
  await program.stop();
  await asking;
  expect(program.child.exitCode).toBe(0);
  agent.destroy();
});
