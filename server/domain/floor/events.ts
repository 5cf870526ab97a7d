import type { HandKind, SoundingAnswer } from '~/db/schema';

type Hand = { meetingId: string; handId: string };
type Sounding = { meetingId: string; soundingId: string };
export type SoundingFigures = Record<SoundingAnswer, number>;

declare module '~/server/write' {
  /**
   * Stream `meeting:<id>`, public. What members do by themselves (raise and lower a hand, have spoken, answer) is
   * recorded without an actor: the names are shown while the meeting runs, and a stream keeps what it says for ever.
   */
  interface EventMap {
    'floor.hand_raised': Hand & { kind: HandKind };
    'floor.hand_lowered': Hand;
    'floor.queue_ordered': { meetingId: string };
    'floor.speaker_called': Hand;
    'floor.speaking_ended': Hand;
    'floor.sounding_opened': Sounding & { itemId: string };
    /** Carries the figures, so that open pages need not ask for them at every answer. */
    'floor.sounding_answered': Sounding & { figures: SoundingFigures };
    /** Also on the `proposal:<id>` that the item came from. */
    'floor.sounding_closed': Sounding & { itemId: string; figures: SoundingFigures };
  }
}

export {};
