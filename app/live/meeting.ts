import { useState } from 'react';
import { soundingChoices } from '~/db/schema/states';
import type { SoundingFigures } from '~/server/domain/floor/events';
import type { Floor } from '~/server/domain/floor/queries';
import { useViewer } from '../shell/viewer';
import { concerns } from './private';
import { useReloadSoon } from './reload';
import { useStream, type LiveEvent, type LiveStatus } from './stream';

type Told = { seq: number; soundingId: string; figures: SoundingFigures };

/** The figures that an answer to a sounding carries with it; null for any other event. */
export function figuresIn({ type, seq, soundingId, figures }: LiveEvent): Told | null {
  if (type !== 'floor.sounding_answered' || typeof soundingId !== 'string') return null;
  const counts = figures as Partial<SoundingFigures> | null | undefined;
  return soundingChoices.every((answer) => typeof counts?.[answer] === 'number') ? { seq, soundingId, figures: counts as SoundingFigures } : null;
}

/**
 * Follows a meeting as it runs: the page's data is fetched again when something happens. When a whole room answers a
 * sounding, the events themselves say how it stands, and no page has to ask.
 */
export function useLiveMeeting(meetingId: string, seq: number, floor: Floor): { status: LiveStatus; floor: Floor } {
  const soon = useReloadSoon();
  const { actor } = useViewer();
  const [told, setTold] = useState<Told | null>(null);
  const status = useStream(`meeting:${meetingId}`, seq, (events) => {
    const answers = events.map(figuresIn).filter((answer) => answer !== null);
    setTold((before) => answers.at(-1) ?? before);
    if (answers.length < events.length && concerns(events, actor)) soon();
  }, soon);
  const newer = told !== null && told.seq > seq && floor.open?.id === told.soundingId;
  return { status, floor: newer && floor.open ? { ...floor, open: { ...floor.open, figures: told.figures } } : floor };
}
