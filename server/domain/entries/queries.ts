import { and, asc, desc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { agendaItems, decisions, meetings, members, minutes, minutesClashes, minutesEntries, minutesEntryVersions, minutesWriters } from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { differenceOf } from '~/server/text-merge';
import { mayTakeMinutes } from '../meetings/rules';
import { decisionColumns, minutesOfMeeting, PAGE_SIZE } from '../minutes/queries';
import { mayWriteMinutes } from '../minutes/rules';
import { WRITES_FOR } from './rules';

/** One entry of a meeting's minutes. Refuses `minutes_not_found`, `item_not_found`. */
export async function entryOfMeeting(ctx: Ctx, meetingId: string, entryId: string) {
  const whole = await minutesOfMeeting(ctx, meetingId);
  const entry = whole.entries.find((candidate) => candidate.id === entryId);
  if (!entry) throw refuse('item_not_found');
  return { minutes: whole, entry };
}

/** One entry for those who write it. Refuses what `entryOfMeeting` and `mayWriteMinutes` refuse. */
export async function entryToWrite(ctx: Ctx, meetingId: string, entryId: string) {
  const { minutes: whole, entry } = await entryOfMeeting(ctx, meetingId, entryId);
  ensure(mayWriteMinutes(ctx.actor, whole));
  return entry;
}

/** The words kept beside a draft because another changed the same: the viewer's own, and for organisers everyone's. */
export async function openClashes(ctx: Ctx, meetingId: string) {
  if (mayTakeMinutes(ctx.actor, { id: meetingId }) || !ctx.actor) return [];
  const own = isOrganiser(ctx.actor) ? undefined : eq(minutesClashes.memberId, ctx.actor.id);
  const rows = await ctx.db.select({ id: minutesClashes.id, entryId: minutesClashes.entryId, memberId: minutesClashes.memberId, by: members.name, text: minutesClashes.text, at: minutesClashes.at, base: minutesClashes.baseVersion, theirs: minutesEntries.text, version: minutesEntries.version }).from(minutesClashes)
    .innerJoin(minutesEntries, eq(minutesEntries.id, minutesClashes.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(members, eq(members.id, minutesClashes.memberId))
    .where(and(eq(minutes.meetingId, meetingId), isNull(minutesClashes.settledAt), own)).orderBy(asc(minutesClashes.at)).limit(200);
  return rows.map((row) => ({ ...row, own: row.memberId === ctx.actor?.id, difference: differenceOf(row.theirs, row.text) }));
}

export type Clash = Awaited<ReturnType<typeof openClashes>>[number];

/** Who writes where in a meeting's minutes at this moment; `still`: for how many milliseconds that is true without further news. */
export async function writersOf({ db, now }: Pick<Ctx, 'db' | 'now'>, meetingId: string) {
  const since = new Date(now().getTime() - WRITES_FOR);
  const rows = await db.select({ entryId: minutesWriters.entryId, memberId: minutesWriters.memberId, name: members.name, seenAt: minutesWriters.seenAt }).from(minutesWriters)
    .innerJoin(minutesEntries, eq(minutesEntries.id, minutesWriters.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(members, eq(members.id, minutesWriters.memberId))
    .where(and(eq(minutes.meetingId, meetingId), gt(minutesWriters.seenAt, since))).orderBy(asc(members.name)).limit(100);
  return rows.map(({ seenAt, ...row }) => ({ ...row, still: seenAt.getTime() - since.getTime() }));
}

export type Writer = Awaited<ReturnType<typeof writersOf>>[number];

/** Who writes where, for those who write too; of the viewer's own writing nothing. */
export async function otherWriters(ctx: Ctx, meetingId: string): Promise<Writer[]> {
  if (mayTakeMinutes(ctx.actor, { id: meetingId })) return [];
  return (await writersOf(ctx, meetingId)).filter((writer) => writer.memberId !== ctx.actor?.id);
}

/**
 * What the minutes say of an agenda item, to anyone, while the meeting is live and the entry is shown to all: its text and
 * decisions. Null when it is not shown; of the rest of a draft this tells nothing.
 */
export async function shownEntry(ctx: Ctx, agendaItemId: string) {
  const [entry] = await ctx.db.select({ id: minutesEntries.id, agendaItemId: minutesEntries.agendaItemId, text: minutesEntries.text, version: minutesEntries.version, shownAt: minutesEntries.shownAt }).from(minutesEntries)
    .innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId))
    .where(and(eq(minutesEntries.agendaItemId, agendaItemId), isNotNull(minutesEntries.shownAt), eq(meetings.state, 'live')));
  if (!entry) return null;
  const made = await ctx.db.select(decisionColumns).from(decisions).where(eq(decisions.entryId, entry.id)).orderBy(asc(decisions.year), asc(decisions.serial));
  return { ...entry, decisions: made.map(({ id, number, text }) => ({ id, number, text })) };
}

/** The entry of an agenda item and whether it is shown, for those who may show it; null before the minutes are begun. */
export async function entryToShow(ctx: Ctx, agendaItemId: string) {
  const [entry] = await ctx.db.select({ id: minutesEntries.id, shownAt: minutesEntries.shownAt }).from(minutesEntries).where(eq(minutesEntries.agendaItemId, agendaItemId));
  return entry ? { id: entry.id, shown: entry.shownAt !== null } : null;
}

/** Words saved by one person within so long (milliseconds) of each other are read as one wording. */
const ONE_SITTING = 5 * 60_000;

/**
 * The wordings an entry has had, newest first, one page, each with how it differs from the one before. Every saved wording is
 * kept; what one person saved in one sitting is shown as it was at its end. Refuses what `mayTakeMinutes` and `entryOfMeeting` refuse.
 */
export async function wordingsOf(ctx: Ctx, meetingId: string, entryId: string, page: number) {
  ensure(mayTakeMinutes(ctx.actor, { id: meetingId }));
  const { entry } = await entryOfMeeting(ctx, meetingId, entryId);
  const [now] = await ctx.db.select({ version: minutesEntries.version, by: minutesEntries.updatedBy, at: minutesEntries.updatedAt }).from(minutesEntries).where(eq(minutesEntries.id, entryId));
  const kept = await ctx.db.select({ version: minutesEntryVersions.version, by: minutesEntryVersions.writtenBy, at: minutesEntryVersions.at }).from(minutesEntryVersions).where(eq(minutesEntryVersions.entryId, entryId)).orderBy(desc(minutesEntryVersions.version));
  // Version 1 is the empty entry: nobody's wording.
  const all = [...(now ? [now] : []), ...kept].filter(({ version }) => version > 1);
  const ends = all.filter((row, index) => {
    const next = all[index - 1];
    return !next || next.by !== row.by || next.at.getTime() - row.at.getTime() > ONE_SITTING;
  });
  const shown = ends.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const wanted = [...shown, ...ends.slice(page * PAGE_SIZE, page * PAGE_SIZE + 1)].map(({ version }) => version);
  const texts = wanted.length === 0 ? [] : await ctx.db.select({ version: minutesEntryVersions.version, text: minutesEntryVersions.text }).from(minutesEntryVersions).where(and(eq(minutesEntryVersions.entryId, entryId), inArray(minutesEntryVersions.version, wanted)));
  const textOf = (version: number | undefined) => (version === entry.version ? entry.text : (texts.find((row) => row.version === version)?.text ?? ''));
  const people = shown.flatMap(({ by }) => by ?? []);
  const named = people.length === 0 ? [] : await ctx.db.select({ id: members.id, name: members.name }).from(members).where(inArray(members.id, people));
  return {
    entry: { id: entry.id, title: entry.title, agendaItemId: entry.agendaItemId },
    pages: Math.max(1, Math.ceil(ends.length / PAGE_SIZE)),
    wordings: shown.map(({ version, by, at }, index) => ({
      version, at, by: named.find(({ id }) => id === by)?.name ?? null,
      difference: differenceOf(textOf(ends[(page - 1) * PAGE_SIZE + index + 1]?.version), textOf(version)),
    })),
  };
}
