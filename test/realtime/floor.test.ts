import { afterEach, beforeAll, expect, it } from 'vitest';
import { figuresIn } from '~/app/live/meeting';
import type { LiveEvent } from '~/app/live/connection';
import type { Actor } from '~/server/context';
import { openItem } from '~/server/domain/agenda/commands';
import { answerSounding, callSpeaker, openSounding, raiseHand } from '~/server/domain/floor/commands';
import { aHub, aReader, endSockets, until } from '../support/sockets';
import { aLiveMeeting } from '../support/agenda';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  member = await world.person('member', { name: 'Navn Der Ikke Må Ud' });
});
afterEach(endSockets);

it('tells open pages what happens on the floor, with figures and without people', async () => {
  const { id, items } = await aLiveMeeting(world, organiser, ['Punkt']);
  await openItem(world.as(organiser), items[0]!);
  const { url } = await aHub(world.services);
  const reader = await aReader(url, world.services);
  const { seq } = await reader.subscribe(`meeting:${id}`);
  await raiseHand(world.as(member), id, 'reply');
  await callSpeaker(world.as(organiser), id, { hand: null, after: null });
  const sounding = await openSounding(world.as(organiser), id, 'Skal vi?');
  await answerSounding(world.as(member), sounding.id, 'against');
  await until('four events', () => reader.pushed.length >= 4);
  expect(reader.pushed.map(({ type }) => type)).toEqual(['floor.hand_raised', 'floor.speaker_called', 'floor.sounding_opened', 'floor.sounding_answered']);
  expect(JSON.stringify(reader.pushed)).not.toMatch(new RegExp(`${member.id}|${member.name}|actor`));
  expect(reader.pushed.map((event) => figuresIn(event as LiveEvent))).toEqual([null, null, null, { seq: seq + 4, soundingId: sounding.id, figures: { for: 0, against: 1, not_sure: 0 } }]);
});

it.each([[{}], [{ figures: null }], [{ figures: { for: 1 } }], [{ figures: { for: '1', against: 0, not_sure: 0 } }], [{ soundingId: 3, figures: { for: 1, against: 0, not_sure: 0 } }]])('reads no figures from %j', (payload) => {
  expect(figuresIn({ stream: 's', seq: 1, at: '', type: 'floor.sounding_answered', soundingId: 'x', ...payload })).toBeNull();
});
