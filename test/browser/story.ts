import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { da } from '~/server/i18n/da';
import { addDays, dayOf } from '~/server/time';
import { expectNoProblems, person, ready, type Person } from '../support/browser';
import { mailSaying } from '../support/letters';
import type { Program } from '../support/program';

const t = da;
const submit = (page: Page, name: string) => page.locator('main').getByRole('button', { name, exact: true }).first().click();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

/** The whole course of a meeting, walked through the pages by four people in two browsers. */
export async function walk(program: Program, browsers: [Browser, Browser], script: boolean): Promise<void> {
  const everyone: Person[] = [];
  try {
    await course(program, browsers, script, everyone);
  } catch (error) {
    // What each of them saw tells more than the line that failed.
    const seen = await Promise.all(everyone.map(async ({ page }) => `${page.url()}\n${(await page.locator('main').innerText()).slice(0, 1500)}`));
    throw new Error(`${(error as Error).message}\n\n${seen.join('\n\n---\n\n')}`, { cause: error });
  }
}

async function course(program: Program, [first, second]: [Browser, Browser], script: boolean, everyone: Person[]): Promise<void> {
  const password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  const organiser = await person(first, program.url, { script });
  const newcomer = await person(first, program.url, { script });
  const supporter = await person(second, program.url, { script });
  const citizen = await person(second, program.url, { script, width: 360 });
  everyone.push(organiser, newcomer, supporter, citizen);
  const open = async ({ page }: Person, address: string) => {
    await page.goto(address);
    if (script) await ready(page);
  };
  const signIn = async (who: Person, email: string, secret: string) => {
    await open(who, '/log-ind');
    await who.page.getByLabel(t.members.fields.email).fill(email);
    await who.page.getByLabel(t.members.fields.password, { exact: true }).fill(secret);
    await submit(who.page, t.members.signIn.submit);
    await who.page.getByRole('button', { name: t.common.signOut }).first().waitFor({ state: 'attached' });
  };

  // Someone joins, confirms by the mailed link and signs in.
  await open(newcomer, '/opret');
  await newcomer.page.getByLabel(t.members.fields.name, { exact: true }).fill('Nyt medlem');
  await newcomer.page.getByLabel(t.members.fields.email).fill('newcomer@example.org');
  await newcomer.page.getByLabel(t.members.fields.password, { exact: true }).fill('fire ord i en række');
  await submit(newcomer.page, t.members.join.submit);
  await heading(newcomer.page, t.members.join.sentTitle);
  const confirmation = await mailSaying(program.dataDir, 'newcomer@example.org', /\/bekraeft\//);
  await open(newcomer, /\/bekraeft\/[\w-]+/.exec(confirmation)?.[0] ?? '');
  await submit(newcomer.page, t.members.confirm.submit);
  await newcomer.page.waitForURL('**/log-ind**');
  await signIn(newcomer, 'newcomer@example.org', 'fire ord i en række');
  await signIn(organiser, 'organiser@example.org', password);
  await signIn(supporter, 'member2@example.org', password);

  // The organiser makes a meeting and calls it; a notice with an invite is mailed.
  const title = script ? 'Møde med JavaScript' : 'Møde uden JavaScript';
  const day = dayOf(addDays(new Date(), 30));
  await open(organiser, '/moeder/ny');
  const fields = t.meetings.fields;
  await organiser.page.getByLabel(fields.title, { exact: true }).fill(title);
  await organiser.page.getByLabel(fields.purpose).fill('At gå hele vejen.');
  await organiser.page.getByLabel(fields.day, { exact: true }).fill(day);
  await organiser.page.getByLabel(fields.start, { exact: true }).fill('10:00');
  await organiser.page.getByLabel(fields.end, { exact: true }).fill('12:00');
  await organiser.page.getByLabel(fields.deadlineDay).fill(dayOf(addDays(new Date(), 20)));
  await organiser.page.getByRole('textbox', { name: fields.place }).fill('Mødesal 3');
  await organiser.page.getByLabel(fields.onlineUrl).fill('https://moede.example.org/3');
  await organiser.page.getByLabel(fields.capacity).fill('10');
  await submit(organiser.page, t.meetings.create);
  await heading(organiser.page, title);
  const meeting = new URL(organiser.page.url()).pathname;
  expect(meeting).toBe(`/moeder/${day}-moede-${script ? 'med' : 'uden'}-javascript`);
  expect((await citizen.page.goto(meeting))?.status()).toBe(404);
  await submit(organiser.page, t.meetings.call);
  await organiser.page.locator('main').getByText(t.meetings.states.called).first().waitFor();
  const invite = await mailSaying(program.dataDir, 'newcomer@example.org', /METHOD:REQUEST/);
  expect(invite).toContain('SUMMARY');
  expect(invite).not.toContain('member2@example.org');
  expect(await (await fetch(`${program.url}/kalender.ics`)).text()).toContain(title);
  citizen.problems.length = 0;

  // A member proposes and edits, others support and discuss.
  const propose = async (who: Person, words: string, initiative: RegExp | null) => {
    await open(who, `${meeting}/forslag/nyt`);
    await who.page.getByLabel(t.proposals.fields.title).fill(words);
    await who.page.getByLabel(t.proposals.fields.reason).fill(`Fordi ${words.toLowerCase()} angår mange.`);
    await who.page.getByLabel(t.proposals.kinds.decision).check();
    await who.page.getByLabel(t.proposals.fields.minutesWanted).fill('25');
    if (initiative) await who.page.getByLabel(initiative).check();
    await submit(who.page, t.proposals.submit);
    await heading(who.page, words);
    return new URL(who.page.url()).pathname;
  };
  const proposal = await propose(newcomer, 'Et åbent katalog', /^1\.5/);
  const unwanted = await propose(supporter, 'En helt anden sag', null);
  await open(newcomer, `${proposal}/rediger`);
  await newcomer.page.getByLabel(t.proposals.fields.title).fill('Et åbent katalog for alle');
  await submit(newcomer.page, t.common.save);
  await heading(newcomer.page, 'Et åbent katalog for alle');
  await open(supporter, proposal);
  await submit(supporter.page, t.proposals.supportThis);
  await supporter.page.getByText(t.proposals.supporters(1)).first().waitFor();
  await supporter.page.getByLabel(t.threads.writeLabel).fill('Et **godt** forslag.');
  await submit(supporter.page, t.threads.submit);
  await supporter.page.locator('main strong', { hasText: 'godt' }).waitFor();

  // The organiser answers both, builds the agenda and publishes it.
  const decide = async (address: string, choice: string, reason: string) => {
    await open(organiser, `${address}/afgoerelse`);
    await organiser.page.getByLabel(choice, { exact: true }).check();
    await organiser.page.getByLabel(t.proposals.decision.reason, { exact: false }).fill(reason);
    await submit(organiser.page, t.proposals.decision.submit);
    await organiser.page.waitForURL((url) => !url.pathname.endsWith('/afgoerelse'));
  };
  await decide(proposal, t.proposals.decision.accept, '');
  await decide(unwanted, t.proposals.decision.decline, 'Det hører til i et andet netværk.');
  await open(citizen, unwanted);
  await citizen.page.getByText('Det hører til i et andet netværk.').first().waitFor();
  await open(organiser, `${meeting}/dagsorden/rediger`);
  await organiser.page.getByLabel(t.agenda.build.itemTitle, { exact: true }).fill('Velkomst');
  await organiser.page.getByLabel(t.agenda.build.minutes, { exact: false }).fill('10');
  await submit(organiser.page, t.agenda.build.addButton);
  await organiser.page.waitForURL(/besked=/);
  await organiser.page.waitForLoadState('networkidle');
  await organiser.page.getByRole('button', { name: t.agenda.build.upLong('Velkomst') }).click();
  await expect.poll(async () => (await organiser.page.locator('main').innerText()).replace(/\s+/g, ' '), { timeout: 10_000 }).toMatch(/10\.00.*Velkomst.*10\.10.*Et åbent katalog for alle/);
  await submit(organiser.page, t.agenda.build.publish);
  await organiser.page.waitForURL((url) => url.pathname === `${meeting}/dagsorden`);
  await open(citizen, `${meeting}/dagsorden`);
  await citizen.page.getByText('Velkomst').first().waitFor();

  // Members register, and everyone sees how many come.
  const register = async (who: Person, answer: string) => {
    await open(who, meeting);
    await who.page.getByRole('button', { name: answer, exact: true }).first().click();
    await who.page.waitForLoadState('networkidle');
  };
  await register(newcomer, t.registrations.answers.on_site);
  await newcomer.page.getByText(t.registrations.own.on_site).first().waitFor();
  await register(supporter, t.registrations.answers.online);
  await supporter.page.getByText(t.registrations.own.online).first().waitFor();

  // The meeting runs, and every open page follows.
  for (const who of everyone) await open(who, `${meeting}/live`);
  const seen = async (who: Person, words: string) => {
    if (!script) await open(who, `${meeting}/live`);
    await who.page.locator('main').getByText(words).first().waitFor({ timeout: script ? 5_000 : 20_000 });
  };
  await submit(organiser.page, t.meetings.start);
  await seen(citizen, t.agenda.live.between);
  await submit(organiser.page, t.agenda.live.open(1, 'Velkomst'));
  await seen(citizen, t.agenda.live.nowOf(1, 2));
  await seen(organiser, t.agenda.live.nowOf(1, 2));
  await organiser.page.getByLabel(t.agenda.outcomes.noted, { exact: true }).check();
  await submit(organiser.page, t.agenda.live.closeNext('Et åbent katalog for alle'));
  await seen(citizen, t.agenda.live.nowOf(2, 2));
  await seen(newcomer, t.agenda.live.nowOf(2, 2));
  await newcomer.page.getByLabel(t.threads.writeLabel).fill('Hvem holder kataloget ved lige?');
  await submit(newcomer.page, t.threads.submit);
  await seen(citizen, 'Hvem holder kataloget ved lige?');
  await seen(organiser, t.agenda.live.nowOf(2, 2));
  await organiser.page.getByLabel(t.agenda.outcomes.decided, { exact: true }).check();
  await submit(organiser.page, t.agenda.live.close);
  await seen(citizen, t.agenda.live.allDone);
  await seen(organiser, t.agenda.live.allDone);
  await submit(organiser.page, t.meetings.hold);
  await seen(citizen, t.agenda.live.over);

  const initiative = await minutes({ organiser, newcomer, citizen, open }, meeting);
  await chain(citizen, open, initiative, { proposal, meeting });
  expectNoProblems(...everyone);
  for (const { context } of everyone) await context.close();
}

type Writers = { organiser: Person; newcomer: Person; citizen: Person; open(who: Person, address: string): Promise<void> };

/** The minutes are written, reviewed, corrected, approved and published; answers the decision's number. */
async function minutes({ organiser, newcomer, citizen, open }: Writers, meeting: string): Promise<string> {
  const { page } = organiser;
  await open(organiser, meeting);
  await submit(page, t.organisers.steps.begin_minutes);
  await page.waitForURL(`**${meeting}/referat/**`);
  await open(organiser, `${meeting}/referat/rediger`);
  const entries = page.getByLabel(t.minutes.entryText, { exact: false });
  await expect.poll(() => entries.count()).toBe(2);
  for (const [index, words] of ['Alle blev budt velkommen.', 'Forslaget fik opbakning.'].entries()) {
    await open(organiser, `${meeting}/referat/rediger`);
    await entries.nth(index).fill(words);
    await page.getByRole('button', { name: t.minutes.saveEntry }).nth(index).click();
    await page.waitForLoadState('networkidle');
  }
  await open(organiser, `${meeting}/referat/rediger`);
  await page.locator('summary', { hasText: t.minutes.addDecision }).nth(1).click();
  const decision = page.locator('form', { has: page.getByLabel(t.minutes.decisionText, { exact: false }) }).nth(1);
  await decision.getByLabel(t.minutes.decisionText, { exact: false }).fill('Netværket anbefaler kataloget.');
  await choose(decision, /^1\.5/);
  await decision.getByRole('button').last().click();
  await page.getByText('Netværket anbefaler kataloget.').first().waitFor();
  await open(organiser, `${meeting}/referat/rediger`);
  await page.locator('summary', { hasText: t.minutes.addAction }).nth(1).click();
  const action = page.locator('form', { has: page.getByLabel(t.minutes.actionText, { exact: false }) }).nth(1);
  await action.getByLabel(t.minutes.actionText, { exact: false }).fill('Find en vært for kataloget.');
  await action.getByLabel(t.minutes.responsibleOrganisation, { exact: false }).selectOption({ label: 'Eksempelsekretariatet' });
  await action.getByLabel(t.minutes.dueOn, { exact: false }).fill(dayOf(addDays(new Date(), 60)));
  await choose(action, /^1\.5/);
  await action.getByRole('button').last().click();
  await page.getByText('Find en vært for kataloget.').first().waitFor();

  await open(organiser, `${meeting}/referat/rediger`);
  await page.getByLabel(t.minutes.reviewDue, { exact: false }).fill(dayOf(addDays(new Date(), 7)));
  await submit(page, t.minutes.review);
  await page.getByText(t.minutes.reviewTitle).first().waitFor();

  await open(newcomer, `${meeting}/referat`);
  await newcomer.page.getByRole('link', { name: new RegExp(`${t.minutes.suggest}.*Et åbent katalog`) }).click();
  await newcomer.page.getByLabel(t.minutes.suggestText, { exact: false }).fill('Forslaget fik bred opbakning.');
  await newcomer.page.getByLabel(t.minutes.suggestWhy, { exact: false }).fill('Det gjaldt næsten alle.');
  await submit(newcomer.page, t.minutes.suggestSend);
  await newcomer.page.getByText('Forslaget fik bred opbakning.').first().waitFor({ state: 'attached' });

  await open(organiser, `${meeting}/referat`);
  await page.getByRole('link', { name: t.minutes.decide }).first().click();
  await page.getByLabel(t.minutes.decideAccept, { exact: true }).check();
  await page.getByLabel(t.minutes.decideReason, { exact: false }).fill('Det er rigtigt.');
  await submit(page, t.minutes.decideSend);
  await page.getByText('Det er rigtigt.').first().waitFor({ state: 'attached' });
  await open(organiser, `${meeting}/referat`);
  await submit(page, t.minutes.approve);
  await page.getByText(t.minutes.approvedTitle).first().waitFor();
  await submit(page, t.minutes.publish);
  await page.locator('main').getByText(t.minutes.version(1)).first().waitFor();
  await open(citizen, `${meeting}/referat`);
  const text = await citizen.page.locator('main').innerText();
  expect(text).toContain('Forslaget fik bred opbakning.');
  return /\d{4}-\d+(?=\D)/.exec(text.slice(text.indexOf(t.minutes.decision)))?.[0] ?? '';
}

async function choose(form: ReturnType<Page['locator']>, initiative: RegExp): Promise<void> {
  const box = form.getByLabel(initiative);
  if (!(await box.isVisible())) await form.locator('summary').last().click();
  await box.check();
}

/** The initiative's page shows the proposal, the item, the decision and the action, and each leads there and back. */
async function chain(citizen: Person, open: Writers['open'], decision: string, { proposal, meeting }: { proposal: string; meeting: string }): Promise<void> {
  const initiative = '/handlingsplaner/2017-2019/initiativer/1.5';
  await open(citizen, initiative);
  const links = await citizen.page.locator('main a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).getAttribute('href') ?? ''));
  expect(decision).toMatch(/^\d{4}-\d+$/);
  const wanted = [proposal, new RegExp(`^${meeting}/dagsorden#punkt-`), `/beslutninger/${decision}`, /^\/opfoelgninger\/[\da-f-]{36}$/];
  for (const link of wanted) expect([String(link), links.some((href) => (typeof link === 'string' ? href === link : link.test(href)))]).toEqual([String(link), true]);
  for (const address of [proposal, `${meeting}/dagsorden`, `${meeting}/referat`, `/beslutninger/${decision}`]) {
    await open(citizen, address);
    expect([address, await citizen.page.locator(`main a[href="${initiative}"]`).count()]).not.toEqual([address, 0]);
  }
  await open(citizen, proposal);
  expect(await citizen.page.locator(`main a[href^="${meeting}/"]`).count()).toBeGreaterThan(0);
}
