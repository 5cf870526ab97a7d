import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { meetingParts } from '~/db/schema';
import { seedPeople, type ExamplePeople } from '~/db/seed/example-people';
import { readConfig } from '~/server/config';
import { callMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { submitProposal } from '~/server/domain/proposals/commands';
import { da } from '~/server/i18n/da';
import { en } from '~/server/i18n/en';
import { makeLog } from '~/server/log';
import { makeServices, type Services } from '~/server/services';
import { expectNoProblems, launch, person, ready } from '../support/browser';
import { meetingInput } from '../support/make';
import { startProgram, type Program } from '../support/program';
import { words } from '../support/proposals';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let program: Program;
let connection: Connection;
let browser: Browser;
let services: Services;
let people: ExamplePeople;
let meetingId: string;

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  services = makeServices(read.config, connection, makeLog('silent'));
  people = await seedPeople(services);
  const organiser = services.makeCtx(people.organiser);
  meetingId = (await createMeeting(organiser, meetingInput(new Date(), { title: 'Møde på bordet' }))).id;
  await callMeeting(organiser, meetingId);
  // Older than what the example network holds, so that they stand first.
  for (const [n, title] of ['Optages fra bordet', 'Afgøres fra bordet', 'Bliver liggende'].entries()) {
    await submitProposal({ ...services.makeCtx(people.member), now: () => new Date(Date.now() - (30 - n) * 86_400_000) }, meetingId, words(title));
  }
  await createMeeting(organiser, meetingInput(new Date(), { title: 'Kladde på bordet' }));
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await connection.close();
  await program.stop();
});

async function signIn(page: Page, email: string): Promise<void> {
  const password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  await page.goto('/log-ind');
  await page.locator('[name=email]').fill(email);
  await page.locator('[name=password]').fill(password);
  await page.locator('main').getByRole('button', { name: da.members.signIn.submit, exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/log-ind');
}

it('is worked by keyboard alone: read, accept, and go on with the next', async () => {
  const organiser = await person(browser, program.url);
  const { page } = organiser;
  await signIn(page, 'organiser@example.org');
  await page.goto('/organisation');
  await ready(page);
  await page.locator('#forslag summary').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(`${da.organisers.accept}: Optages fra bordet`);
  await page.keyboard.press('Enter');
  await page.getByText(da.notices.proposal_decided).waitFor();
  expect(await page.locator('#forslag h3').first().textContent()).toBe('Afgøres fra bordet');
  // The button has gone with its line; the keyboard stands at the list.
  await page.waitForFunction(() => document.activeElement?.id === 'forslag-title');
  expectNoProblems(organiser);
});

it('is worked without script: each line leads to its form, and the form back to the list', async () => {
  const { page } = await person(browser, program.url, { script: false, width: 360 });
  await signIn(page, 'organiser@example.org');
  await page.goto('/organisation');
  await page.locator('#forslag .desk__step a').first().click();
  await page.locator('input[value=decline]').check();
  await page.locator('textarea[name=reason]').fill('Det er drøftet før.');
  await page.getByRole('button', { name: da.proposals.decision.submit }).click();
  await page.waitForURL(/\/organisation\?besked=proposal_decided#forslag$/);
  expect(await page.locator('#forslag h3').first().textContent()).toBe('Bliver liggende');
  await page.getByRole('button', { name: /^Indkald til mødet.*Kladde på bordet$/ }).click();
  await page.getByText(da.notices.meeting_called).waitFor();
});

it('shows a chair the meeting on their own page, and nobody else the desk', async () => {
  await connection.db.insert(meetingParts).values({ meetingId, memberId: people.member.id, part: 'chair' });
  const { page } = await person(browser, program.url);
  await signIn(page, 'member@example.org');
  await page.goto('/en/min-side');
  await page.getByRole('heading', { name: en.organisers.parts }).waitFor();
  await page.getByRole('link', { name: /^Read the agenda.*Møde på bordet$/ }).click();
  await page.waitForURL(/\/en\/moeder\/[^/]+\/dagsorden$/);
  expect((await page.goto('/organisation'))?.status()).toBe(403);
});

it('has no axe violation in either language, wide or narrow', async () => {
  const organiser = await person(browser, program.url);
  const { page } = organiser;
  await signIn(page, 'organiser@example.org');
  const wrong: unknown[] = [];
  for (const [address, width] of [['/organisation', 1280], ['/organisation', 360], ['/en/organisation', 1280], ['/en/organisation?forslag=99', 360]] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (window as unknown as { axe: { run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    if (found.length > 0 || tooWide) wrong.push([address, width, found, tooWide]);
  }
  expect(wrong).toEqual([]);
  expectNoProblems(organiser);
});
