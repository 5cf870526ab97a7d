import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import type { Db } from '~/db/client';
import { agendaItems, hands, members, minutes, minutesClashes, minutesEntries, soundingAnswers, soundings } from '~/db/schema';
import { soundingChoices } from '~/db/schema/states';
import { da as t } from '~/server/i18n/da';

/** What is told of a meeting as it runs. The big screen tells of the items only which one it is at, and of the queue only while nobody is asked. */
export type Told = { current: string | null; speaking: string | null; waiting: string[] | null; open: string | null; items: string[] | null };

const { answers } = t.floor.sounding;
const inWords = (figures: (number | string | null)[]) => soundingChoices.map((choice, index) => `${answers[choice].toLowerCase()} ${figures[index]}`).join(', ');

/** What the database says of a meeting, in the words of a live page. */
export async function inDatabase(db: Db, meetingId: string): Promise<Told> {
  const items = await db.select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId)).orderBy(asc(agendaItems.position));
  const up = await db.select({ name: members.name, state: hands.state }).from(hands).innerJoin(members, eq(members.id, hands.memberId))
    .where(and(eq(hands.meetingId, meetingId), inArray(hands.state, ['waiting', 'speaking']))).orderBy(asc(hands.position));
  const given = await db.select({ id: soundingAnswers.soundingId, answer: soundingAnswers.answer }).from(soundingAnswers).innerJoin(soundings, eq(soundings.id, soundingAnswers.soundingId)).where(eq(soundings.meetingId, meetingId));
  const asked = (await db.select().from(soundings).where(eq(soundings.meetingId, meetingId)).orderBy(asc(soundings.openedAt)))
    .map((sounding) => ({ ...sounding, said: `${sounding.question} (${inWords(soundingChoices.map((choice) => given.filter(({ id, answer }) => id === sounding.id && answer === choice).length))})` }));
  return {
    current: items.find(({ state }) => state === 'current')?.title ?? null,
    speaking: up.find(({ state }) => state === 'speaking')?.name ?? null,
    waiting: up.filter(({ state }) => state === 'waiting').map(({ name }) => name),
    open: asked.find(({ closedAt }) => closedAt === null)?.said ?? null,
    items: items.map((item) => [
      item.title, item.state === 'current' ? t.agenda.now : item.outcome && t.agenda.outcomes[item.outcome],
      ...asked.filter(({ agendaItemId, closedAt }) => agendaItemId === item.id && closedAt !== null).map(({ said }) => `${t.floor.sounding.title}: ${said}`),
    ].filter(Boolean).join(' | ')),
  };
}

/** The same, as far as the big screen tells of it. */
export const asOnScreen = (told: Told): Told => ({ ...told, items: null, waiting: told.open === null ? told.waiting : null });

/** What an open page tells: the live page in any of its views, or the big screen. */
export async function onPage(page: Page): Promise<Told> {
  const seen = await page.evaluate(() => {
    const text = (node: Node | null | undefined) => node?.textContent?.replace(/\s+/g, ' ').trim() ?? null;
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    const screen = document.querySelector('.big-screen') !== null;
    return {
      current: document.querySelector('.live__kicker, .big-screen__kicker') && text(document.querySelector('#aktuelt, #nu')),
      speaking: text(document.querySelector('.speaking__name, .big-screen__speaking strong')),
      waiting: screen ? (document.querySelector('.big-screen__queue') ? all('.big-screen__waiting li').map((hand) => text(hand.firstChild)) : null) : all('.queue__name').map(text),
      question: text(document.querySelector('.sounding__question, .big-screen__question')),
      figures: all('.sounding__question ~ .bars .bars__figure, .big-screen__sounding .bars__figure').map(text),
      items: screen ? null : all('.rundown__item').map((item) => [text(item.querySelector('.rundown__title')?.lastChild), ...[...item.querySelectorAll('.badge, .sounding-line')].map(text)].join(' | ')),
    };
  });
  const { question, figures, ...rest } = seen;
  // To themselves a page says whose name it is.
  return { ...rest, speaking: rest.speaking?.replace(` (${t.floor.queue.you})`, '') ?? null, waiting: rest.waiting as string[] | null, open: question === null ? null : `${question} (${inWords(figures)})` };
}

/** The texts of a meeting's minutes in the order of their items, for a writer: their own words where a clash is open. */
export async function textsFor(db: Db, meetingId: string, memberId: string): Promise<string[]> {
  const rows = await db.select({ text: minutesEntries.text, own: minutesClashes.text }).from(minutesEntries).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId))
    .leftJoin(minutesClashes, and(eq(minutesClashes.entryId, minutesEntries.id), eq(minutesClashes.memberId, memberId), isNull(minutesClashes.settledAt)))
    .where(eq(minutes.meetingId, meetingId)).orderBy(asc(agendaItems.position));
  return rows.map(({ text, own }) => own ?? text);
}
