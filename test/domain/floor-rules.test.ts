import { describe, expect, it } from 'vitest';
import { handStates, type HandKind, type HandState, type MeetingState, type Role } from '~/db/schema';
import type { Actor } from '~/server/context';
import { mayAnswerSounding, mayCallSpeaker, mayCloseSounding, mayEndSpeaking, mayLower, mayMoveHand, mayOpenSounding, mayRaise, placeInQueue } from '~/server/domain/floor/rules';
import { openSoundingSchema, raiseHandSchema } from '~/server/domain/floor/schema';

const someone = (id: string, role: Role = 'member', more: Partial<Actor> = {}): Actor => ({ id, name: id, role, language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [], ...more });
const organiser = someone('organiser', 'organiser');
const chair = someone('chair');
const anna = someone('anna');
const bo = someone('bo');
const unconfirmed = someone('unconfirmed', 'member', { confirmed: false });

describe('rules', () => {
  const meetingStates: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
  const meeting = (state: MeetingState = 'live') => ({ id: 'm', state });
  const hand = (state: HandState, memberId = 'someone') => ({ state, memberId });
  const leader = (): Actor => ({ ...chair, chairs: ['m'] });
  const onlyLive = { draft: 'meeting_not_live', called: 'meeting_not_live', live: null, held: 'meeting_not_live', cancelled: 'meeting_not_live' };

  it.each([
    ['raise', (state: MeetingState) => mayRaise(anna, meeting(state), false)],
    ['lower', (state: MeetingState) => mayLower(leader(), meeting(state), hand('waiting'))],
    ['move', (state: MeetingState) => mayMoveHand(leader(), meeting(state), hand('waiting'))],
    ['call', (state: MeetingState) => mayCallSpeaker(leader(), meeting(state), hand('waiting'), false)],
    ['end speaking', (state: MeetingState) => mayEndSpeaking(leader(), meeting(state), hand('speaking'))],
    ['open a sounding', (state: MeetingState) => mayOpenSounding(leader(), meeting(state), true, false)],
    ['close a sounding', (state: MeetingState) => mayCloseSounding(leader(), meeting(state), { closedAt: null })],
  ] as const)('%s only while the meeting runs', (_name, rule) => {
    expect(Object.fromEntries(meetingStates.map((state) => [state, rule(state)?.code ?? null]))).toEqual(onlyLive);
  });

  it.each([
    ['lower', { waiting: null, speaking: 'hand_not_waiting', spoken: 'hand_not_waiting', withdrawn: 'hand_not_waiting' }, (state: HandState) => mayLower(leader(), meeting(), hand(state))],
    ['move', { waiting: null, speaking: 'hand_not_waiting', spoken: 'hand_not_waiting', withdrawn: 'hand_not_waiting' }, (state: HandState) => mayMoveHand(leader(), meeting(), hand(state))],
    ['call', { waiting: null, speaking: 'hand_not_waiting', spoken: 'hand_not_waiting', withdrawn: 'hand_not_waiting' }, (state: HandState) => mayCallSpeaker(leader(), meeting(), hand(state), false)],
    ['end speaking', { waiting: 'hand_not_speaking', speaking: null, spoken: 'hand_not_speaking', withdrawn: 'hand_not_speaking' }, (state: HandState) => mayEndSpeaking(leader(), meeting(), hand(state))],
  ] as const)('%s from every state of the hand', (_name, expected, rule) => {
    expect(Object.fromEntries(handStates.map((state) => [state, rule(state)?.code ?? null]))).toEqual(expected);
  });

  it('knows who may do what', () => {
    const theirs = hand('waiting', anna.id);
    const rules = (actor: Actor | null) => [
      mayRaise(actor, meeting(), false), mayLower(actor, meeting(), theirs), mayMoveHand(actor, meeting(), theirs), mayCallSpeaker(actor, meeting(), theirs, false), mayEndSpeaking(actor, meeting(), hand('speaking', anna.id)),
      mayOpenSounding(actor, meeting(), true, false), mayCloseSounding(actor, meeting(), { closedAt: null }), mayAnswerSounding(actor, { closedAt: null }),
    ].map((no) => no?.code ?? null);
    const allowed = Array(8).fill(null);
    expect(rules(null)).toEqual(Array(8).fill('not_signed_in'));
    expect(rules(unconfirmed)).toEqual(['email_not_confirmed', 'hand_not_yours', 'chair_only', 'chair_only', 'hand_not_yours', 'chair_only', 'chair_only', 'email_not_confirmed']);
    expect(rules(bo)).toEqual([null, 'hand_not_yours', 'chair_only', 'chair_only', 'hand_not_yours', 'chair_only', 'chair_only', null]);
    expect(rules(anna)).toEqual([null, null, 'chair_only', 'chair_only', null, 'chair_only', 'chair_only', null]);
    expect(rules(leader())).toEqual(allowed);
    expect(rules(organiser)).toEqual(allowed);
    expect(rules({ ...bo, chairs: ['another meeting'] })).toEqual(rules(bo));
  });

  it('names what stands in the way', () => {
    expect(mayRaise(anna, meeting(), true)?.code).toBe('hand_raised');
    expect(mayCallSpeaker(organiser, meeting(), hand('waiting'), true)?.code).toBe('floor_taken');
    expect(mayCallSpeaker(organiser, meeting(), null, false)?.code).toBe('queue_empty');
    expect(mayOpenSounding(organiser, meeting(), false, false)?.code).toBe('no_current_item');
    expect(mayOpenSounding(organiser, meeting(), true, true)?.code).toBe('sounding_open');
    expect(mayCloseSounding(organiser, meeting(), { closedAt: new Date() })?.code).toBe('sounding_closed');
    expect(mayAnswerSounding(anna, { closedAt: new Date() })?.code).toBe('sounding_closed');
  });

  it.each<[string, HandKind[], HandKind, number]>([
    ['the first', [], 'new_topic', 0],
    ['behind the same kind', ['new_topic', 'new_topic'], 'new_topic', 2],
    ['a reply before new topics', ['reply', 'new_topic'], 'reply', 1],
    ['questions and replies in the order they came', ['question', 'reply', 'new_topic'], 'question', 2],
    ['a point of order before all', ['question', 'new_topic'], 'point_of_order', 0],
    ['a second point of order behind the first', ['point_of_order', 'reply'], 'point_of_order', 1],
    ['a new topic last', ['point_of_order', 'reply', 'new_topic'], 'new_topic', 3],
    ['behind a reply that the chair moved down', ['new_topic', 'reply', 'new_topic'], 'reply', 2],
  ])('%s', (_name, queue, kind, place) => {
    expect(placeInQueue(queue, kind)).toBe(place);
  });
});

describe('the forms', () => {
  it('say what is wrong', () => {
    expect(raiseHandSchema.safeParse({ kind: 'speech' }).error?.issues[0]?.message).toBe('choose_one');
    expect(raiseHandSchema.safeParse({}).error?.issues[0]?.message).toBe('choose_one');
    expect(openSoundingSchema.safeParse({ question: ' ' }).error?.issues[0]?.message).toBe('required');
    expect(openSoundingSchema.safeParse({ question: 'x'.repeat(301) }).error?.issues[0]?.message).toBe('too_long:300');
  });
});
