import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { mails, meetings } from '~/db/schema';
import { seedCourse } from '~/db/seed/course';
import { seedPeople } from '~/db/seed/example-people';
import { readConfig } from '~/server/config';
import { callMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { submitProposal } from '~/server/domain/proposals/commands';
import { da as t } from '~/server/i18n/da';
import { makeLog } from '~/server/log';
import { makeServices } from '~/server/services';
import { addDays, dayOf } from '~/server/time';
import { expectNoProblems, launch, person, ready, type Person } from '../support/browser';
import { meetingInput } from '../support/make';
import { startProgram, type Program } from '../support/program';
import { words } from '../support/proposals';

let program: Program;
let connection: Connection;
let browser: Browser;
/** Makes a called meeting that takes proposals and has one, later than the one that follow-up comes to by itself. */
let aMeeting: (title: string) => Promise<{ id: string; slug: string }>;

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  const services = makeServices(read.config, connection, makeLog('silent'));
  const people = await seedPeople(services);
  await seedCourse(services, people);
  aMeeting = async (title) => {
    const { startsAt, endsAt, ...input } = meetingInput(new Date(), { title });
    const start = addDays(startsAt, 40);
    const meeting = await createMeeting(services.makeCtx(people.organiser), { ...input, startsAt: start, endsAt: addDays(endsAt, 40), day: dayOf(start) });
    await callMeeting(services.makeCtx(people.organiser), meeting.id);
    await submitProposal(services.makeCtx(people.member), meeting.id, words('Et forslag til mødet'));
    return meeting;
  };
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await connection.close();
  await program.stop();
});

/** How someone works a page: with a mouse that may have no script behind it, or with the keys alone. */
type Hands = { press(target: Locator): Promise<void>; type(target: Locator, text: string): Promise<void>; choose(select: Locator, label: RegExp): Promise<void> };

const mouse = (): Hands => ({
  press: (target) => target.click(),
  type: (target, text) => target.fill(text),
  choose: async (select, label) => void (await select.selectOption({ label: await labelOf(select, label) })),
});

function keys(page: Page): Hands {
  const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);
  /** Forward from where the focus is, round the page if need be. */
  async function reach(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < 500; presses += 1) {
      if (await isFocused(target)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`no way by the Tab key to ${target}`);
  }
  return {
    async press(target) {
      await reach(target);
      await page.keyboard.press((await target.getAttribute('type')) === 'checkbox' ? 'Space' : 'Enter');
    },
    async type(target, text) {
      await reach(target);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    async choose(select, label) {
      await reach(select);
      const wanted = await labelOf(select, label);
      const chosen = () => select.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.label);
      for (let presses = 0; presses < 50 && (await chosen()) !== wanted; presses += 1) await page.keyboard.press('ArrowDown');
      expect(await chosen()).toBe(wanted);
    },
  };
}

async function labelOf(select: Locator, label: RegExp): Promise<string> {
  const labels = await select.locator('option').allInnerTexts();
  return labels.find((text) => label.test(text)) ?? `none of ${labels.join()} is ${label}`;
}

const build = t.agenda.build;

/** From an earlier agenda to a published one, and one changed afterwards. */
async function walk(organiser: Person, reader: Person, script: boolean): Promise<void> {
  const { page } = organiser;
  const hands = script ? keys(page) : mouse();
  const meeting = await aMeeting(script ? 'Møde bygget med tasterne' : 'Møde bygget uden JavaScript');
  const address = `/moeder/${meeting.slug}/dagsorden`;
  const open = async (who: Person, to: string) => {
    await who.page.goto(to);
    if (script && who === organiser) await ready(who.page);
  };
  const said = (notice: string) => page.locator('main').getByText(notice, { exact: true }).waitFor();
  const button = (name: string) => page.locator('main').getByRole('button', { name, exact: true });
  const row = (title: string) => page.locator('.builder__item', { has: page.getByRole('heading', { name: title }) });
  const order = async () => (await page.locator('.builder-section__title, .builder__title').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());

  await open(organiser, '/log-ind');
  await hands.type(page.getByLabel(t.members.fields.email), 'organiser@example.org');
  await hands.type(page.getByLabel(t.members.fields.password, { exact: true }), (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim());
  await hands.press(button(t.members.signIn.submit));
  await page.getByRole('button', { name: t.common.signOut }).first().waitFor({ state: 'attached' });

  // What an earlier meeting had.
  await open(organiser, `${address}/rediger`);
  await hands.press(page.locator('summary', { hasText: build.template }));
  await hands.choose(page.getByLabel(build.templateFrom, { exact: true }), /^Eksempelmøde/);
  await hands.press(button(build.templateButton));
  await said(t.notices.template_taken);
  expect(await order()).toEqual(['1. Eventuelt']);

  // An own item with a guest, first without asking the guest: nothing typed is lost.
  const form = page.locator('#tilfoej form');
  await hands.type(form.getByLabel(build.itemTitle, { exact: true }), 'Velkomst');
  await hands.type(form.getByLabel(build.minutes), '10');
  await hands.type(form.getByRole('combobox', { name: build.section }), 'Formalia');
  await hands.type(form.getByLabel(build.presenter), 'Formanden');
  await hands.press(button(build.addButton));
  await page.getByText(t.refusals.consent_required as string).waitFor();
  expect(await form.getByLabel(build.presenter).inputValue()).toBe('Formanden');
  // The browser tells of every answer that is no yes.
  expect(organiser.problems.splice(0).filter((problem) => !problem.includes('422'))).toEqual([]);
  await hands.press(form.getByLabel(build.presenterConsent));
  await hands.press(button(build.addButton));
  await said(t.notices.item_added);

  // One with a member, and too long for the meeting.
  await open(organiser, `${address}/rediger`);
  await hands.type(form.getByLabel(build.itemTitle, { exact: true }), 'En lang sag');
  await hands.type(form.getByLabel(build.minutes), '115');
  await hands.type(form.getByRole('combobox', { name: build.section }), 'Sager');
  await hands.choose(form.getByLabel(build.presenterMember), /^Eksempel: /);
  await hands.press(form.getByLabel(build.presenterConsent));
  await hands.press(button(build.addButton));
  await row('En lang sag').waitFor();

  // A break by one press, a proposal, and a piece of follow-up.
  await open(organiser, `${address}/rediger`);
  await hands.press(button(build.addBreak));
  await row('Pause').waitFor();
  await open(organiser, `${address}/rediger`);
  await hands.press(button(build.acceptLong('Et forslag til mødet')));
  await said(t.notices.proposal_put);
  await open(organiser, `${address}/rediger`);
  await hands.press(page.locator('#opfoelgning').getByRole('button').first());
  await said(t.notices.followed_up);
  expect(await order()).toEqual(['Formalia', '1. Velkomst', 'Sager', '2. En lang sag', '3. Pause', '4. Et forslag til mødet', '5. Opfølgning fra tidligere møder', '6. Eventuelt']);
  await row('Opfølgning fra tidligere møder').getByText('Undersøg, hvem der kan drive kataloget').waitFor();
  await page.getByText(build.overrun(60)).waitFor();
  await page.getByText(build.overrunFrom(2, 'En lang sag')).waitFor();

  // By its buttons the break passes the long item and comes under its heading; the focus stays with it.
  await open(organiser, `${address}/rediger`);
  await hands.press(button(build.upLong('Pause')));
  await expect.poll(order).toEqual(['Formalia', '1. Velkomst', '2. Pause', 'Sager', '3. En lang sag', '4. Et forslag til mødet', '5. Opfølgning fra tidligere møder', '6. Eventuelt']);
  if (script) expect(await row('Pause').evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await hands.press(button(build.downLong('Pause')));
  await expect.poll(order).toEqual(['Formalia', '1. Velkomst', 'Sager', '2. En lang sag', '3. Pause', '4. Et forslag til mødet', '5. Opfølgning fra tidligere møder', '6. Eventuelt']);

  // The preview is what readers then see.
  await open(organiser, `${address}/rediger`);
  await hands.press(page.getByRole('link', { name: build.preview, exact: true }));
  await page.getByText(build.previewTitle).waitFor();
  const paper = async (of: Page) => (await of.locator('.agenda-section__title, .agenda').allInnerTexts()).join('\n');
  const previewed = await paper(page);
  await hands.press(button(build.publish));
  await said(t.notices.agenda_published);
  await open(reader, address);
  expect(await paper(reader.page)).toBe(previewed);
  for (const told of ['Formalia', 'Oplæg: Formanden', 'Undersøg, hvem der kan drive kataloget']) expect(previewed).toContain(told);

  // A change is a new version with its difference, and no mail of its own.
  await open(organiser, `${address}/rediger`);
  await hands.press(row('En lang sag').getByRole('link', { name: new RegExp(`^${build.edit}`) }));
  await page.waitForURL('**/punkter/**');
  if (script) await ready(page);
  await hands.type(page.getByLabel(build.minutes), '50');
  await hands.press(button(t.common.save));
  const difference = '»En lang sag« er ændret: varighed fra 115 minutter til 50 minutter';
  await page.locator('#offentliggoerelse').getByText(difference).waitFor();
  await hands.press(button(build.publishAgain(2)));
  await said(t.notices.agenda_published_again);
  await open(reader, `${address}?version=2`);
  await reader.page.getByText(difference).waitFor();
  const told = (await connection.db.select().from(mails).where(eq(mails.kind, 'agenda.published'))).filter((mail) => mail.params.meetingId === meeting.id);
  expect(new Set(told.map((mail) => mail.params.number))).toEqual(new Set([1]));
  expect((await connection.db.select({ n: meetings.agendaNoticedNumber }).from(meetings).where(eq(meetings.id, meeting.id)))[0]?.n).toBe(1);
}

it.each([['with the keyboard alone', true], ['with JavaScript off', false]] as const)('an agenda is built, previewed, published and changed %s', async (_name, script) => {
  const organiser = await person(browser, program.url, { script });
  const reader = await person(browser, program.url, { script: false, width: 360 });
  await walk(organiser, reader, script).catch(async (error: Error) => {
    // What was seen tells more than the line that failed.
    throw new Error(`${error.message}\n\n${organiser.page.url()}\n${(await organiser.page.locator('main').innerText()).slice(0, 2500)}`, { cause: error });
  });
  expectNoProblems(organiser, reader);
  for (const { context } of [organiser, reader]) await context.close();
}, 180_000);
