import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { connect } from '~/db/client';
import { meetings, proposals } from '~/db/schema';
import type { Actor } from '~/server/context';
import { editMeeting } from '~/server/domain/meetings/commands';
import { submitProposal } from '~/server/domain/proposals/commands';
import { aCalledMeeting, meetingInput } from '../support/make';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let authors: Actor[];
beforeAll(async () => {
  organiser = await world.person('organiser');
  authors = await Promise.all(Array.from({ length: 40 }, () => world.person()));
});

const words = (n: number) => ({ title: `Forslag ${n}`, reason: 'Fordi.', kind: 'discussion' as const, minutesWanted: 15, initiativeIds: [], intent: 'submit' as const });

/** Forty people send at once, each on a connection of their own, with the clock of the wall. */
async function sendAll(meetingId: string): Promise<void> {
  await Promise.all(authors.map(async (author, n) => {
    const own = connect(world.url, 1);
    try {
      await submitProposal({ ...world.as(author), db: own.db, now: () => new Date() }, meetingId, words(n));
    } finally {
      await own.close();
    }
  }));
}

it('takes every proposal that races with the deadline, each marked by the clock', async () => {
  world.clock.now = new Date();
  const { id } = await aCalledMeeting(world, organiser);
  // It passes while they send.
  const deadline = new Date(Date.now() + 60);
  await world.connection.db.update(meetings).set({ proposalDeadline: deadline }).where(eq(meetings.id, id));
  await sendAll(id);
  const rows = await world.connection.db.select().from(proposals).where(eq(proposals.meetingId, id));
  expect(rows).toHaveLength(authors.length);
  expect(rows.filter((row) => row.deadlineThen?.getTime() !== deadline.getTime())).toEqual([]);
  expect(rows.filter((row) => row.late !== ((row.submittedAt?.getTime() ?? 0) > deadline.getTime()))).toEqual([]);
});

it('marks each by the deadline as it stood when the organiser moves it meanwhile', async () => {
  world.clock.now = new Date();
  const { id } = await aCalledMeeting(world, organiser, { title: 'Fristen flyttes' });
  const past = new Date(Date.now() - 60_000);
  const [before] = await world.connection.db.select().from(meetings).where(eq(meetings.id, id));
  const move = editMeeting(world.as(organiser), id, { ...meetingInput(world.clock.now, { title: 'Fristen flyttes' }), proposalDeadline: past, version: before?.version ?? 0 });
  await Promise.all([sendAll(id), move]);
  const rows = await world.connection.db.select().from(proposals).where(eq(proposals.meetingId, id));
  expect(rows).toHaveLength(authors.length);
  const known = [before?.proposalDeadline?.getTime(), past.getTime()];
  expect(rows.filter((row) => !known.includes(row.deadlineThen?.getTime()))).toEqual([]);
  expect(rows.filter((row) => row.late !== (row.deadlineThen?.getTime() === past.getTime()))).toEqual([]);
});
