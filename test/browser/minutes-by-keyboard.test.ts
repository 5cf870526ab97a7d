import { eq } from 'drizzle-orm';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { meetingParts, minutesVersions } from '~/db/schema';
import { seedPeople, type ExamplePeople } from '~/db/seed/example-people';
import { readConfig } from '~/server/config';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import { callMeeting, createMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { da as t } from '~/server/i18n/da';
import { makeLog } from '~/server/log';
import { makeServices, type Services } from '~/server/services';
import { expectNoProblems, launch, person, ready, type Person } from '../support/browser';
import { keyboard, type Keyboard } from '../support/keyboard';
import { meetingInput } from '../support/make';
import { startProgram, type Program } from '../support/program';

let program: Program;
let connection: Connection;
let services: Services;
let people: ExamplePeople;
let browser: Browser;
/** Minutes of a meeting that is over, to be written by a member. */
let draft: { id: string; address: string };

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  services = makeServices(read.config, connection, makeLog('silent'));
  people = await seedPeople(services);
  const organiser = services.makeCtx(people.organiser);
  const { id, slug } = await createMeeting(organiser, meetingInput(new Date(), { title: 'Et møde uden mus' }));
  await callMeeting(organiser, id);
  for (const title of ['Første', 'Andet']) await addItem(organiser, id, { title, body: '', kind: 'decision', minutes: 10, presenter: null, initiatives: [] });
  await publishAgenda(organiser, id);
  await startMeeting(organiser, id);
  draft = { id: (await beginMinutes(organiser, id)).id, address: `/moeder/${slug}/referat` };
  await connection.db.insert(meetingParts).values({ meetingId: id, memberId: people.member.id, part: 'minute_taker' });
  await holdMeeting(organiser, id);
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await connection.close();
  await program.stop();
});

type Reader = Person & { keys: Keyboard };

async function opens(who: keyof ExamplePeople): Promise<Reader> {
  const somebody = await person(browser, program.url);
  const { name, value } = await services.sessions.begin(people[who].id);
  await somebody.context.addCookies([{ name, value, url: program.url }]);
  await somebody.page.goto(draft.address);
  await ready(somebody.page);
  return { ...somebody, keys: keyboard(somebody.page) };
}

const main = ({ page }: Person) => page.locator('main');
const button = (who: Person, name: string) => main(who).getByRole('button', { name, exact: true });
const item = (who: Person, name: string) => main(who).getByRole('region', { name, exact: true });
/** Unfolds what adds something to an item, and answers its form. */
async function adding(who: Reader, name: string, what: string): Promise<Locator> {
  const fold = item(who, name).locator('details', { has: who.page.locator('summary', { hasText: what }) });
  await who.keys.press(fold.locator('> summary'));
  return fold.locator('form');
}

it('minutes are written with a decision and an action, corrected, approved and published with the keyboard alone', async () => {
  const taker = await opens('member');
  await taker.keys.press(main(taker).getByRole('link', { name: t.minutes.edit, exact: true }));
  await taker.keys.write(item(taker, '1. Første').getByLabel(t.minutes.entryText), 'Alle blev budt velkommen.');
  await taker.keys.write(item(taker, '2. Andet').getByLabel(t.minutes.entryText), 'Forslaget fik opbakning.');
  const decision = await adding(taker, '2. Andet', t.minutes.addDecision);
  await taker.keys.write(decision.getByLabel(t.minutes.decisionText), 'Netværket anbefaler kataloget.');
  await taker.keys.press(decision.locator('summary'));
  await taker.keys.press(decision.getByLabel(/^1\.5/));
  await taker.keys.press(decision.getByRole('button', { name: t.minutes.addDecision }));
  await item(taker, '2. Andet').locator('.decision', { hasText: 'Netværket anbefaler kataloget.' }).waitFor();
  const action = await adding(taker, '2. Andet', t.minutes.addAction);
  await taker.keys.write(action.getByLabel(t.minutes.actionText), 'Find en vært for kataloget.');
  await taker.keys.choose(action.getByLabel(t.minutes.responsibleOrganisation), 'Eksempelsekretariatet');
  await taker.keys.writeTwelfthOfDecember(action.getByLabel(t.minutes.dueOn), new Date().getFullYear() + 1);
  await taker.keys.press(action.getByRole('button', { name: t.minutes.addAction }));
  await item(taker, '2. Andet').locator('.actions-list', { hasText: 'Find en vært for kataloget.' }).waitFor();

  const organiser = await opens('organiser');
  await organiser.keys.press(main(organiser).getByRole('link', { name: t.minutes.edit, exact: true }));
  await organiser.keys.press(button(organiser, t.minutes.review));
  await organiser.page.getByText(t.minutes.reviewTitle, { exact: true }).waitFor();

  // Someone who was there proposes a correction; while it is open nothing is approved.
  const member = await opens('member2');
  await member.keys.press(main(member).getByRole('link', { name: new RegExp(`${t.minutes.suggest}.*Andet`) }));
  await member.keys.write(main(member).getByLabel(t.minutes.suggestText), 'Forslaget fik bred opbakning.');
  await member.keys.write(main(member).getByLabel(t.minutes.suggestWhy), 'Det gjaldt næsten alle.');
  await member.keys.press(button(member, t.minutes.suggestSend));
  await main(member).locator('.correction ins', { hasText: 'bred' }).waitFor();
  await main(organiser).locator('.correction ins', { hasText: 'bred' }).waitFor();
  expect(await button(organiser, t.minutes.approve).count()).toBe(0);
  await organiser.keys.press(main(organiser).getByRole('link', { name: t.minutes.decide }));
  await organiser.keys.press(main(organiser).getByLabel(t.minutes.decideAccept, { exact: true }));
  await organiser.keys.write(main(organiser).getByLabel(t.minutes.decideReason), 'Det er rigtigt.');
  await organiser.keys.press(button(organiser, t.minutes.decideSend));
  await organiser.keys.press(button(organiser, t.minutes.approve));
  await organiser.page.getByText(t.minutes.approvedTitle, { exact: true }).waitFor();
  await organiser.keys.press(button(organiser, t.minutes.publish));
  await main(organiser).getByRole('link', { name: t.minutes.erratum }).waitFor();

  const [version] = await connection.db.select().from(minutesVersions).where(eq(minutesVersions.minutesId, draft.id));
  expect(version?.content.entries.map((entry) => [entry.text, ...entry.decisions.map(({ text }) => text), ...entry.actions.map(({ text, responsible, dueOn }) => `${text} ${responsible} ${dueOn}`)])).toEqual([
    ['Alle blev budt velkommen.'],
    ['Forslaget fik bred opbakning.', 'Netværket anbefaler kataloget.', `Find en vært for kataloget. Eksempelsekretariatet ${new Date().getFullYear() + 1}-12-12`],
  ]);
  expectNoProblems(taker, organiser, member);
  for (const { context } of [taker, organiser, member]) await context.close();
});
