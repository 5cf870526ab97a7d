import { callMeeting, createMeeting } from '~/server/domain/meetings/commands';
import type { CreateMeeting } from '~/server/domain/meetings/schema';
import type { Actor } from '~/server/context';
import { addDays, dayOf } from '~/server/time';
import type { World } from './world';

/** What an organiser types for a meeting three weeks ahead, proposals open for two. */
export function meetingInput(now: Date, more: Partial<CreateMeeting> = {}): CreateMeeting {
  const startsAt = addDays(now, 21);
  return {
    title: 'Netværksmøde om åbne data', purpose: 'At drøfte, hvordan data kommer i brug.', day: dayOf(startsAt), startsAt, endsAt: new Date(startsAt.getTime() + 2 * 3_600_000),
    proposalDeadline: addDays(now, 14), place: 'Mødelokale 1', onlineUrl: 'https://moede.example.org/1', capacity: null, ...more,
  };
}

/** A meeting that takes proposals. */
export async function aCalledMeeting(world: World, organiser: Actor, more: Partial<CreateMeeting> = {}): Promise<{ id: string; slug: string }> {
  const ctx = world.as(organiser);
  const meeting = await createMeeting(ctx, meetingInput(world.clock.now, more));
  await callMeeting(ctx, meeting.id);
  return meeting;
}
