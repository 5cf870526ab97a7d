import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { da as t } from '~/server/i18n/da';
import { expectNoProblems, launch, person, ready, type Person } from '../support/browser';
import { startProgram, type Program } from '../support/program';

let program: Program;
let browser: Browser;
let member: Person;

beforeAll(async () => {
  program = await startProgram();
  browser = await launch();
  member = await person(browser, program.url);
  const { page } = member;
  await page.goto('/log-ind');
  await ready(page);
  await page.getByLabel(t.members.fields.email).fill('member@example.org');
  await page.getByLabel(t.members.fields.password, { exact: true }).fill((await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim());
  await page.locator('main').getByRole('button', { name: t.members.signIn.submit, exact: true }).click();
  await page.getByRole('button', { name: t.common.signOut }).first().waitFor({ state: 'attached' });
});
afterAll(async () => {
  await browser.close();
  await program.stop();
});

/** Opens an address and holds its scripts back; answers what lets them in. */
async function openWithoutScripts(page: Page, address: string): Promise<() => Promise<void>> {
  let letIn = () => {};
  const held = new Promise<void>((resolve) => (letIn = resolve));
  await page.route('**/assets/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('footer').waitFor();
  return async () => {
    letIn();
    await ready(page);
    await page.waitForLoadState('networkidle');
    await page.unroute('**/assets/*.js');
  };
}

async function ownProposal(page: Page): Promise<string> {
  await page.goto('/min-side');
  return (await page.locator('main a[href^="/forslag/"]').first().getAttribute('href')) ?? '';
}

it('keeps what was typed into fields before the scripts came, and sends it', async () => {
  const { page } = member;
  const edit = `${await ownProposal(page)}/rediger`;
  const arrive = await openWithoutScripts(page, edit);
  const { fields, kinds } = t.proposals;
  const title = page.getByLabel(fields.title);
  const reason = page.getByLabel(fields.reason);
  const minutes = page.getByLabel(fields.minutesWanted);
  const initiatives = page.locator('input[name="initiativeIds"]');
  const before = await Promise.all((await initiatives.all()).map((box) => box.isChecked()));
  await title.fill('En anden titel');
  await reason.fill('En helt anden grund');
  await minutes.fill('35');
  await page.getByLabel(kinds.decision, { exact: true }).check();
  await page.getByLabel(kinds.information, { exact: true }).check();
  await initiatives.nth(0).click();
  await initiatives.nth(5).click();
  await reason.focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' og lidt til');
  const holds = async () => {
    expect([await title.inputValue(), await reason.inputValue(), await minutes.inputValue()]).toEqual(['En anden titel', 'En helt anden grund og lidt til', '35']);
    expect(await page.locator('input[name="kind"]:checked').inputValue()).toBe('information');
    expect(await Promise.all((await initiatives.all()).map((box) => box.isChecked()))).toEqual(before.map((checked, index) => (index === 0 || index === 5 ? !checked : checked)));
  };
  await holds();
  await arrive();
  await holds();
  // The writing goes on where it was.
  await page.keyboard.type('!');
  expect(await reason.inputValue()).toBe('En helt anden grund og lidt til!');
  await page.locator('main form').first().locator('button[type="submit"]').first().click();
  await page.waitForURL(/besked=/);
  await page.getByRole('heading', { level: 1, name: 'En anden titel' }).waitFor();
  await page.getByText('En helt anden grund og lidt til!').first().waitFor();
  expectNoProblems(member);
});

it('leads from what is wrong to the field, once the scripts have taken over', async () => {
  const { page } = member;
  const arrive = await openWithoutScripts(page, '/debat/nyt');
  await arrive();
  const title = page.getByLabel(t.threads.fields.title, { exact: true });
  await title.fill('');
  await title.press('Enter');
  const summary = page.locator('main form [role="alert"]');
  await summary.waitFor();
  await summary.getByRole('link', { name: t.threads.fields.title }).press('Enter');
  expect(await title.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(member.problems.splice(0)).toEqual([expect.stringContaining('422')]);
});

it('keeps a choice made in a list before the scripts came', async () => {
  const { page } = member;
  await page.goto('/handlingsplaner/2017-2019/initiativer/1.5');
  const start = (await page.locator('main a[href^="/debat/nyt?"]').getAttribute('href')) ?? '';
  const arrive = await openWithoutScripts(page, start);
  const list = page.locator('main select').first();
  const given = await list.inputValue();
  const last = (await list.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))).at(-1) ?? '';
  expect(given).not.toBe(last);
  await list.selectOption(last);
  await page.getByLabel(t.threads.fields.title, { exact: true }).fill('En tråd');
  await arrive();
  expect([await list.inputValue(), await page.getByLabel(t.threads.fields.title, { exact: true }).inputValue()]).toEqual([last, 'En tråd']);
  expectNoProblems(member);
});
