import { z } from 'zod';
import { handKinds, itemKinds, soundingChoices } from '~/db/schema/states';
import { choice, line, optionalId, optionalWhole } from '~/server/fields';
import { limits } from '~/server/limits';

export const raiseHandSchema = z.object({ kind: choice(handKinds) });
export const moveHandSchema = z.object({ direction: choice(['up', 'down']) });
/** `hand`: who is called; nobody named means the first who waits. `after`: who is seen to speak and gives the floor on. */
export const callSpeakerSchema = z.object({ hand: optionalId, after: optionalId });
export const openSoundingSchema = z.object({ question: line(limits.sounding) });
export const answerSoundingSchema = z.object({ answer: choice(soundingChoices) });
/** What the chair puts on the agenda while the meeting runs: as little as it takes. */
export const itemOnTheSpotSchema = z.object({ title: line(limits.title), kind: choice(itemKinds), minutes: optionalWhole(1, 480) });
/** For steps that need no words (lower a hand, end speaking, close a sounding). */
export const stepSchema = z.object({});

export type RaiseHand = z.output<typeof raiseHandSchema>;
export type CallSpeaker = z.output<typeof callSpeakerSchema>;
