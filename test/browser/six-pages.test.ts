import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { hands, meetingParts, members, minutesClashes, soundings } from '~/db/schema';
import { seedPeople } from '~/db/seed/example-people';
import { readConfig } from '~/server/config';
import type { Actor } from '~/server/context';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import { callMeeting, createMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { da as t } from '~/server/i18n/da';
import { makeLog } from '~/server/log';
import { makeServices, type Services } from '~/server/services';
import { expectNoProblems, launch, person, ready, type Person } from '../support/browser';
import { asOnScreen, inDatabase, onPage, textsFor } from '../support/live-pages';
import { meetingInput } from '../support/make';
import { eventually, startProgram, type Program } from '../support/program';
import { typist } from '../support/typist';

const titles = ['Velkomst', 'Et åbent katalog', 'Næste skridt'] as const;
const { queue, sounding } = t.floor;
let program: Program;
let connection: Connection;
let services: Services;
let organiser: Actor;
let browsers: Browser[];

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  services = makeServices(read.config, connection, makeLog('silent'));
  organiser = (await seedPeople(services)).organiser;
  browsers = [await launch(), await launch()];
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await connection.close();
  await program.stop();
});

type Somebody = Person & { id: string; name: string };

/** A meeting that runs, its minutes begun. */
async function aMeeting(): Promise<{ id: string; live: string }> {
  const ctx = services.makeCtx(organiser);
  const meeting = await createMeeting(ctx, meetingInput(new Date(), { title: 'Et møde med seks sider' }));
  await callMeeting(ctx, meeting.id);
  for (const title of titles) await addItem(ctx, meeting.id, { title, body: '', kind: 'decision', minutes: 10, presenter: null, initiatives: [] });
  await publishAgenda(ctx, meeting.id);
  await startMeeting(ctx, meeting.id);
  await beginMinutes(ctx, meeting.id);
  return { id: meeting.id, live: `/moeder/${meeting.slug}/live` };
}

/** A member with a browser of their own, signed in, on the live page in the view of their part. */
async function comes(browser: Browser | undefined, name: string, meeting: { id: string; live: string }, part?: 'chair' | 'minute_taker'): Promise<Somebody> {
  if (!browser) throw new Error('no browser');
  const [member] = await connection.db.insert(members).values({ email: `${name.replace(/\W+/g, '.').toLowerCase()}@example.org`, name, role: 'member', emailConfirmedAt: new Date() }).returning({ id: members.id });
  if (!member) throw new Error('nobody came');
  if (part) await connection.db.insert(meetingParts).values({ meetingId: meeting.id, memberId: member.id, part });
  const who = { ...(await person(browser, program.url)), id: member.id, name };
  const cookie = await services.sessions.begin(member.id);
  await who.context.addCookies([{ name: cookie.name, value: cookie.value, url: program.url }]);
  await who.page.goto(meeting.live);
  await ready(who.page);
  await connected(who);
  return who;
}

const press = (page: Page, name: string) => page.locator('main').getByRole('button', { name, exact: true }).first().click();
const sees = (page: Page, words: string) => page.locator('main').getByText(words).filter({ visible: true }).first().waitFor();
const connected = ({ page }: Person) => sees(page, t.common.live.connected);
const isAt = (page: Page, title: string) => page.locator('#aktuelt, #nu').and(page.getByRole('heading', { name: title, exact: true })).waitFor();
const fold = (page: Page, item: number) => page.locator('.entry-fold').nth(item - 1);
const field = (page: Page, item: number) => fold(page, item).locator('.entry-form textarea[name=text]');
const unfold = async (page: Page, item: number) => void ((await field(page, item).isVisible()) || (await fold(page, item).locator('summary').first().click()));

/** Closes the current item and takes the next one up, or none. */
async function goOn(page: Page, outcome: 'noted' | 'decided', next?: string): Promise<void> {
  await page.getByLabel(t.agenda.outcomes[outcome], { exact: true }).check();
  await press(page, next ? t.agenda.live.closeNext(next) : t.agenda.live.close);
  if (next) await isAt(page, next);
  else await sees(page, t.agenda.live.allDone);
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByText(sounding.open, { exact: true }).click();
  await page.getByLabel(sounding.question).fill(question);
  await press(page, sounding.openButton);
  await sees(page, question);
}

/** Closes the sounding, and waits until it is: closing the item would close it too. */
async function endAsking(page: Page): Promise<void> {
  await press(page, sounding.close);
  await sees(page, sounding.closed);
}

const raise = (page: Page, kind: keyof typeof queue.kinds) => press(page, `${queue.raiseButton}: ${queue.kinds[kind]}`);
/** Holds as soon as it is so; until then what is told differs. */
const comesTo = <T>(ask: () => Promise<T>, what: T) => expect.poll(ask, { timeout: 30_000 }).toEqual(what);

/**
 * What a console said beside this, which only tells of addresses of the program itself: that a page without a connection
 * got no answer, that nobody was there while the program was away, and that it said so while it was starting.
 */
function unexpected({ problems }: Person, errors: string[]): string[] {
  const [http, ws] = [program.url, program.url.replace('http', 'ws')].map((url) => url.replaceAll('.', '\\.'));
  const why = `net::(?:${errors.join('|')})`;
  const sentences = [
    `Failed to load resource: (?:${why}|the server responded with a status of 503 \\(Service Unavailable\\)) ${http}/\\S*`,
    `WebSocket connection to '${ws}/socket\\.io/\\S*' failed: (?:Error in connection establishment: ${why}|Error during WebSocket handshake: Unexpected response code: 503) ${http}/assets/\\S*`,
    // Remix asks beforehand for the routes of links that come into view.
    `Failed to fetch manifest patches (?:TypeError: Failed to fetch|Error: 503 Service Unavailable)[^]*${http}/assets/\\S*`,
  ];
  return problems.filter((problem) => !sentences.some((sentence) => new RegExp(`^\\S+: ${sentence}$`).test(problem)));
}

it('six pages stay one with the database and each other, with the network cut and the program started again while people write', async () => {
  const everyone: Person[] = [];
  await course(everyone).catch(async (error: Error) => {
    // What each of them saw, and what their browsers said, tells more than the line that failed.
    const seen = await Promise.all(everyone.map(async ({ page, problems }) => [JSON.stringify(await onPage(page)), (await page.locator('main').innerText()).slice(0, 600), ...problems.slice(-8)].join('\n')));
    throw new Error(`${error.message}\n\n${seen.join('\n\n---\n\n')}\n${program.output()}`, { cause: error });
  });
  for (const { context } of everyone) await context.close();
}, 300_000);

async function course(everyone: Person[]): Promise<void> {
  const meeting = await aMeeting();
  const [one, other] = browsers;
  const chair = await comes(one, 'Ordstyreren', meeting, 'chair');
  const member = await comes(one, 'Et medlem', meeting);
  const guest = await comes(other, 'Et andet medlem', meeting);
  const first = await comes(one, 'Den ene referent', meeting, 'minute_taker');
  const second = await comes(other, 'Den anden referent', meeting, 'minute_taker');
  const screen = await person(other!, program.url);
  await screen.page.goto(`${meeting.live}/storskaerm`);
  await ready(screen.page);
  const people = [chair, member, guest, first, second];
  everyone.push(...people, screen);

  /** Every page tells what the database says, and both who write have its texts before them. */
  const allAgree = async () => {
    await comesTo(async () => {
      const told = await inDatabase(connection.db, meeting.id);
      const pages = await Promise.all(everyone.map(async (who, index) => ({ index, seen: await onPage(who.page), wanted: who === screen ? asOnScreen(told) : told })));
      return pages.filter(({ seen, wanted }) => !isDeepStrictEqual(seen, wanted));
    }, []);
  };
  const textsAgree = async () => {
    for (const { page, id } of [first, second]) {
      await comesTo(async () => {
        const fields = await Promise.all([1, 2, 3].map((item) => field(page, item).inputValue()));
        const stored = await textsFor(connection.db, meeting.id, id);
        return fields.flatMap((text, index) => (text === stored[index] ? [] : [{ item: index + 1, text, stored: stored[index] }]));
      }, []);
    }
  };
  const text = async (item: number, of = first) => (await textsFor(connection.db, meeting.id, of.id))[item - 1];
  const [a, b] = [typist(first.page, 'a'), typist(second.page, 'b')];
  /** That what someone writes comes to the database at all, before something happens to it. */
  const arrives = async (item: number, of: Somebody) => {
    const before = await text(item, of);
    await eventually(async () => (await text(item, of)) !== before, `more of what ${of.name} writes`);
  };

  // The first item: two write in one entry at once, two speak, and all are asked.
  await press(chair.page, t.agenda.live.open(1, titles[0]));
  for (const { page } of everyone) await isAt(page, titles[0]);
  await field(first.page, 1).fill('Det ene:\nDet andet:');
  await comesTo(() => field(second.page, 1).inputValue(), 'Det ene:\nDet andet:');
  await a.begin(field(first.page, 1), 'first line');
  await b.begin(field(second.page, 1), 'end');
  await raise(member.page, 'new_topic');
  await sees(chair.page, queue.callNext(member.name));
  await raise(guest.page, 'reply');
  await press(chair.page, queue.callNext(guest.name));
  await sees(guest.page, queue.haveFloor);
  await allAgree();
  await press(guest.page, queue.finish);
  await press(chair.page, queue.callNext(member.name));
  await sees(member.page, queue.haveFloor);
  await ask(chair.page, 'Skal vi gå videre?');
  await press(member.page, sounding.answers.for);
  await press(guest.page, sounding.answers.not_sure);
  await allAgree();
  await endAsking(chair.page);
  await arrives(1, first);
  await arrives(1, second);
  expectNoProblems(...everyone);

  // One who writes loses the network for ten seconds; the meeting goes on, and so does the writing.
  await second.context.setOffline(true);
  const cut = Date.now();
  await sees(second.page, t.common.live.lost);
  await press(chair.page, queue.end(member.name));
  await raise(guest.page, 'question');
  await goOn(chair.page, 'noted', titles[1]);
  const entry = { a: await a.end(), b: await b.end() };
  // Both begin the next entry with words of their own, and one of them cannot know.
  await unfold(second.page, 2);
  await b.begin(field(second.page, 2), 'end');
  await isAt(first.page, titles[1]);
  await unfold(first.page, 2);
  await a.begin(field(first.page, 2), 'end');
  await arrives(2, first);
  await ask(chair.page, 'Er kataloget en god idé?');
  await press(member.page, sounding.answers.for);
  await eventually(async () => Date.now() - cut >= 10_000, 'the end of ten seconds');
  await isAt(second.page, titles[0]);
  await second.context.setOffline(false);
  await isAt(second.page, titles[1]);
  await connected(second);
  await allAgree();
  await comesTo(() => text(1), `Det ene:${entry.a}\nDet andet:${entry.b}`);
  await fold(second.page, 2).locator('.clash').waitFor();

  // The program ends and comes again, in the middle of words; what is pressed meanwhile counts when it is there.
  await arrives(2, first);
  await arrives(2, second);
  program = await program.restart('SIGTERM', async () => {
    await press(guest.page, sounding.answers.against);
    await raise(member.page, 'point_of_order');
  });
  for (const who of people) await connected(who);
  await sees(member.page, queue.place(1));
  await arrives(2, first);
  await arrives(2, second);
  await allAgree();
  await press(chair.page, queue.callNext(member.name));
  await endAsking(chair.page);
  await goOn(chair.page, 'decided', titles[2]);
  const clash = { a: await a.end(), b: await b.end() };
  await comesTo(() => text(2, second), clash.b);
  await comesTo(() => text(2, first), clash.a);
  await comesTo(async () => (await fold(second.page, 2).locator('.clash .conflict__version').first().innerText()).includes(clash.a.trim()), true);
  await press(second.page, t.minutes.clash.mergeOwn);
  await comesTo(() => field(second.page, 2).inputValue(), `${clash.a}\n${clash.b}`);
  await press(second.page, t.minutes.clash.keepMine);
  await comesTo(() => text(2), `${clash.a}\n${clash.b}`);

  // In the last item the program is killed while they write in different entries.
  await unfold(first.page, 3);
  await a.begin(field(first.page, 3), 'end');
  await unfold(second.page, 1);
  await b.begin(field(second.page, 1), 'end');
  await ask(chair.page, 'Mødes vi igen?');
  await press(guest.page, sounding.answers.for);
  await arrives(3, first);
  await arrives(1, second);
  program = await program.restart('SIGKILL', () => press(member.page, sounding.answers.for));
  for (const who of people) await connected(who);
  await arrives(3, first);
  await arrives(1, second);
  await allAgree();
  await endAsking(chair.page);
  await goOn(chair.page, 'noted');
  const last = { a: await a.end(), b: await b.end() };

  // At the end everything is everywhere, and nothing twice.
  await comesTo(() => textsFor(connection.db, meeting.id, first.id), [`Det ene:${entry.a}\nDet andet:${entry.b}${last.b}`, `${clash.a}\n${clash.b}`, last.a]);
  await textsAgree();
  await allAgree();
  expect((await inDatabase(connection.db, meeting.id)).items).toEqual([
    `${titles[0]} | Taget til efterretning | Stemningsmåling: Skal vi gå videre? (for 1, imod 0, ved ikke 1)`,
    `${titles[1]} | Besluttet | Stemningsmåling: Er kataloget en god idé? (for 1, imod 1, ved ikke 0)`,
    `${titles[2]} | Taget til efterretning | Stemningsmåling: Mødes vi igen? (for 2, imod 0, ved ikke 0)`,
  ]);
  expect((await connection.db.select().from(hands).where(eq(hands.meetingId, meeting.id))).map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual(['new_topic spoken', 'point_of_order spoken', 'question waiting', 'reply spoken']);
  expect(await connection.db.select().from(soundings).where(eq(soundings.meetingId, meeting.id))).toHaveLength(3);
  expect((await connection.db.select().from(minutesClashes)).filter(({ settledAt }) => settledAt === null)).toEqual([]);
  const gone = ['ERR_CONNECTION_REFUSED', 'ERR_CONNECTION_RESET', 'ERR_EMPTY_RESPONSE', 'ERR_INCOMPLETE_CHUNKED_ENCODING'];
  expect(everyone.flatMap((who) => unexpected(who, who === second ? [...gone, 'ERR_INTERNET_DISCONNECTED'] : gone))).toEqual([]);
}
