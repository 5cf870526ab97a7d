import { asc, eq, sql } from 'drizzle-orm';
import { corrections, meetings, members, minutes, minutesEntries, minutesEntryVersions } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { refuse } from '~/server/refusal';
import { differenceOf } from '~/server/text-merge';
import { entryOfMeeting } from '../entries/queries';
import { idIs, type Minutes } from '../minutes/queries';
import { mayDecideCorrection, mayProposeCorrection } from './rules';

const correctionColumns = {
  id: corrections.id, entryId: corrections.entryId, authorId: corrections.authorId, author: members.name, proposedText: corrections.proposedText, why: corrections.why,
  state: corrections.state, decisionReason: corrections.decisionReason, decidedAt: corrections.decidedAt, createdAt: corrections.createdAt,
};

/** The wording that a correction was proposed to: the one that stood when it came. */
const wordingThen = sql<string | null>`case when ${minutesEntries.updatedAt} <= ${corrections.createdAt} then ${minutesEntries.text} else coalesce(
  (select ${minutesEntryVersions.text} from ${minutesEntryVersions} where ${minutesEntryVersions.entryId} = ${minutesEntries.id} and ${minutesEntryVersions.at} <= ${corrections.createdAt} order by ${minutesEntryVersions.version} desc limit 1), ${minutesEntries.text}) end`;

/** What members want changed in minutes, by entry, oldest first, and whether the viewer may propose more. */
export async function correctionsOf(ctx: Ctx, whole: Pick<Minutes, 'id' | 'meetingId' | 'state' | 'correctionsDue'>) {
  const rows = await ctx.db.select({ ...correctionColumns, from: wordingThen }).from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).innerJoin(members, eq(members.id, corrections.authorId)).where(eq(minutesEntries.minutesId, whole.id)).orderBy(asc(corrections.createdAt)).limit(1000);
  return {
    proposed: rows.map(({ from, ...row }) => ({ ...row, difference: differenceOf(from ?? '', row.proposedText), can: { decide: mayDecideCorrection(ctx.actor, whole, row) === null } })),
    /** Someone who is not signed in is shown the way too; they are asked to sign in. */
    can: { propose: ['not_signed_in', undefined].includes(mayProposeCorrection(ctx.actor, whole, ctx.now())?.code) && whole.state === 'in_review' },
  };
}

export type CorrectionView = Awaited<ReturnType<typeof correctionsOf>>['proposed'][number];

/** One correction with its entry. Refuses `correction_not_found`, and for others `minutes_not_found` while it is no longer public. */
export async function getCorrection(ctx: Ctx, id: string) {
  const [row] = await ctx.db.select({ correction: correctionColumns, from: wordingThen, meeting: { id: meetings.id, slug: meetings.slug, title: meetings.title } }).from(corrections).innerJoin(members, eq(members.id, corrections.authorId))
    .innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(idIs(corrections.id, id));
  if (!row) throw refuse('correction_not_found');
  const { minutes: whole, entry } = await entryOfMeeting(ctx, row.meeting.id, row.correction.entryId);
  return { ...row, difference: differenceOf(row.from ?? '', row.correction.proposedText), minutes: { state: whole.state }, entry };
}

