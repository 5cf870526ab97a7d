import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { events, meetingParts, minutesClashes, minutesEntryVersions, minutesWriters, type MeetingPart } from '~/db/schema';
import type { Actor } from '~/server/context';
import { recordDecision } from '~/server/domain/decisions/commands';
import { markWriting, saveEntry, settleClash, showEntry, writeEntry } from '~/server/domain/entries/commands';
import { openClashes, otherWriters, shownEntry, wordingsOf } from '~/server/domain/entries/queries';
import { WRITES_FOR } from '~/server/domain/entries/rules';
import { saveEntrySchema } from '~/server/domain/entries/schema';
import { sendToReview } from '~/server/domain/minutes/commands';
import { minutesOfMeeting, minutesUnderWay } from '~/server/domain/minutes/queries';
import { historyOf } from '~/server/history';
import { limits } from '~/server/limits';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  cast = await aCast(world);
  ({ organiser, member } = cast);
});
const { aDraft } = minutesMaker(world, () => cast);
const as = (actor: Actor | null) => world.as(actor);

/** Someone with a part in a meeting. */
async function inPart(meetingId: string, part: MeetingPart): Promise<Actor> {
  const person = await world.person();
  await world.connection.db.insert(meetingParts).values({ meetingId, memberId: person.id, part });
  return { ...person, ...(part === 'chair' ? { chairs: [meetingId] } : { takesMinutes: [meetingId] }) };
}

const textOf = async (meetingId: string, entryId: string) => (await minutesOfMeeting(as(organiser), meetingId)).entries.find(({ id }) => id === entryId)?.text ?? '';
const versionOf = async (meetingId: string, entryId: string) => (await minutesOfMeeting(as(organiser), meetingId)).entries.find(({ id }) => id === entryId)?.version ?? 0;
const save = (actor: Actor, entryId: string, text: string, version: number, clash: string | null = null, key?: string) => saveEntry(as(actor), entryId, { text, version, clash }, key);

describe('saving while one writes', () => {
  it('keeps the text to the letter, and each wording before it', async () => {
    const { meeting, first } = await aDraft('live');
    const taker = await inPart(meeting.id, 'minute_taker');
    const parsed = saveEntrySchema.parse({ text: ' Vi\r\n begyndte ', version: '1' });
    expect(parsed).toEqual({ text: ' Vi\n begyndte ', version: 1, clash: null });
    expect(saveEntrySchema.safeParse({ text: 'x'.repeat(limits.entry + 1), version: 1 }).error?.issues[0]?.message).toBe(`too_long:${limits.entry}`);
    expect(await saveEntry(as(taker), first, parsed)).toMatchObject({ state: 'saved', version: 2, text: ' Vi\n begyndte ' });
    expect(await save(organiser, first, ' Vi\n begyndte til tiden', 2)).toMatchObject({ state: 'saved', version: 3 });
    const kept = await world.connection.db.select().from(minutesEntryVersions).where(eq(minutesEntryVersions.entryId, first)).orderBy(asc(minutesEntryVersions.version));
    expect(kept.map(({ version, text, writtenBy }) => [version, text, writtenBy])).toEqual([[1, '', null], [2, ' Vi\n begyndte ', taker.id]]);
    await expectRefusal(save(member, first, 'x', 3), 'minute_taker_only');
    await expectRefusal(save(await inPart(meeting.id, 'chair'), first, 'x', 3), 'minute_taker_only');
    await expectRefusal(save(taker, randomUUID(), 'x', 3), 'item_not_found');
    await expectRefusal(save(await inPart((await aDraft()).meeting.id, 'minute_taker'), first, 'x', 3), 'minute_taker_only');
  });

  it('puts together what two wrote in different places, and tells the second', async () => {
    const { meeting, first } = await aDraft('live');
    await save(organiser, first, 'Et\nTo', 1);
    await save(organiser, first, 'Et, rettet\nTo', 2);
    expect(await save(member, first, 'x', 2).catch(() => null)).toBeNull();
    const taker = await inPart(meeting.id, 'minute_taker');
    expect(await save(taker, first, 'Et\nTo, også', 2)).toMatchObject({ state: 'merged', version: 4, text: 'Et, rettet\nTo, også' });
    // A form sent without script is put together as well.
    expect(await writeEntry(as(taker), first, { text: 'Et, rettet\nTo\nTre', version: 3 })).toMatchObject({ version: 5 });
    expect(await textOf(meeting.id, first)).toBe('Et, rettet\nTo, også\nTre');
    expect(await openClashes(as(taker), meeting.id)).toEqual([]);
  });

  it('sent twice lands once, also when another one has taken it out meanwhile', async () => {
    const { meeting, first } = await aDraft('live');
    const key = randomUUID();
    const [a, b] = await Promise.all([save(organiser, first, 'Én gang', 1, null, key), save(organiser, first, 'Én gang', 1, null, key)]);
    expect(a).toEqual(b);
    await save(organiser, first, '', 2);
    expect(await save(organiser, first, 'Én gang', 1, null, key)).toEqual(a);
    expect([await textOf(meeting.id, first), await versionOf(meeting.id, first)]).toEqual(['', 3]);
  });

  it('keeps the words of the second beside the entry when both changed the same, until they are settled', async () => {
    const { meeting, first } = await aDraft('live');
    const taker = await inPart(meeting.id, 'minute_taker');
    const other = await inPart(meeting.id, 'minute_taker');
    await save(organiser, first, 'Mødet blev udsat', 1);
    const clash = await save(taker, first, 'Mødet blev aflyst', 1);
    expect(clash).toMatchObject({ state: 'clash', version: 2, text: 'Mødet blev aflyst', theirs: 'Mødet blev udsat' });
    if (clash.state !== 'clash') throw new Error('no clash');
    // The writing goes on in the same words; another open page of the same person adds to them.
    expect(await save(taker, first, 'Mødet blev aflyst helt', 2, clash.id)).toMatchObject({ state: 'clash', id: clash.id, text: 'Mødet blev aflyst helt' });
    expect(await save(taker, first, 'Fra den anden fane', 1)).toMatchObject({ state: 'clash', id: clash.id, text: 'Mødet blev aflyst helt\nFra den anden fane' });
    expect(await textOf(meeting.id, first)).toBe('Mødet blev udsat');
    expect((await openClashes(as(taker), meeting.id)).map(({ id, own, by }) => [id, own, by])).toEqual([[clash.id, true, taker.name]]);
    expect(await openClashes(as(other), meeting.id)).toEqual([]);
    expect((await openClashes(as(organiser), meeting.id)).map(({ own }) => own)).toEqual([false]);
    expect(await openClashes(as(member), meeting.id)).toEqual([]);
    const input = { choice: 'mine' as const, text: 'Mødet blev aflyst', version: 2 };
    await expectRefusal(settleClash(as(other), clash.id, input), 'author_only');
    await expectRefusal(settleClash(as(member), clash.id, input), 'minute_taker_only');
    for (const nothing of [randomUUID(), 'sludder']) await expectRefusal(settleClash(as(taker), nothing, input), 'clash_not_found');
    // Both in one field, still open; then the text as its writer made it.
    expect(await settleClash(as(taker), clash.id, { ...input, choice: 'both' })).toMatchObject({ state: 'clash', text: 'Mødet blev udsat\nMødet blev aflyst' });
    // The entry was changed in the same place once more: nothing is settled, nothing is lost.
    await save(organiser, first, 'Mødet blev udsat igen', 2);
    expect(await expectRefusal(settleClash(as(taker), clash.id, input), 'edit_conflict')).toEqual({ theirs: 'Mødet blev udsat igen', mine: 'Mødet blev aflyst' });
    expect((await openClashes(as(taker), meeting.id))[0]?.text).toBe('Mødet blev udsat\nMødet blev aflyst');
    expect(await settleClash(as(taker), clash.id, { ...input, version: 3 })).toMatchObject({ state: 'saved', version: 4, text: 'Mødet blev aflyst' });
    await expectRefusal(settleClash(as(taker), clash.id, { ...input, version: 4 }), 'clash_settled');
    expect(await openClashes(as(taker), meeting.id)).toEqual([]);
    // The other one's wording stands in the history.
    expect((await wordingsOf(as(taker), meeting.id, first, 1)).wordings.map(({ by }) => by)).toEqual([taker.name, organiser.name]);
  });

  it('leaves the entry as it is when its writer gives way, and needs no choice when both came to the same words', async () => {
    const { meeting, first, second } = await aDraft('live');
    const taker = await inPart(meeting.id, 'minute_taker');
    for (const entry of [first, second]) await save(organiser, entry, 'Det, der står', 1);
    const clash = await save(taker, first, 'Noget andet', 1);
    if (clash.state !== 'clash') throw new Error('no clash');
    expect(await settleClash(as(taker), clash.id, { choice: 'theirs', text: 'Noget andet', version: 2 })).toMatchObject({ state: 'saved', version: 2, text: 'Det, der står' });
    const again = await save(taker, second, 'Noget andet', 1);
    if (again.state !== 'clash') throw new Error('no clash');
    expect(await save(taker, second, 'Det, der står', 2, again.id)).toMatchObject({ state: 'saved', version: 2 });
    expect(await openClashes(as(organiser), meeting.id)).toEqual([]);
    const rows = await world.connection.db.select().from(minutesClashes).where(eq(minutesClashes.memberId, taker.id));
    expect(rows.map(({ text, settledAt }) => [text, settledAt !== null])).toEqual(expect.arrayContaining([['Noget andet', true], ['Det, der står', true]]));
  });

  it('keeps minutes from review while words wait beside them', async () => {
    const { meeting, first, second } = await aDraft();
    const taker = await inPart(meeting.id, 'minute_taker');
    await save(organiser, first, 'Det ene', 1);
    await save(organiser, second, 'Det andet', 1);
    const clash = await save(taker, second, 'Noget tredje', 1);
    if (clash.state !== 'clash') throw new Error('no clash');
    expect(await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-04-01' }), 'clashes_open')).toEqual({ titles: ['Andet'] });
    await settleClash(as(organiser), clash.id, { choice: 'theirs', text: clash.text, version: 2 });
    await expectRefusal(sendToReview(as(taker), meeting.id, { due: '2027-04-01' }), 'organisers_only');
    await sendToReview(as(organiser), meeting.id, { due: '2027-04-01' });
    await expectRefusal(save(taker, second, 'For sent', 2), 'minutes_not_draft');
  });

  it('loses no letter of two who save at the same time, time after time', async () => {
    const { meeting, first } = await aDraft('live');
    const taker = await inPart(meeting.id, 'minute_taker');
    type Writer = { actor: Actor; text: string; version: number; clash: string | null };
    const writers: Writer[] = [{ actor: organiser, text: '', version: 1, clash: null }, { actor: taker, text: '', version: 1, clash: null }];
    const typed: string[] = [];
    for (let round = 0; round < 25; round += 1) {
      await Promise.all(writers.map(async (writer, who) => {
        const words = `${who === 0 ? 'a' : 'b'}${round}`;
        typed.push(words);
        // Each writes on in the paragraph that was its own, or begins one.
        const lines = writer.text.split('\n');
        const own = lines.findIndex((line) => line.startsWith(who === 0 ? 'a' : 'b'));
        if (own === -1 || round % 5 === 0) lines.push(words);
        else lines[own] += ` ${words}`;
        const saved = await save(writer.actor, first, lines.join('\n'), writer.version, writer.clash);
        Object.assign(writer, { text: saved.text, version: saved.version, clash: saved.state === 'clash' ? saved.id : null });
        if (saved.state !== 'clash') return;
        const both = await settleClash(as(writer.actor), saved.id, { choice: 'both', text: saved.text, version: saved.version });
        writer.text = both.text;
        for (let version = both.version; writer.clash;) {
          const settled = await settleClash(as(writer.actor), saved.id, { choice: 'mine', text: writer.text, version }).catch(() => null);
          if (settled) Object.assign(writer, { text: settled.text, version: settled.version, clash: null });
          else version = await versionOf(meeting.id, first);
        }
      }));
    }
    const stands = (await textOf(meeting.id, first)).split(/\s+/);
    expect(typed.filter((words) => !stands.includes(words))).toEqual([]);
  });

  it('gives the same version to nobody twice: of many at once from one version, one stands and the others are kept', async () => {
    const { meeting, first } = await aDraft('live');
    const takers = await Promise.all(Array.from({ length: 6 }, () => inPart(meeting.id, 'minute_taker')));
    const outcomes = await Promise.all(takers.map((taker, n) => save(taker, first, `Udgave ${n}`, 1)));
    expect(outcomes.map(({ state }) => state).sort()).toEqual(['clash', 'clash', 'clash', 'clash', 'clash', 'saved']);
    const kept = (await openClashes(as(organiser), meeting.id)).map(({ text }) => text);
    expect([...kept, await textOf(meeting.id, first)].sort()).toEqual(takers.map((_, n) => `Udgave ${n}`));
  });
});

describe('minute takers and the chair', () => {
  it('read and hear of the draft of their own meeting, and nobody else does', async () => {
    const { meeting, first } = await aDraft('live');
    const [taker, chair] = [await inPart(meeting.id, 'minute_taker'), await inPart(meeting.id, 'chair')];
    await save(taker, first, 'Kladde', 1);
    await recordDecision(as(taker), first, { text: 'En beslutning', initiatives: [] });
    for (const actor of [taker, chair, organiser]) {
      expect((await minutesOfMeeting(as(actor), meeting.id)).entries[0]?.text).toBe('Kladde');
      expect((await minutesUnderWay(as(actor))).map(({ slug }) => slug)).toContain(meeting.slug);
      expect((await historyOf(as(actor), `meeting:${meeting.id}`)).map(({ type }) => type)).toEqual(['minutes.decision_recorded', 'minutes.entry_written', 'minutes.begun']);
    }
    expect((await minutesOfMeeting(as(chair), meeting.id)).can).toEqual({ write: false, review: false, approve: false, publish: false, correctPublished: false });
    expect((await minutesOfMeeting(as(taker), meeting.id)).can).toMatchObject({ write: true, review: false });
    const elsewhere = await inPart((await aDraft()).meeting.id, 'minute_taker');
    for (const actor of [null, member, elsewhere]) {
      await expectRefusal(minutesOfMeeting(as(actor), meeting.id), 'minutes_not_found');
      expect(await historyOf(as(actor), `meeting:${meeting.id}`)).toEqual([]);
      expect((await minutesUnderWay(as(actor))).map(({ slug }) => slug)).not.toContain(meeting.slug);
    }
  });

  it('see who writes where, for as long as it is true', async () => {
    const { meeting, first, second } = await aDraft('live');
    const [taker, other] = [await inPart(meeting.id, 'minute_taker'), await inPart(meeting.id, 'minute_taker')];
    await markWriting(as(taker), first);
    await markWriting(as(taker), first);
    await markWriting(as(organiser), second);
    expect((await otherWriters(as(other), meeting.id)).map(({ entryId, name, still }) => [entryId, name, still])).toEqual(expect.arrayContaining([[first, taker.name, WRITES_FOR], [second, organiser.name, WRITES_FOR]]));
    expect((await otherWriters(as(taker), meeting.id)).map(({ name }) => name)).toEqual([organiser.name]);
    for (const actor of [null, member, await inPart(meeting.id, 'chair')]) expect(await otherWriters(as(actor), meeting.id)).toEqual([]);
    await expectRefusal(markWriting(as(member), first), 'minute_taker_only');
    await expectRefusal(markWriting(as(taker), 'sludder'), 'item_not_found');
    expect(await world.connection.db.$count(minutesWriters, eq(minutesWriters.memberId, taker.id))).toBe(1);
    const before = world.clock.now;
    try {
      world.clock.now = new Date(before.getTime() + WRITES_FOR);
      expect(await otherWriters(as(other), meeting.id)).toEqual([]);
    } finally {
      world.clock.now = before;
    }
    expect(await world.connection.db.$count(events, and(eq(events.stream, `meeting:${meeting.id}`), eq(events.type, 'minutes.entry_written')))).toBe(0);
  });
});

describe('an entry shown to all', () => {
  it('is read by anyone while the meeting is live, with its decisions, and tells of its changes', async () => {
    const { meeting, first } = await aDraft('live');
    const [chair, taker] = [await inPart(meeting.id, 'chair'), await inPart(meeting.id, 'minute_taker')];
    const { agendaItemId } = (await minutesOfMeeting(as(organiser), meeting.id)).entries[0]!;
    const types = async () => (await historyOf(as(null), `meeting:${meeting.id}`)).map(({ type }) => type);
    await save(taker, first, 'Endnu ikke vist', 1);
    expect([await shownEntry(as(null), agendaItemId), await types()]).toEqual([null, []]);
    await expectRefusal(showEntry(as(member), first, true), 'minute_taker_only');
    await expectRefusal(showEntry(as(null), first, true), 'not_signed_in');
    await expectRefusal(showEntry(as(chair), randomUUID(), true), 'item_not_found');
    await showEntry(as(chair), first, true);
    await showEntry(as(chair), first, true);
    await save(taker, first, 'Vist', 2);
    const { number } = await recordDecision(as(taker), first, { text: 'Det gør vi', initiatives: [] });
    expect(await shownEntry(as(null), agendaItemId)).toMatchObject({ id: first, text: 'Vist', version: 3, decisions: [{ number, text: 'Det gør vi' }] });
    expect(await types()).toEqual(['minutes.shown_entry_changed', 'minutes.shown_entry_changed', 'minutes.entry_shown']);
    await showEntry(as(taker), first, false);
    await save(taker, first, 'Igen skjult', 3);
    expect([await shownEntry(as(null), agendaItemId), (await types())[0]]).toEqual([null, 'minutes.entry_shown']);
  });

  it('is a draft again once the meeting has ended', async () => {
    const { meeting, first } = await aDraft('held');
    await expectRefusal(showEntry(as(organiser), first, true), 'meeting_not_live');
    const { agendaItemId } = (await minutesOfMeeting(as(organiser), meeting.id)).entries[0]!;
    expect(await shownEntry(as(null), agendaItemId)).toBeNull();
  });
});

describe('the wordings of an entry', () => {
  it('are read by those who write, newest first, one for each sitting, with what changed', async () => {
    const { meeting, first } = await aDraft('live');
    const taker = await inPart(meeting.id, 'minute_taker');
    const before = world.clock.now;
    try {
      await save(taker, first, 'Vi', 1);
      await save(taker, first, 'Vi begyndte', 2);
      await save(organiser, first, 'Vi begyndte sent', 3);
      world.clock.now = new Date(before.getTime() + 10 * 60_000);
      await save(organiser, first, 'Vi begyndte', 4);
    } finally {
      world.clock.now = before;
    }
    const { wordings, pages } = await wordingsOf(as(taker), meeting.id, first, 1);
    expect(pages).toBe(1);
    expect(wordings.map(({ version, by, difference }) => [version, by, difference.filter(({ kind }) => kind !== 'same')])).toEqual([
      [5, organiser.name, [{ kind: 'removed', text: ' sent' }]],
      [4, organiser.name, [{ kind: 'added', text: ' sent' }]],
      [3, taker.name, [{ kind: 'added', text: 'Vi begyndte' }]],
    ]);
    await expectRefusal(wordingsOf(as(member), meeting.id, first, 1), 'minute_taker_only');
    await expectRefusal(wordingsOf(as(taker), meeting.id, randomUUID(), 1), 'item_not_found');
  });
});

describe('the database', () => {
  it('keeps one open clash for each writer and entry, and a wording once', async () => {
    const { first } = await aDraft('live');
    const { db } = world.connection;
    const code = (call: Promise<unknown>) => call.then(() => null, (error: { cause?: { code?: string } }) => error.cause?.code);
    const row = { entryId: first, memberId: member.id, text: 'x', baseVersion: 1, at: new Date() };
    await db.insert(minutesClashes).values(row);
    expect(await code(db.insert(minutesClashes).values(row))).toBe('23505');
    expect(await code(db.insert(minutesClashes).values({ ...row, settledAt: new Date() }))).toBeNull();
    await db.insert(minutesEntryVersions).values({ entryId: first, version: 1, text: '', at: new Date() });
    expect(await code(db.insert(minutesEntryVersions).values({ entryId: first, version: 1, text: 'y', at: new Date() }))).toBe('23505');
  });
});
