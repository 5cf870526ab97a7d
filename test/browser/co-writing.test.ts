import { eq } from 'drizzle-orm';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { meetingParts, minutesEntries } from '~/db/schema';
import { seedPeople, type ExamplePeople } from '~/db/seed/example-people';
import { readConfig } from '~/server/config';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import { callMeeting, createMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { da as t } from '~/server/i18n/da';
import { makeLog } from '~/server/log';
import { makeServices, type Services } from '~/server/services';
import { addDays, dayOf } from '~/server/time';
import { expectNoProblems, launch, person, ready, type Person } from '../support/browser';
import { meetingInput } from '../support/make';
import { startProgram, type Program } from '../support/program';

type Draft = { meetingId: string; slug: string; entries: string[] };

let program: Program;
let connection: Connection;
let services: Services;
let people: ExamplePeople;
let browsers: Browser[];
/** Minutes of a meeting under way, with two minute takers: member and member2. */
let aDraft: (title: string) => Promise<Draft>;
let hold: (meetingId: string) => Promise<void>;

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  services = makeServices(read.config, connection, makeLog('silent'));
  people = await seedPeople(services);
  const organiser = services.makeCtx(people.organiser);
  aDraft = async (title) => {
    const meeting = await createMeeting(organiser, meetingInput(new Date(), { title }));
    await callMeeting(organiser, meeting.id);
    for (const item of ['Første', 'Andet']) await addItem(organiser, meeting.id, { title: item, body: '', kind: 'discussion', minutes: 10, presenter: null, initiatives: [] });
    await publishAgenda(organiser, meeting.id);
    await startMeeting(organiser, meeting.id);
    await beginMinutes(organiser, meeting.id);
    await connection.db.insert(meetingParts).values([people.member, people.member2].map(({ id }) => ({ meetingId: meeting.id, memberId: id, part: 'minute_taker' as const })));
    const { entries } = await minutesOfMeeting(organiser, meeting.id);
    return { meetingId: meeting.id, slug: meeting.slug, entries: entries.map(({ id }) => id) };
  };
  hold = (meetingId) => holdMeeting(organiser, meetingId);
  browsers = [await launch(), await launch()];
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await connection.close();
  await program.stop();
});

async function signedIn(browser: Browser, who: 'organiser' | 'member' | 'member2', options: { script?: boolean } = {}): Promise<Person> {
  const somebody = await person(browser, program.url, options);
  const { name, value } = await services.sessions.begin(people[who].id);
  await somebody.context.addCookies([{ name, value, url: program.url }]);
  return somebody;
}

const fields = (page: Page) => page.locator('.entry-form textarea[name=text]');
const field = (page: Page, index: number) => fields(page).nth(index);
const form = (page: Page, index: number) => page.locator('.entry-form').nth(index);
const stored = async (entryId: string | undefined) => (await connection.db.select().from(minutesEntries).where(eq(minutesEntries.id, entryId ?? '')))[0]?.text;
const holds = (what: Locator, text: string) => expect.poll(() => what.inputValue(), { timeout: 20_000 }).toBe(text);
const says = (entryId: string | undefined, text: string) => expect.poll(() => stored(entryId), { timeout: 20_000 }).toBe(text);

async function write(who: Person, { slug }: Draft): Promise<Page> {
  await who.page.goto(`/moeder/${slug}/referat/rediger`);
  await ready(who.page);
  await fields(who.page).first().waitFor();
  return who.page;
}

/** The connection goes: what was loaded stays, nothing else comes through. */
async function cut(who: Person, off: boolean): Promise<void> {
  await who.context.setOffline(off);
  if (!off) who.problems.splice(0);
}

it('saves as one types, shows each what the other writes, and who is there', async () => {
  const draft = await aDraft('Samtidig skrivning');
  const [one, two] = [await signedIn(browsers[0]!, 'member'), await signedIn(browsers[1]!, 'member2')];
  const [a, b] = [await write(one, draft), await write(two, draft)];
  // Different entries do not meet.
  await field(a, 0).pressSequentially('Mødet begyndte.');
  await field(b, 1).pressSequentially('Der var intet.');
  await says(draft.entries[0], 'Mødet begyndte.');
  await says(draft.entries[1], 'Der var intet.');
  await form(a, 0).getByText(t.minutes.writing.saved, { exact: false }).first().waitFor();
  // Each sees the other's words, and that the other writes there.
  await holds(field(b, 0), 'Mødet begyndte.');
  await holds(field(a, 1), 'Der var intet.');
  await form(b, 0).getByText(t.minutes.writing.others(['Eksempel: medlem'])).waitFor();
  // The same entry, other words: both stand together. What comes in moves neither the focus nor the caret.
  await field(b, 0).focus();
  await b.keyboard.press('Control+End');
  await b.keyboard.type('\nSidst talte vi om andet.');
  await says(draft.entries[0], 'Mødet begyndte.\nSidst talte vi om andet.');
  await holds(field(a, 0), 'Mødet begyndte.\nSidst talte vi om andet.');
  await field(b, 0).focus();
  await b.keyboard.press('Control+End');
  await b.keyboard.press('ArrowLeft');
  await field(a, 0).focus();
  await a.keyboard.press('Control+Home');
  await a.keyboard.type('Kl. 10. ');
  await holds(field(b, 0), 'Kl. 10. Mødet begyndte.\nSidst talte vi om andet.');
  const text = 'Kl. 10. Mødet begyndte.\nSidst talte vi om andet.';
  expect(await field(b, 0).evaluate((element: HTMLTextAreaElement) => [document.activeElement === element, element.selectionStart])).toEqual([true, text.length - 1]);
  // A reload shows what was written.
  await a.reload();
  await holds(field(a, 0), text);
  expectNoProblems(one, two);
  for (const { context } of [one, two]) await context.close();
});

it('keeps every word of who writes without a connection, over a reload, until it is there again', async () => {
  const draft = await aDraft('Uden forbindelse');
  const [one, two] = [await signedIn(browsers[0]!, 'member'), await signedIn(browsers[1]!, 'member2')];
  const [a, b] = [await write(one, draft), await write(two, draft)];
  await field(a, 0).fill('Linje et.\nLinje to.');
  await says(draft.entries[0], 'Linje et.\nLinje to.');
  await holds(field(b, 0), 'Linje et.\nLinje to.');
  await cut(one, true);
  await field(a, 0).focus();
  await a.keyboard.press('Control+End');
  await a.keyboard.type('\nSkrevet uden net.');
  await there(a, form(a, 0).getByText(t.minutes.writing.offline).first());
  // The other goes on meanwhile, elsewhere in the entry.
  await field(b, 0).fill('Linje et, rettet.\nLinje to.');
  await says(draft.entries[0], 'Linje et, rettet.\nLinje to.');
  await a.keyboard.type(' Og mere.');
  await cut(one, false);
  await says(draft.entries[0], 'Linje et, rettet.\nLinje to.\nSkrevet uden net. Og mere.');
  await holds(field(a, 0), 'Linje et, rettet.\nLinje to.\nSkrevet uden net. Og mere.');
  await holds(field(b, 0), 'Linje et, rettet.\nLinje to.\nSkrevet uden net. Og mere.');

  // The page is closed without a connection; the next one brings the words back and saves them.
  await a.route('**/tekst', (route) => route.abort());
  await field(a, 1).fill('Ikke nået frem.');
  await there(a, form(a, 1).getByText(t.minutes.writing.offline).first());
  await a.close();
  one.problems.splice(0);
  const again = await one.context.newPage();
  await again.goto(`/moeder/${draft.slug}/referat/rediger`);
  await says(draft.entries[1], 'Ikke nået frem.');
  await holds(field(again, 1), 'Ikke nået frem.');
  expectNoProblems(one, two);
  for (const { context } of [one, two]) await context.close();
});

it('keeps both texts where two change the same words, until the second chooses', async () => {
  const draft = await aDraft('Sammenstød');
  const [one, two] = [await signedIn(browsers[0]!, 'member'), await signedIn(browsers[1]!, 'member2')];
  const [a, b] = [await write(one, draft), await write(two, draft)];
  await field(a, 0).fill('Vi ses i maj.');
  await holds(field(b, 0), 'Vi ses i maj.');
  // Neither hears of the other while they write.
  await cut(two, true);
  await field(b, 0).fill('Vi ses i juni.');
  await field(a, 0).fill('Vi ses i april.');
  await says(draft.entries[0], 'Vi ses i april.');
  await cut(two, false);
  const choice = form(b, 0).locator('.clash');
  await choice.waitFor();
  expect(await field(b, 0).inputValue()).toBe('Vi ses i juni.');
  expect(await choice.locator('del').innerText()).toContain('april');
  expect(await choice.locator('ins').innerText()).toContain('juni');
  // The page is closed; the clash stands there when it is opened again, and the writing goes on.
  await b.goto(`/moeder/${draft.slug}/referat`);
  const again = await write(two, draft);
  await form(again, 0).locator('.clash').waitFor();
  expect(await field(again, 0).inputValue()).toBe('Vi ses i juni.');
  await form(again, 0).getByRole('button', { name: t.minutes.clash.mergeOwn }).click();
  await holds(field(again, 0), 'Vi ses i april.\nVi ses i juni.');
  await field(again, 0).fill('Vi ses i april og i juni.');
  await form(again, 0).getByRole('button', { name: t.minutes.clash.keepMine }).click();
  await says(draft.entries[0], 'Vi ses i april og i juni.');
  await holds(field(a, 0), 'Vi ses i april og i juni.');
  await form(again, 0).locator('.clash').waitFor({ state: 'detached' });
  // Every wording is kept, with what changed.
  await again.goto(`/moeder/${draft.slug}/referat/punkter/${draft.entries[0]}/ordlyd`);
  expect(await again.locator('.wording').count()).toBeGreaterThan(1);
  expect(await again.locator('main').innerText()).toContain('april');
  expectNoProblems(one, two);
  for (const { context } of [one, two]) await context.close();
});

it('is written, corrected and approved without JavaScript', async () => {
  const draft = await aDraft('Uden JavaScript');
  const [taker, organiser, member] = [await signedIn(browsers[0]!, 'member', { script: false }), await signedIn(browsers[0]!, 'organiser', { script: false }), await signedIn(browsers[1]!, 'member2', { script: false })];
  const own = `/moeder/${draft.slug}/referat`;
  for (const [index, words] of ['Det første punkt.', 'Det andet punkt.'].entries()) {
    await taker.page.goto(`${own}/rediger`);
    await field(taker.page, index).fill(words);
    await form(taker.page, index).getByRole('button', { name: t.minutes.saveEntry }).click();
    await taker.page.waitForURL(/besked=saved/);
  }
  // Two forms made from the same wording: the second is shown both, with its own words in the field.
  await taker.page.goto(`${own}/rediger`);
  await member.page.goto(`${own}/rediger`);
  await field(taker.page, 0).fill('Det allerførste punkt.');
  await form(taker.page, 0).getByRole('button', { name: t.minutes.saveEntry }).click();
  await taker.page.waitForURL(/besked=saved/);
  await field(member.page, 0).fill('Det næste punkt.');
  await form(member.page, 0).getByRole('button', { name: t.minutes.saveEntry }).click();
  await member.page.getByText('Det allerførste punkt.').first().waitFor();
  expect(await field(member.page, 0).inputValue()).toBe('Det næste punkt.');
  member.problems.splice(0);

  await hold(draft.meetingId);
  await organiser.page.goto(`${own}/rediger`);
  await organiser.page.getByLabel(t.minutes.reviewDue, { exact: false }).fill(dayOf(addDays(new Date(), 7)));
  await organiser.page.getByRole('button', { name: t.minutes.review, exact: true }).click();
  await organiser.page.getByText(t.minutes.reviewTitle).first().waitFor();
  await member.page.goto(own);
  await member.page.getByRole('link', { name: new RegExp(`${t.minutes.suggest}.*Andet`) }).click();
  await member.page.getByLabel(t.minutes.suggestText, { exact: false }).fill('Det andet og sidste punkt.');
  await member.page.getByLabel(t.minutes.suggestWhy, { exact: false }).fill('Der kom ikke flere.');
  await member.page.getByRole('button', { name: t.minutes.suggestSend }).click();
  await member.page.locator('.correction ins', { hasText: 'og sidste' }).waitFor();
  await organiser.page.goto(own);
  await organiser.page.getByRole('link', { name: t.minutes.decide }).first().click();
  await organiser.page.getByLabel(t.minutes.decideAccept, { exact: true }).check();
  await organiser.page.getByLabel(t.minutes.decideReason, { exact: false }).fill('Det er rigtigt.');
  await organiser.page.getByRole('button', { name: t.minutes.decideSend }).click();
  await organiser.page.getByRole('button', { name: t.minutes.approve, exact: true }).click();
  await organiser.page.getByRole('button', { name: t.minutes.publish, exact: true }).click();
  await organiser.page.getByRole('link', { name: t.minutes.erratum }).click();
  await organiser.page.getByLabel(t.minutes.entryText, { exact: false }).first().fill('Det aller-, allerførste punkt.');
  await organiser.page.getByLabel(t.minutes.erratumNote, { exact: false }).fill('Der manglede et ord.');
  await organiser.page.getByRole('button', { name: t.minutes.erratumSend }).click();
  await organiser.page.getByText('Der manglede et ord.').first().waitFor();
  expect(await organiser.page.locator('main').getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([t.minutes.version(2), t.minutes.version(1)]);
  expectNoProblems(taker, organiser, member);
  for (const { context } of [taker, organiser, member]) await context.close();
});

/** Waits for it; what the page showed instead tells more than that it did not come. */
async function there(page: Page, target: Locator): Promise<void> {
  await target.waitFor().catch(async (error: unknown) => {
    throw new Error(`not there: ${String(target)}\n${(await page.locator('main').innerText()).slice(0, 2_000)}`, { cause: error });
  });
}

/** Presses Tab until the element has the focus; every place on the way is one that a keyboard reaches. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await there(page, target);
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${String(target)}`);
}

it('is written, settled and approved with the keyboard alone', async () => {
  const draft = await aDraft('Med tastaturet');
  const [taker, organiser] = [await signedIn(browsers[0]!, 'member'), await signedIn(browsers[1]!, 'organiser')];
  const a = await write(taker, draft);
  await tabTo(a, field(a, 0));
  await a.keyboard.type('Skrevet med tasterne.');
  await tabTo(a, form(a, 0).getByRole('button', { name: t.minutes.saveEntry }));
  await a.keyboard.press('Enter');
  await says(draft.entries[0], 'Skrevet med tasterne.');
  await tabTo(a, field(a, 1));
  await a.keyboard.type('Også dette.');
  await says(draft.entries[1], 'Også dette.');
  const b = await write(organiser, draft);
  await cut(taker, true);
  await a.keyboard.press('Control+a');
  await a.keyboard.type('Det her i stedet.');
  await field(b, 1).fill('Noget helt tredje.');
  await says(draft.entries[1], 'Noget helt tredje.');
  await cut(taker, false);
  await tabTo(a, form(a, 1).getByRole('button', { name: t.minutes.clash.keepTheirs }));
  await a.keyboard.press('Enter');
  await holds(field(a, 1), 'Noget helt tredje.');

  await hold(draft.meetingId);
  await write(organiser, draft);
  await tabTo(b, b.getByRole('button', { name: t.minutes.review, exact: true }));
  await b.keyboard.press('Enter');
  await b.getByText(t.minutes.reviewTitle).first().waitFor();
  await tabTo(b, b.getByRole('button', { name: t.minutes.approve, exact: true }));
  await b.keyboard.press('Enter');
  await b.getByText(t.minutes.approvedTitle).first().waitFor();
  await tabTo(b, b.getByRole('button', { name: t.minutes.publish, exact: true }));
  await b.keyboard.press('Enter');
  await b.getByRole('link', { name: t.minutes.erratum }).waitFor();
  expectNoProblems(taker, organiser);
  for (const { context } of [taker, organiser]) await context.close();
});
