import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meetingParts, type MeetingPart } from '~/db/schema';
import type { Actor } from '~/server/context';
import { markWriting } from '~/server/domain/entries/commands';
import type { Writer } from '~/server/domain/entries/queries';
import { WRITES_FOR } from '~/server/domain/entries/rules';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { aHub, aReader, endSockets, until } from '../support/sockets';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
const { aDraft } = minutesMaker(world, () => cast);
beforeAll(async () => {
  cast = await aCast(world);
});
afterAll(endSockets);

type Told = { stream: string; writers: Writer[] };

describe('who writes where', () => {
  it('is told to those who write too, at every process, and to nobody else', async () => {
    const { meeting, first } = await aDraft('live');
    const inPart = async (part: MeetingPart): Promise<Actor> => {
      const someone = await world.person();
      await world.connection.db.insert(meetingParts).values({ meetingId: meeting.id, memberId: someone.id, part });
      return { ...someone, ...(part === 'chair' ? { chairs: [meeting.id] } : { takesMinutes: [meeting.id] }) };
    };
    const [taker, other, chair] = [await inPart('minute_taker'), await inPart('minute_taker'), await inPart('chair')];
    const [here, there] = [await aHub(world.services), await aHub(world.services)];
    const hears = async (url: string, actor: Actor | null) => {
      const reader = await aReader(url, world.services, actor);
      const told: Told[] = [];
      reader.socket.on('writers', (message: Told) => told.push(message));
      expect((await reader.subscribe(`meeting:${meeting.id}`)).ok).toBe(true);
      return { told, reader };
    };
    const writers = [await hears(here.url, other), await hears(there.url, cast.organiser)];
    const others = [await hears(here.url, null), await hears(there.url, cast.member), await hears(here.url, chair)];
    await markWriting(world.as(taker), first);
    for (const { told } of writers) await until('the mark', () => told.length === 1);
    for (const { told } of writers) expect(told).toEqual([{ stream: `meeting:${meeting.id}`, writers: [{ entryId: first, memberId: taker.id, name: taker.name, still: WRITES_FOR }] }]);
    // Whoever leaves the stream hears no more of it.
    writers[0]?.reader.socket.emit('unsubscribe', { stream: `meeting:${meeting.id}` });
    await until('out of the room', () => (here.hub.io.sockets.adapter.rooms.get(`writers:${meeting.id}`)?.size ?? 0) === 0);
    await markWriting(world.as(taker), first);
    await until('the second mark', () => writers[1]?.told.length === 2);
    expect([writers[0]?.told.length, ...others.map(({ told }) => told.length)]).toEqual([1, 0, 0, 0]);
  });
});
