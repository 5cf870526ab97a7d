import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { drafts } from '~/db/schema';
import { da as t } from '~/server/i18n/da';
import { expectNoProblems, launch, person, ready, type Person } from '../support/browser';
import { eventually, startProgram, type Program } from '../support/program';
import { signIn as signInVisitor, visitor } from '../support/visitor';

const { fields, kinds, similar } = t.proposals;
let program: Program;
let connection: Connection;
let browser: Browser;
let password: string;
let meeting: string;

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  browser = await launch();
  password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  const list = await (await fetch(`${program.url}/moeder`)).text();
  meeting = [...list.matchAll(/href="(\/moeder\/\d{4}-\d\d-\d\d-netvaerksmoede[^"/]*)"/g)].map((match) => match[1] ?? '')[0] ?? '';
});
afterAll(async () => {
  await browser.close();
  await connection.close();
  await program.stop();
});
beforeEach(async () => void (await connection.db.delete(drafts)));

const form = () => `${meeting}/forslag/nyt`;
const open = async (page: Page, address: string, script = true) => {
  await page.goto(address);
  if (script) await ready(page);
};

/** Goes on with the tabulator key until something has the focus, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`never came by tabulator to ${String(target)}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

async function write(page: Page, target: Locator, words: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(words);
}

async function signIn(page: Page, email: string, script = true): Promise<void> {
  await open(page, '/log-ind', script);
  await write(page, page.getByLabel(t.members.fields.email), email);
  await write(page, page.getByLabel(t.members.fields.password, { exact: true }), password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: t.common.signOut }).first().waitFor({ state: 'attached' });
}

async function signOut(page: Page): Promise<void> {
  await press(page, page.getByRole('button', { name: t.common.signOut }).first());
  await page.getByRole('link', { name: t.common.signIn }).first().waitFor({ state: 'attached' });
}

const title = (page: Page) => page.getByLabel(fields.title);
const reason = (page: Page) => page.getByLabel(fields.reason);
const button = (page: Page, name: string) => page.locator('main').getByRole('button', { name, exact: true }).first();
const words = async (page: Page) => [await title(page).inputValue(), await reason(page).inputValue()];
const saved = (page: Page) => page.getByText(t.drafts.savedAt).waitFor();
/** What is kept at the server, whoever wrote it. */
const kept = async () => (await connection.db.select({ words: drafts.words }).from(drafts)).map((row) => row.words).filter((one) => !('_sent' in one));
const keptReason = (words: string) => eventually(async () => (await kept()).some((one) => one.reason === words), `the draft says »${words}«`);

it('is walked by keyboard alone; the draft survives a reload, signing out, another device and a lost connection', async () => {
  const author = await person(browser, program.url);
  const { page, context } = author;
  await signIn(page, 'owner@example.org');
  await open(page, form());
  await write(page, title(page), 'Faste møder hvert forår');
  // What is like it comes by itself and takes nothing away.
  await page.getByRole('heading', { name: similar.title(1) }).waitFor();
  expect(await title(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await page.getByRole('link', { name: 'Faste møder to gange om året' }).waitFor();
  await write(page, reason(page), 'Fordi foråret er lyst.');
  await keptReason('Fordi foråret er lyst.');
  await saved(page);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('kladde:')))).toEqual([]);

  await page.reload();
  await ready(page);
  expect(await words(page)).toEqual(['Faste møder hvert forår', 'Fordi foråret er lyst.']);
  await page.getByText(t.drafts.restoredTitle).waitFor();

  // Signed out in the middle of a word: the rest is saved on the way.
  await tabTo(page, reason(page));
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Og langt.');
  await page.getByRole('button', { name: t.common.signOut }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: t.common.signIn }).first().waitFor({ state: 'attached' });
  await keptReason('Fordi foråret er lyst. Og langt.');
  await signIn(page, 'owner@example.org');
  await open(page, form());
  expect(await words(page)).toEqual(['Faste møder hvert forår', 'Fordi foråret er lyst. Og langt.']);

  const device = await person(browser, program.url);
  await signIn(device.page, 'owner@example.org');
  await open(device.page, form());
  expect(await words(device.page)).toEqual(['Faste møder hvert forår', 'Fordi foråret er lyst. Og langt.']);
  await device.context.close();
  // Somebody else sees nothing of it.
  const other = await person(browser, program.url);
  await signIn(other.page, 'member@example.org');
  await open(other.page, form());
  expect(await words(other.page)).toEqual(['', '']);
  await other.context.close();
  expectNoProblems(author, device, other);

  // The connection goes, and the window with it.
  await tabTo(page, reason(page));
  await context.setOffline(true);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Uden net.');
  await page.getByText(t.drafts.lost).waitFor();
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(form());
  await ready(again);
  await expect.poll(() => words(again)).toEqual(['Faste møder hvert forår', 'Fordi foråret er lyst. Og langt. Uden net.']);
  // Which of the two it says hangs on whether the last letters reached the server before the network went.
  await again.getByText(t.drafts.restoredHere).or(again.getByText(t.drafts.restored)).first().waitFor();
  await keptReason('Fordi foråret er lyst. Og langt. Uden net.');

  await tabTo(again, again.locator('input[name="kind"]:checked'));
  await again.keyboard.press('ArrowDown');
  expect(await again.getByLabel(kinds.decision, { exact: true }).isChecked()).toBe(true);
  await write(again, again.getByLabel(fields.minutesWanted), '35');
  await tabTo(again, again.locator('input[name="initiativeIds"]').first());
  await again.keyboard.press('Space');
  await press(again, button(again, t.proposals.submit));
  await again.getByRole('heading', { level: 1, name: 'Faste møder hvert forår' }).waitFor();
  await again.getByText('Uden net.').first().waitFor();
  expect(await kept()).toEqual([]);
  await open(again, form());
  expect(await words(again)).toEqual(['', '']);
  expect(await again.getByText(t.drafts.restoredTitle).count()).toBe(0);

  // And one that is thrown away.
  await write(again, title(again), 'Noget helt andet');
  await saved(again);
  await again.reload();
  await ready(again);
  await press(again, again.getByRole('button', { name: t.drafts.discard }));
  await again.getByText(t.notices.draft_put_away).waitFor();
  expect(await words(again)).toEqual(['', '']);
  expect(await kept()).toEqual([]);
  await context.close();
});

it('never puts an old draft over what was typed before the scripts came', async () => {
  const author = await person(browser, program.url);
  const { page } = author;
  await signIn(page, 'owner@example.org');
  await open(page, form());
  await write(page, title(page), 'En gammel titel');
  await write(page, reason(page), 'En gammel grund');
  await keptReason('En gammel grund');
  let letIn = () => {};
  const held = new Promise<void>((resolve) => (letIn = resolve));
  await page.route('**/assets/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(form(), { waitUntil: 'commit' });
  await page.locator('footer').waitFor();
  await title(page).fill('En ny titel');
  letIn();
  await ready(page);
  await page.unroute('**/assets/*.js');
  await eventually(async () => (await kept()).some((one) => one.title === 'En ny titel'), 'the new title is kept');
  expect(await words(page)).toEqual(['En ny titel', 'En gammel grund']);
  expectNoProblems(author);
  await author.context.close();
});

it('supports the other proposal instead, and keeps the words', async () => {
  const author = await person(browser, program.url);
  const { page } = author;
  await signIn(page, 'owner@example.org');
  await open(page, form());
  await write(page, title(page), 'Faste møder to gange');
  await press(page, page.getByRole('button', { name: new RegExp(`^${similar.supportInstead}.*Faste møder to gange om året`) }));
  await page.getByText(t.notices.proposal_supported_instead).waitFor();
  await page.getByRole('heading', { level: 1, name: 'Faste møder to gange om året' }).waitFor();
  await page.getByText(t.proposals.youSupport).waitFor();
  await open(page, `${meeting}/forslag`);
  await press(page, page.getByRole('link', { name: t.proposals.goOnWriting }));
  await page.getByRole('heading', { level: 1, name: t.proposals.newTitle }).waitFor();
  expect((await words(page))[0]).toBe('Faste møder to gange');
  expectNoProblems(author);
  await author.context.close();
});

it('answers the scripts by codes, and shows the words of whoever is signed out where there are none', async () => {
  const author = await signInVisitor(program.url, 'owner@example.org', password);
  const place = `proposal:new:${randomUUID()}`;
  const code = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code];
  expect(await code(await visitor(program.url).post('/kladder', { _place: place, title: 'x' }))).toEqual([401, 'not_signed_in']);
  expect(await code(await author.post('/kladder', { _place: 'andet', title: 'x' }))).toEqual([422, 'draft_place_unknown']);
  expect(await code(await author.post('/kladder', { _place: place, title: 'x'.repeat(200_000) }))).toEqual([422, 'draft_too_long']);
  expect((await author.post('/kladder', { _place: place, title: 'To \u0000 ord', initiativeIds: ['a', 'b'] })).status).toBe(204);
  expect(await (await author.get(`/kladder?sted=${place}`)).json()).toMatchObject({ kept: { words: { title: 'To  ord', initiativeIds: ['a', 'b'] }, sent: null } });
  for (const nobody of [await visitor(program.url).get(`/kladder?sted=${place}`), await author.get('/kladder?sted=%00')]) expect(await nobody.json()).toEqual({ kept: null });
  expect((await author.post('/kladder/kassering', { _place: place, _back: '//evil.example' })).headers.get('location')).toBe('/min-side?besked=draft_put_away');
  expect((await author.post('/forslag/lignende', { _place: place, _back: 'https://evil.example', title: 'x' })).headers.get('location')).toBe('/moeder');
  const refused = await visitor(program.url).post('/forslag/lignende', { _place: place, _back: form(), title: 'Ord, som ikke må gå tabt' });
  expect([refused.status, (await refused.text()).includes('Ord, som ikke må gå tabt')]).toEqual([401, true]);
});

it('is walked without JavaScript, too', async () => {
  const author: Person = await person(browser, program.url, { script: false });
  const { page } = author;
  await signIn(page, 'admin@example.org', false);
  await open(page, form(), false);
  await write(page, title(page), 'Faste møder om vinteren');
  await write(page, reason(page), 'Fordi\nvinteren er lang.');
  await press(page, page.getByRole('button', { name: similar.ask }));
  await page.getByRole('link', { name: 'Faste møder to gange om året' }).waitFor();
  expect(await words(page)).toEqual(['Faste møder om vinteren', 'Fordi\nvinteren er lang.']);

  await signOut(page);
  await signIn(page, 'admin@example.org', false);
  await open(page, form(), false);
  await page.getByText(t.drafts.restoredTitle).waitFor();
  expect(await words(page)).toEqual(['Faste møder om vinteren', 'Fordi\nvinteren er lang.']);

  // A refused form keeps its words, and the draft is still there.
  await write(page, page.getByLabel(fields.minutesWanted), '999');
  await press(page, button(page, t.proposals.submit));
  await page.locator('main form [role="alert"]').waitFor();
  expect(author.problems.splice(0)).toEqual([expect.stringContaining('422')]);
  expect(await words(page)).toEqual(['Faste møder om vinteren', 'Fordi\nvinteren er lang.']);
  await write(page, page.getByLabel(fields.minutesWanted), '25');
  await press(page, button(page, t.proposals.saveDraft));
  await page.getByText(t.proposals.draftOnlyYou).waitFor();
  expect(await kept()).toEqual([]);
  await press(page, page.getByRole('link', { name: t.proposals.editDraft }));
  await page.getByRole('heading', { level: 1, name: t.proposals.editTitle }).waitFor();
  // Enter in a field sends the form, whatever button stands first.
  await tabTo(page, title(page));
  await page.keyboard.press('Enter');
  await page.getByText(t.notices.proposal_submitted).waitFor();
  await page.getByText(t.proposals.steps.considering).waitFor();
  await press(page, page.getByRole('link', { name: t.proposals.editTitle }));
  await write(page, title(page), 'Faste møder om sommeren');
  await press(page, button(page, t.common.save));
  await page.getByRole('heading', { level: 1, name: 'Faste møder om sommeren' }).waitFor();
  await press(page, page.locator('summary', { hasText: t.proposals.changes(1) }));
  await page.locator('del', { hasText: 'vinteren' }).waitFor();
  await page.locator('ins', { hasText: 'sommeren' }).waitFor();

  // Thrown away by the button.
  await open(page, form(), false);
  await write(page, title(page), 'Ombestemt');
  await press(page, page.getByRole('button', { name: similar.ask }));
  await press(page, page.getByRole('button', { name: t.drafts.discard }));
  await page.getByText(t.notices.draft_put_away).waitFor();
  expect(await words(page)).toEqual(['', '']);
  expectNoProblems(author);
  await author.context.close();
});
