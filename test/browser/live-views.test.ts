import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { members } from '~/db/schema';
import { readConfig } from '~/server/config';
import type { Actor } from '~/server/context';
import { givePart } from '~/server/domain/meetings/commands';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { da } from '~/server/i18n/da';
import { makeLog } from '~/server/log';
import { makeServices } from '~/server/services';
import { axeFinds, htmlFinds } from '../support/accessible';
import { aLiveMeeting } from '../support/agenda';
import { expectNoProblems, launch, person, ready, type Person } from '../support/browser';
import { startProgram, type Program } from '../support/program';
import type { World } from '../support/world';

const t = da;
let program: Program;
let connection: Connection;
let browser: Browser;
let world: Pick<World, 'as' | 'clock'>;
let organiser: Actor;
let password: string;

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  const services = makeServices(read.config, connection, makeLog('silent'));
  world = { as: (actor) => services.makeCtx(actor), clock: { now: new Date() } };
  organiser = await actorOf('organiser@example.org');
  password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await connection.close();
  await program.stop();
});

async function actorOf(email: string): Promise<Actor> {
  const [row] = await connection.db.select().from(members).where(eq(members.email, email));
  if (!row) throw new Error(`nobody has ${email}`);
  return { id: row.id, name: row.name, role: row.role, language: row.language, confirmed: true, owns: [], chairs: [], takesMinutes: [] };
}

/** A meeting that runs, with a chair and a minute taker who are no organisers, and its minutes begun. */
async function aMeeting(titles: string[]): Promise<{ address: string; id: string }> {
  const { id, slug } = await aLiveMeeting(world as World, organiser, titles);
  await givePart(world.as(organiser), id, { memberId: (await actorOf('owner@example.org')).id, part: 'chair' });
  await givePart(world.as(organiser), id, { memberId: (await actorOf('member2@example.org')).id, part: 'minute_taker' });
  await beginMinutes(world.as(organiser), id);
  return { id, address: `/moeder/${slug}/live` };
}

async function signedIn(email: string, options: { script?: boolean; width?: number } = {}): Promise<Person> {
  const who = await person(browser, program.url, options);
  await who.page.goto('/log-ind');
  await who.page.getByLabel(t.members.fields.email).fill(email);
  await who.page.getByLabel(t.members.fields.password, { exact: true }).fill(password);
  await who.page.locator('main').getByRole('button', { name: t.members.signIn.submit, exact: true }).click();
  await who.page.waitForURL((url) => !url.pathname.endsWith('/log-ind'));
  return who;
}

const press = (page: Page, name: string | RegExp) => page.locator('main').getByRole('button', { name, exact: true }).first().click();
const sees = (page: Page, words: string | RegExp) => page.locator('main').getByText(words).filter({ visible: true }).first().waitFor();
const nowOn = (page: Page, title: string) => page.getByRole('heading', { level: 2, name: title, exact: true }).and(page.locator('#aktuelt')).waitFor();

describe('the meeting as it runs', () => {
  it('shows the same state in three views and on the big screen', async () => {
    const { address } = await aMeeting(['Velkomst', 'Et åbent katalog', 'Eventuelt']);
    const chair = await signedIn('owner@example.org');
    const member = await signedIn('member@example.org', { width: 360 });
    const writer = await signedIn('member2@example.org');
    const screen = await person(browser, program.url, { width: 1920 });
    for (const { page } of [chair, member, writer]) {
      await page.goto(address);
      await ready(page);
      await page.getByText(t.common.live.connected).waitFor();
    }
    await screen.page.goto(`${address}/storskaerm`);
    await ready(screen.page);
    // Each comes to the view of their part, and nobody is offered one that is not theirs.
    await chair.page.getByRole('link', { name: t.floor.views.ordstyrer, exact: true }).and(chair.page.locator('[aria-current]')).waitFor();
    await writer.page.getByRole('link', { name: t.floor.views.referent, exact: true }).and(writer.page.locator('[aria-current]')).waitFor();
    expect(await member.page.getByRole('navigation', { name: t.floor.views.label }).getByRole('link').allInnerTexts()).toEqual([t.floor.views.bigScreen]);

    await press(chair.page, t.agenda.live.open(1, 'Velkomst'));
    for (const { page } of [chair, member, writer]) await nowOn(page, 'Velkomst');
    await sees(screen.page, 'Velkomst');

    // A hand is raised, called and put down; everyone sees the name.
    const name = (await actorOf('member@example.org')).name;
    await member.page.getByText(t.floor.queue.raise, { exact: true }).click();
    await press(member.page, `${t.floor.queue.raiseButton}: ${t.floor.queue.kinds.reply}`);
    await sees(member.page, t.floor.queue.place(1));
    await sees(screen.page, name);
    await press(chair.page, t.floor.queue.callNext(name));
    await sees(member.page, t.floor.queue.haveFloor);
    await sees(writer.page, t.floor.queue.speaking);
    await press(member.page, t.floor.queue.finish);
    await sees(chair.page, t.floor.queue.nobodyWaits);

    // The room is asked, answers, and sees the figures.
    await chair.page.getByText(t.floor.sounding.open, { exact: true }).click();
    await chair.page.getByLabel(t.floor.sounding.question).fill('Skal vi gå videre?');
    await press(chair.page, t.floor.sounding.openButton);
    for (const { page } of [chair, member, writer, screen]) {
      await sees(page, 'Skal vi gå videre?');
      await sees(page, t.floor.sounding.notVote);
    }
    await press(member.page, t.floor.sounding.answers.for);
    await press(writer.page, t.floor.sounding.answers.not_sure);
    for (const { page } of [chair, member, writer, screen]) await sees(page, t.floor.sounding.count(2));
    await press(chair.page, t.floor.sounding.close);
    await sees(member.page, t.floor.sounding.closed);

    // What is written is shown to all before the item is closed, and stays with the one who writes when the meeting goes on.
    const field = writer.page.getByLabel(t.minutes.entryText, { exact: false }).filter({ visible: true }).first();
    await field.fill('Alle blev budt velkommen.');
    await press(writer.page, new RegExp(`^${t.minutes.saveEntry}`));
    await press(chair.page, `${t.floor.shown.show} Velkomst`);
    await sees(member.page, 'Alle blev budt velkommen.');
    await field.focus();
    await field.press('End');
    await field.pressSequentially(' Og nogle ord mere');
    await press(chair.page, t.agenda.live.close);
    await sees(chair.page, t.refusals.outcome_required as string);
    await chair.page.getByLabel(t.agenda.outcomes.noted, { exact: true }).check();
    await press(chair.page, t.agenda.live.closeNext('Et åbent katalog'));
    for (const { page } of [chair, member, writer]) await nowOn(page, 'Et åbent katalog');
    expect(await field.inputValue()).toBe('Alle blev budt velkommen. Og nogle ord mere');
    expect(await field.evaluate((element) => document.activeElement === element)).toBe(true);

    expect(await axeFinds(chair.page)).toEqual([]);
    expect(await axeFinds(member.page)).toEqual([]);
    expect(await axeFinds(writer.page)).toEqual([]);
    expect(await axeFinds(screen.page)).toEqual([]);
    expectNoProblems(member, writer, screen);
    // The browser itself reports the refused form.
    expect(chair.problems.filter((problem) => !problem.includes('422'))).toEqual([]);
    for (const { context } of [chair, member, writer, screen]) await context.close();
  }, 120_000);

  it('says that the connection is lost, and catches up', async () => {
    const { address } = await aMeeting(['Først', 'Siden']);
    const chair = await signedIn('owner@example.org');
    const member = await signedIn('member@example.org');
    for (const { page } of [chair, member]) {
      await page.goto(address);
      await ready(page);
      await page.getByText(t.common.live.connected).waitFor();
    }
    await member.context.setOffline(true);
    await sees(member.page, t.common.live.lost);
    await press(chair.page, t.agenda.live.open(1, 'Først'));
    await nowOn(chair.page, 'Først');
    await chair.page.getByLabel(t.agenda.outcomes.noted, { exact: true }).check();
    await press(chair.page, t.agenda.live.closeNext('Siden'));
    await nowOn(chair.page, 'Siden');
    await member.context.setOffline(false);
    await nowOn(member.page, 'Siden');
    await sees(member.page, t.common.live.connected);
    for (const { context } of [chair, member]) await context.close();
  }, 60_000);

  it('works by forms alone', async () => {
    const { address } = await aMeeting(['Uden script', 'Det næste']);
    const chair = await signedIn('owner@example.org', { script: false });
    const member = await signedIn('member@example.org', { script: false, width: 360 });
    const { name } = await actorOf('member@example.org');
    await chair.page.goto(address);
    await press(chair.page, t.agenda.live.open(1, 'Uden script'));
    await nowOn(chair.page, 'Uden script');
    await member.page.goto(address);
    await member.page.getByText(t.floor.queue.raise, { exact: true }).click();
    await press(member.page, `${t.floor.queue.raiseButton}: ${t.floor.queue.kinds.question}`);
    await sees(member.page, t.floor.queue.place(1));
    await chair.page.getByRole('link', { name: t.floor.refresh }).click();
    await press(chair.page, t.floor.queue.callNext(name));
    // Without script a form leads back to its own part of the page.
    expect(new URL(chair.page.url()).hash).toBe('#talerliste');
    expect(new URL(chair.page.url()).searchParams.get('visning')).toBe('ordstyrer');
    await chair.page.getByText(t.floor.sounding.open, { exact: true }).click();
    await chair.page.getByLabel(t.floor.sounding.question).fill('Er vi enige?');
    await press(chair.page, t.floor.sounding.openButton);
    await member.page.getByRole('link', { name: t.floor.refresh }).click();
    await sees(member.page, t.floor.queue.haveFloor);
    await press(member.page, t.floor.sounding.answers.for);
    await sees(member.page, t.floor.sounding.count(1));
    await press(chair.page, t.agenda.live.close);
    await sees(chair.page, t.refusals.outcome_required as string);
    await chair.page.getByRole('link', { name: t.common.back }).click();
    await chair.page.getByLabel(t.agenda.outcomes.noted, { exact: true }).check();
    await press(chair.page, t.agenda.live.close);
    await sees(chair.page, t.agenda.live.between);
    for (const { page } of [chair, member]) expect(await htmlFinds(await (await page.request.get(page.url())).text())).toEqual([]);
    expect(await htmlFinds(await (await fetch(`${program.url}${address}/storskaerm`)).text())).toEqual([]);
    for (const { context } of [chair, member]) await context.close();
  }, 60_000);
});
