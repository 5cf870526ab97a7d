import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { sessions } from '~/db/schema';
import { seedPeople } from '~/db/seed/example-people';
import { readConfig } from '~/server/config';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import { callMeeting, createMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { recordDecision } from '~/server/domain/decisions/commands';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { da } from '~/server/i18n/da';
import { makeLog } from '~/server/log';
import { makeServices } from '~/server/services';
import { launch, person, ready } from '../support/browser';
import { meetingInput } from '../support/make';
import { eventually, startProgram, type Program } from '../support/program';

let program: Program;
let connection: Connection;
let browser: Browser;
let slug: string;
let entries: string[];
/** Someone else writes in the same minutes. */
let writeElsewhere: () => Promise<unknown>;

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  const services = makeServices(read.config, connection, makeLog('silent'));
  const organiser = services.makeCtx((await seedPeople(services)).organiser);
  const meeting = await createMeeting(organiser, meetingInput(new Date()));
  await callMeeting(organiser, meeting.id);
  for (const title of ['Første', 'Andet']) await addItem(organiser, meeting.id, { title, body: '', kind: 'discussion', minutes: 10, presenter: null, initiatives: [] });
  await publishAgenda(organiser, meeting.id);
  await startMeeting(organiser, meeting.id);
  await beginMinutes(organiser, meeting.id);
  entries = (await minutesOfMeeting(organiser, meeting.id)).entries.map(({ id }) => id);
  slug = meeting.slug;
  writeElsewhere = () => recordDecision(organiser, entries[1] ?? '', { text: 'En beslutning', initiatives: [] });
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await connection.close();
  await program.stop();
});

async function writing(page: Page, address: string): Promise<void> {
  const password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  await page.goto('/log-ind');
  await page.locator('[name=email]').fill('organiser@example.org');
  await page.locator('[name=password]').fill(password);
  await page.locator('main').getByRole('button', { name: da.members.signIn.submit, exact: true }).click();
  await page.getByRole('button', { name: da.common.signOut }).first().waitFor({ state: 'attached' });
  await page.goto(address);
  await ready(page);
  await page.locator('main textarea[name=text]').first().fill('Ord, som ikke må gå tabt');
}
const words = (page: Page) => page.locator('main textarea[name=text]').first().inputValue();

it('keeps the words of a form that is sent from within its page', async () => {
  const { page, context } = await person(browser, program.url);
  await writing(page, `/moeder/${slug}/referat/punkter/${entries[0] ?? ''}`);
  await connection.db.delete(sessions);
  await page.getByRole('button', { name: da.minutes.saveEntry }).first().click();
  await page.getByText('Du er ikke logget ind.').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect(await words(page)).toBe('Ord, som ikke må gå tabt');
  await context.close();
});

it('does not fetch a page again that would no longer be shown, while someone writes on it', async () => {
  const { page, context } = await person(browser, program.url);
  await writing(page, `/moeder/${slug}/referat/rediger`);
  const [probe] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'HEAD'),
    // Until the page follows its stream there is nobody to hear of it.
    eventually(async () => {
      await connection.db.delete(sessions);
      await writeElsewhere();
      return page.waitForRequest((request) => request.method() === 'HEAD', { timeout: 2_000 }).catch(() => undefined);
    }, 'the page asks whether it can be fetched'),
  ]);
  expect(probe.ok()).toBe(false);
  await page.waitForLoadState('networkidle');
  expect([await words(page), new URL(page.url()).pathname]).toEqual(['Ord, som ikke må gå tabt', `/moeder/${slug}/referat/rediger`]);
  await context.close();
});
