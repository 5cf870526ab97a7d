import { beforeAll, describe, expect, it } from 'vitest';
import { recordDecision } from '~/server/domain/decisions/commands';
import { writeEntry } from '~/server/domain/entries/commands';
import { beginMinutes, openMinutes, sendToReview } from '~/server/domain/minutes/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { historyOf } from '~/server/history';
import { addDays, dayOf } from '~/server/time';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { expectRefusal } from '../support/refused';
import { aHub, aReader, endSockets, seqs, upTo } from '../support/sockets';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
const { aMeeting } = minutesMaker(world, () => cast);
beforeAll(async () => {
  cast = await aCast(world);
});

describe('minutes that are a draft', () => {
  it('are nobody else’s business: neither on a stream nor in a history nor by their address', async () => {
    const meeting = await aMeeting('held', [{ title: 'Første', kind: 'decision' }]);
    const organiser = world.as(cast.organiser);
    await beginMinutes(organiser, meeting.id);
    const [entry] = (await minutesOfMeeting(organiser, meeting.id)).entries;
    if (!entry) throw new Error('no entry');
    await recordDecision(organiser, entry.id, { text: 'En beslutning', initiatives: [cast.initiative] });
    await writeEntry(organiser, entry.id, { text: 'Tekst', version: 1 });
    const stream = `meeting:${meeting.id}`;
    const told = async (actor: Cast['member'] | null) => (await historyOf(world.as(actor), stream)).map(({ type }) => type);
    const work = ['minutes.entry_written', 'minutes.decision_recorded', 'minutes.begun'];

    expect([await told(null), await told(cast.member), await told(cast.organiser)]).toEqual([[], [], work]);
    await expectRefusal(openMinutes(world.as(cast.member), meeting.id), 'minutes_not_found');
    const { url } = await aHub(world.services);
    const reader = await aReader(url, world.services);
    const before = await reader.subscribe(stream);
    expect(before.events.map(({ at: _, ...event }) => event)).toEqual(upTo(1, 3).map((seq) => ({ stream, seq, type: 'private' })));
    expect((await reader.subscribe(`initiative:${cast.initiative}`)).events.map(({ type }) => type)).toEqual(['private']);

    await sendToReview(organiser, meeting.id, { due: dayOf(addDays(world.clock.now, 7)) });
    expect(await told(null)).toEqual(['minutes.sent_to_review', ...work]);
    const after = await reader.subscribe(stream);
    expect([after.events[1]?.type, after.events[1]?.number, seqs(after.events)]).toEqual(['minutes.decision_recorded', expect.any(String), upTo(1, 4)]);
    await endSockets();
  });
});
