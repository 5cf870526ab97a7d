import { and, eq } from 'drizzle-orm';
import { beforeAll } from 'vitest';
import { attendances, hands, meetingParts, minutes, soundingAnswers, soundings } from '~/db/schema';
import type { Actor } from '~/server/context';
import { closeItem, openItem } from '~/server/domain/agenda/commands';
import { arrive, countGuests, keepAttendance, leave } from '~/server/domain/attendance/commands';
import { answerSounding, callSpeaker, closeSounding, endSpeaking, lowerHand, moveHand, openSounding, raiseHand } from '~/server/domain/floor/commands';
import { cancelMeeting, givePart, holdMeeting, takePartAway } from '~/server/domain/meetings/commands';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { aLiveMeeting } from '../support/agenda';
import { machine } from '../support/machine';
import { aCalledMeeting } from '../support/make';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let other: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  other = await world.person();
});
const chair = () => world.as(organiser);
const db = () => world.connection.db;
const NONE = '00000000-0000-7000-8000-000000000000';

type Made = { meetingId: string; itemId: string; person: Actor };
const live = async (): Promise<Made> => {
  const { id: meetingId, items } = await aLiveMeeting(world, organiser, ['Første', 'Andet']);
  return { meetingId, itemId: items[0]!, person: await world.person() };
};
const after = <T>(make: () => Promise<T>, ...acts: ((made: T) => Promise<unknown>)[]) => async (): Promise<T> => {
  const made = await make();
  for (const act of acts) await act(made);
  return made;
};
const hold = ({ meetingId }: Made) => holdMeeting(chair(), meetingId);
const cancel = ({ meetingId }: Made) => cancelMeeting(chair(), meetingId, 'Aflyst');

type Raised = Made & { handId: string };
const raised = async (): Promise<Raised> => {
  const made = await live();
  return { ...made, handId: (await raiseHand(world.as(made.person), made.meetingId, 'question')).id };
};
const call = ({ meetingId, handId }: Raised) => callSpeaker(chair(), meetingId, { hand: handId, after: null });
const speaking = after(raised, call);
const spoken = after(speaking, ({ handId }) => endSpeaking(chair(), handId));
const someoneElseSpeaks = async ({ meetingId }: Raised) => callSpeaker(chair(), meetingId, { hand: (await raiseHand(world.as(other), meetingId, 'reply')).id, after: null });
const down = { 'lower': 'hand_not_waiting', 'lower it as chair': 'hand_not_waiting', 'lower another’s': 'hand_not_yours', 'move': 'hand_not_waiting', 'call': 'hand_not_waiting', 'end': 'hand_not_speaking', 'end another’s': 'hand_not_yours' } as const;
const over = { 'raise': 'meeting_not_live', 'lower': 'meeting_not_live', 'lower it as chair': 'meeting_not_live', 'lower another’s': 'hand_not_yours', 'move': 'meeting_not_live', 'call': 'meeting_not_live', 'end': 'meeting_not_live', 'end another’s': 'hand_not_yours' } as const;

machine('a hand', {
  states: {
    'waiting': raised, 'waiting, another one speaks': after(raised, someoneElseSpeaks), speaking, spoken, 'withdrawn': after(raised, ({ person, handId }) => lowerHand(world.as(person), handId)),
    'withdrawn, meeting held': after(raised, hold), 'spoken, meeting held': after(speaking, hold), 'withdrawn, meeting cancelled': after(raised, cancel),
  },
  look: async ({ handId }) => {
    const [row] = await db().select().from(hands).where(eq(hands.id, handId));
    return { state: row?.state ?? 'gone', row };
  },
  commands: {
    'raise': ({ meetingId, person }) => raiseHand(world.as(person), meetingId, 'new_topic'),
    'lower': ({ person, handId }) => lowerHand(world.as(person), handId), 'lower it as chair': ({ handId }) => lowerHand(chair(), handId), 'lower another’s': ({ handId }) => lowerHand(world.as(other), handId),
    'move': ({ handId }) => moveHand(chair(), handId, 'up'), call,
    'end': ({ handId }) => endSpeaking(chair(), handId), 'end another’s': ({ handId }) => endSpeaking(world.as(other), handId),
  },
  table: {
    'waiting': { ...down, 'raise': 'hand_raised', 'lower': '-> withdrawn', 'lower it as chair': '-> withdrawn', 'move': '-> waiting', 'call': '-> speaking' },
    'waiting, another one speaks': { ...down, 'raise': 'hand_raised', 'lower': '-> withdrawn', 'lower it as chair': '-> withdrawn', 'move': '-> waiting', 'call': 'floor_taken' },
    'speaking': { ...down, 'raise': 'hand_raised', 'call': 'floor_taken', 'end': '-> spoken' },
    'spoken': { ...down, 'raise': '-> spoken' },
    'withdrawn': { ...down, 'raise': '-> withdrawn' },
    'withdrawn, meeting held': over, 'spoken, meeting held': over, 'withdrawn, meeting cancelled': over,
  },
});

type Asked = Made & { soundingId: string };
const asked = async (): Promise<Asked> => {
  const made = await live();
  await openItem(chair(), made.itemId);
  return { ...made, soundingId: (await openSounding(chair(), made.meetingId, 'Skal vi?')).id };
};

machine('a sounding', {
  states: {
    'none, no item current': async () => ({ ...(await live()), soundingId: NONE }), 'none': after(async () => ({ ...(await live()), soundingId: NONE }), ({ itemId }) => openItem(chair(), itemId)),
    'open': asked, 'closed': after(asked, ({ soundingId }) => closeSounding(chair(), soundingId)), 'closed, item closed': after(asked, ({ itemId }) => closeItem(chair(), itemId, { outcome: 'noted', next: true })),
    'closed, meeting cancelled': after(asked, cancel),
  },
  look: async ({ meetingId, soundingId }) => {
    const [row] = await db().select().from(soundings).where(soundingId === NONE ? eq(soundings.meetingId, meetingId) : eq(soundings.id, soundingId));
    return { state: row ? (row.closedAt ? 'closed' : 'open') : 'none', row: [row, await db().select().from(soundingAnswers).where(eq(soundingAnswers.soundingId, soundingId))] };
  },
  commands: {
    'open': ({ meetingId }) => openSounding(chair(), meetingId, 'Nu?'), 'answer': ({ soundingId, person }) => answerSounding(world.as(person), soundingId, 'for'), 'close': ({ soundingId }) => closeSounding(chair(), soundingId),
    'open without leading': ({ meetingId, person }) => openSounding(world.as(person), meetingId, 'Nu?'),
  },
  table: {
    'none, no item current': { 'open': 'no_current_item', 'answer': 'sounding_not_found', 'close': 'sounding_not_found', 'open without leading': 'chair_only' },
    'none': { 'open': '-> open', 'answer': 'sounding_not_found', 'close': 'sounding_not_found', 'open without leading': 'chair_only' },
    'open': { 'open': 'sounding_open', 'answer': '-> open', 'close': '-> closed', 'open without leading': 'chair_only' },
    'closed': { 'open': '-> closed', 'answer': 'sounding_closed', 'close': 'sounding_closed', 'open without leading': 'chair_only' },
    'closed, item closed': { 'open': '-> closed', 'answer': 'sounding_closed', 'close': 'sounding_closed', 'open without leading': 'chair_only' },
    'closed, meeting cancelled': { 'open': 'meeting_not_live', 'answer': 'sounding_closed', 'close': 'meeting_not_live', 'open without leading': 'chair_only' },
  },
});

const called = async (): Promise<Made> => ({ meetingId: (await aCalledMeeting(world, organiser)).id, itemId: NONE, person: await world.person() });
const give = (part: 'chair' | 'minute_taker') => ({ meetingId, person }: Made) => givePart(chair(), meetingId, { memberId: person.id, part });
const take = (part: 'chair' | 'minute_taker') => ({ meetingId, person }: Made) => takePartAway(chair(), meetingId, { memberId: person.id, part });

machine('a part in a meeting', {
  states: {
    'none': called, 'chair': after(called, give('chair')), 'minute_taker': after(called, give('minute_taker')), 'chair and minute_taker': after(called, give('chair'), give('minute_taker')),
    'none, meeting live': live, 'chair, meeting held': after(live, give('chair'), hold), 'minute_taker, meeting held': after(live, give('minute_taker'), hold), 'chair, meeting cancelled': after(called, give('chair'), cancel),
  },
  look: async ({ meetingId, person }) => {
    const rows = await db().select().from(meetingParts).where(and(eq(meetingParts.meetingId, meetingId), eq(meetingParts.memberId, person.id))).orderBy(meetingParts.part);
    return { state: rows.map(({ part }) => part).join(' and ') || 'none', row: rows };
  },
  commands: { 'name chair': give('chair'), 'name minute taker': give('minute_taker'), 'no longer chair': take('chair'), 'no longer minute taker': take('minute_taker'), 'name oneself': ({ meetingId, person }) => givePart(world.as(person), meetingId, { memberId: person.id, part: 'chair' }) },
  table: {
    'none': { 'name chair': '-> chair', 'name minute taker': '-> minute_taker', 'no longer chair': '-> none', 'no longer minute taker': '-> none', 'name oneself': 'organisers_only' },
    'chair': { 'name chair': '-> chair', 'name minute taker': '-> chair and minute_taker', 'no longer chair': '-> none', 'no longer minute taker': '-> chair', 'name oneself': 'organisers_only' },
    'minute_taker': { 'name chair': '-> chair and minute_taker', 'name minute taker': '-> minute_taker', 'no longer chair': '-> minute_taker', 'no longer minute taker': '-> none', 'name oneself': 'organisers_only' },
    'chair and minute_taker': { 'name chair': '-> chair and minute_taker', 'name minute taker': '-> chair and minute_taker', 'no longer chair': '-> minute_taker', 'no longer minute taker': '-> chair', 'name oneself': 'organisers_only' },
    'none, meeting live': { 'name chair': '-> chair', 'name minute taker': '-> minute_taker', 'no longer chair': '-> none', 'no longer minute taker': '-> none', 'name oneself': 'organisers_only' },
    'chair, meeting held': { 'name chair': 'meeting_over', 'name minute taker': '-> chair and minute_taker', 'no longer chair': 'meeting_over', 'no longer minute taker': '-> chair', 'name oneself': 'organisers_only' },
    'minute_taker, meeting held': { 'name chair': 'meeting_over', 'name minute taker': '-> minute_taker', 'no longer chair': 'meeting_over', 'no longer minute taker': '-> none', 'name oneself': 'organisers_only' },
    'chair, meeting cancelled': { 'name chair': 'meeting_over', 'name minute taker': 'meeting_over', 'no longer chair': 'meeting_over', 'no longer minute taker': 'meeting_over', 'name oneself': 'organisers_only' },
  },
});

const come = (way: 'on_site' | 'online') => ({ meetingId, person }: Made) => arrive(world.as(person), meetingId, way);
const go = ({ meetingId, person }: Made) => leave(world.as(person), meetingId);
const tick = (way: 'on_site' | null) => async ({ meetingId, person }: Made) => keepAttendance(chair(), meetingId, [{ memberId: person.id, was: way === null ? 'on_site' : null, way }]);
const approve = async ({ meetingId }: Made) => {
  const { id } = await beginMinutes(chair(), meetingId);
  await db().update(minutes).set({ state: 'approved', correctionsDue: world.clock.now, approvedAt: world.clock.now }).where(eq(minutes.id, id));
};
const notLive = { 'come on site': 'meeting_not_live', 'come online': 'meeting_not_live', 'go': 'meeting_not_live' } as const;

machine('attendance', {
  states: {
    'none': live, 'on_site': after(live, come('on_site')), 'online': after(live, come('online')), 'left': after(live, come('on_site'), go),
    'none, meeting called': called, 'none, meeting held': after(live, hold), 'on_site, meeting held': after(live, come('on_site'), hold), 'on_site, minutes approved': after(live, come('on_site'), hold, approve), 'none, meeting cancelled': after(live, cancel),
  },
  look: async ({ meetingId, person }) => {
    const [row] = await db().select().from(attendances).where(and(eq(attendances.meetingId, meetingId), eq(attendances.memberId, person.id)));
    return { state: row ? (row.leftAt ? 'left' : row.way) : 'none', row };
  },
  commands: {
    'come on site': come('on_site'), 'come online': come('online'), go, 'be ticked': tick('on_site'), 'be ticked off': tick(null),
    'be ticked by a member': ({ meetingId, person }) => keepAttendance(world.as(person), meetingId, [{ memberId: person.id, was: null, way: 'online' }]),
    'count guests': ({ meetingId }) => countGuests(chair(), meetingId, { organisation: 'En forening', kind: 'civil_society', count: 2, was: 0 }),
  },
  table: {
    'none': { 'come on site': '-> on_site', 'come online': '-> online', 'go': '-> none', 'be ticked': '-> on_site', 'be ticked off': '-> none', 'be ticked by a member': 'minute_taker_only', 'count guests': '-> none' },
    'on_site': { 'come on site': '-> on_site', 'come online': '-> online', 'go': '-> left', 'be ticked': '-> on_site', 'be ticked off': '-> none', 'be ticked by a member': 'minute_taker_only', 'count guests': '-> on_site' },
    'online': { 'come on site': '-> on_site', 'come online': '-> online', 'go': '-> left', 'be ticked': '-> on_site', 'be ticked off': '-> none', 'be ticked by a member': 'minute_taker_only', 'count guests': '-> online' },
    'left': { 'come on site': '-> on_site', 'come online': '-> online', 'go': '-> left', 'be ticked': '-> left', 'be ticked off': '-> none', 'be ticked by a member': 'minute_taker_only', 'count guests': '-> left' },
    'none, meeting called': { ...notLive, 'be ticked': 'attendance_closed', 'be ticked off': 'attendance_closed', 'be ticked by a member': 'minute_taker_only', 'count guests': 'attendance_closed' },
    'none, meeting held': { ...notLive, 'be ticked': '-> on_site', 'be ticked off': '-> none', 'be ticked by a member': 'minute_taker_only', 'count guests': '-> none' },
    'on_site, meeting held': { ...notLive, 'be ticked': '-> on_site', 'be ticked off': '-> none', 'be ticked by a member': 'minute_taker_only', 'count guests': '-> on_site' },
    'on_site, minutes approved': { ...notLive, 'be ticked': 'attendance_closed', 'be ticked off': 'attendance_closed', 'be ticked by a member': 'minute_taker_only', 'count guests': 'attendance_closed' },
    'none, meeting cancelled': { ...notLive, 'be ticked': 'attendance_closed', 'be ticked off': 'attendance_closed', 'be ticked by a member': 'minute_taker_only', 'count guests': 'attendance_closed' },
  },
});
