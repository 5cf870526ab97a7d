import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItems, decisions, meetings, minutes, minutesEntries } from '~/db/schema';
import type { Actor } from '~/server/context';
import { decideProposal, endorseProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { similarTo } from '~/server/domain/similar/queries';
import { subjectOf } from '~/server/domain/similar/rules';
import { similarSchema } from '~/server/domain/similar/schema';
import { addDays } from '~/server/time';
import { choose, useProposals } from '../support/proposals';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, aMeeting, propose } = useProposals(world);
let organiser: Actor;
let author: Actor;
let other: Actor;
let meetingId: string;
const ids: Record<string, string> = {};
beforeAll(async () => {
  ({ organiser, author, other } = cast);
  meetingId = (await aMeeting('Lignende')).id;
  const titles = ['Hvordan får flere øje på de åbne data?', 'Et fælles katalog over kommunernes åbne data', 'Faste møder to gange om året', 'En ny hjemmeside for netværket', 'Undervisning i aktindsigt på biblioteker'];
  for (const title of titles) ids[title] = (await propose(meetingId, title, { reason: title.startsWith('Undervisning') ? 'Borgere kender ikke reglerne om offentlighed i forvaltningen.' : 'Det bør drøftes.' }, other)).id;
});
const titles = async (title: string, who: Actor | null = author, without: string | null = null) => (await similarTo(world.as(who), title, without)).map((hit) => hit.title);

describe('what a title is about', () => {
  it.each([
    ['Hvordan får vi flere åbne data?', 'får flere åbne data'],
    ['Hvad er det?', null],
    ['åben', null],
    ['  ', null],
    ['%_\\ <data>', null],
    ['Åbne data', 'åbne data'],
  ])('%s', (title, subject) => expect(subjectOf(title)).toBe(subject));

  it('is never a wrong question', () => {
    expect(similarSchema.parse({})).toEqual({ titel: '', uden: null });
    expect(similarSchema.parse({ titel: ` a\0b\n${'x'.repeat(400)}`, uden: 'noget' }).titel).toHaveLength(160);
  });
});

describe('what is like it', () => {
  it('is found by words, parts of words and words spelt nearly so, and nothing else is', async () => {
    expect((await titles('Katalog over åbne data'))[0]).toBe('Et fælles katalog over kommunernes åbne data');
    expect(await titles('Katalog over åbne data')).not.toContain('Faste møder to gange om året');
    expect(await titles('Et datakatalog for kommuner')).toContain('Et fælles katalog over kommunernes åbne data');
    expect(await titles('ny hjemmside')).toEqual(['En ny hjemmeside for netværket']);
    expect(await titles('offentlighed i forvaltningen')).toEqual(['Undervisning i aktindsigt på biblioteker']);
    for (const nothing of ['Cykelstier i Odense', 'Hvad skal vi?', '', '%%%%%%%%', `'; drop table proposals; --`]) expect([nothing, await titles(nothing)]).toEqual([nothing, []]);
  });

  it('is not the one that is being written, nor a draft, nor what was withdrawn', async () => {
    const catalogue = 'Et fælles katalog over kommunernes åbne data';
    expect(await titles(catalogue, author, ids[catalogue])).not.toContain(catalogue);
    await propose(meetingId, 'Enestående ordvalg om havvindmøller', { intent: 'draft' });
    const gone = await propose(meetingId, 'Enestående ordvalg om havvindmøller og broer');
    await withdrawProposal(world.as(author), gone.id);
    for (const who of [author, organiser, null]) expect(await titles('Enestående ordvalg om havvindmøller', who)).toEqual([]);
  });

  it('says what became of it, and who may support it', async () => {
    const title = 'Faste møder to gange om året';
    const hit = async (who: Actor | null) => (await similarTo(world.as(who), title)).find((one) => one.title === title);
    expect(await hit(author)).toMatchObject({ kind: 'proposal', state: 'submitted', endorsements: 0, endorsed: false, canEndorse: true, meeting: { title: 'Lignende' } });
    for (const who of [null, other, cast.unconfirmed]) expect(await hit(who)).toMatchObject({ canEndorse: false });
    await endorseProposal(world.as(author), ids[title]!);
    expect(await hit(author)).toMatchObject({ endorsements: 1, endorsed: true, canEndorse: false });
    await decideProposal(world.as(organiser), ids[title]!, choose({ decision: 'decline' }));
    expect(await hit(organiser)).toMatchObject({ state: 'declined', canEndorse: false });
  });

  it('is a decision or an item that was closed, of what readers may see', async () => {
    const { db } = world.connection;
    const past = await aMeeting('Fortidigt møde', 50);
    const now = world.clock.now;
    await db.update(meetings).set({ state: 'held', startedAt: now, heldAt: addDays(now, 60) }).where(eq(meetings.id, past.id));
    const [item] = await db.insert(agendaItems).values({ meetingId: past.id, position: 1, title: 'Digital postkasse til foreninger', kind: 'decision', state: 'closed', outcome: 'decided', openedAt: now, closedAt: now }).returning();
    await db.insert(agendaItems).values({ meetingId: past.id, position: 2, title: 'Digital postkasse: pause', kind: 'break', state: 'closed', outcome: 'noted', openedAt: now, closedAt: now });
    const [record] = await db.insert(minutes).values({ meetingId: past.id }).returning();
    const [entry] = await db.insert(minutesEntries).values({ minutesId: record!.id, agendaItemId: item!.id, text: 'x' }).returning();
    await db.insert(decisions).values({ entryId: entry!.id, year: 2027, serial: 1, number: '2027-1', text: 'Netværket anbefaler en digital postkasse til alle foreninger.' });
    const found = async (who: Actor | null) => (await similarTo(world.as(who), 'En digital postkasse til foreninger')).map((hit) => hit.kind).sort();
    for (const who of [null, organiser]) expect(await found(who)).toEqual(['item']);
    await db.update(minutes).set({ state: 'in_review', correctionsDue: addDays(now, 70) }).where(eq(minutes.id, record!.id));
    expect(await found(null)).toEqual(['decision', 'item']);
    expect((await similarTo(world.as(null), 'En digital postkasse til foreninger')).find((hit) => hit.kind === 'decision')).toMatchObject({ number: '2027-1', meeting: { title: 'Fortidigt møde' } });
  });
});
