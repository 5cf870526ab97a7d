import { and, desc, eq, gt, inArray, isNotNull, or, type SQL } from 'drizzle-orm';
import type { Db } from '~/db/client';
import { agendaVersions, meetings } from '~/db/schema';
import { addDays } from '../time';

/** A cancelled meeting stays in the network's calendar for so long that every client has seen it. */
const CANCELLED_DAYS = 60;
/** Newest first; a network that meets monthly fills it in forty years. */
const MOST = 500;

/** A meeting with its published agenda. `changedAt`: when anything that a calendar shows was last changed. */
export type CalendarMeeting = typeof meetings.$inferSelect & { agenda: string[]; changedAt: Date };

async function readMeetings(db: Db, which: SQL | undefined): Promise<CalendarMeeting[]> {
  const rows = await db.select().from(meetings).where(which).orderBy(desc(meetings.day), desc(meetings.id)).limit(MOST);
  const published = rows.filter((row) => row.agendaState === 'published').map((row) => row.id);
  const newest = published.length === 0 ? [] : await db.selectDistinctOn([agendaVersions.meetingId], { meetingId: agendaVersions.meetingId, items: agendaVersions.items, publishedAt: agendaVersions.publishedAt })
    .from(agendaVersions).where(inArray(agendaVersions.meetingId, published)).orderBy(agendaVersions.meetingId, desc(agendaVersions.number));
  const agendas = new Map(newest.map((version) => [version.meetingId, version]));
  return rows.map((row) => {
    const agenda = agendas.get(row.id);
    const changedAt = agenda && agenda.publishedAt > row.updatedAt ? agenda.publishedAt : row.updatedAt;
    return { ...row, agenda: agenda?.items.map((item) => item.title) ?? [], changedAt };
  });
}

/** What the network's calendar shows: called, running and held meetings, and for a while the cancelled ones. Never drafts. */
export const networkMeetings = (db: Db, now: Date): Promise<CalendarMeeting[]> => readMeetings(db, or(
  inArray(meetings.state, ['called', 'live', 'held']),
  and(eq(meetings.state, 'cancelled'), isNotNull(meetings.calledAt), gt(meetings.cancelledAt, addDays(now, -CANCELLED_DAYS))),
));

/** One meeting by its address, or undefined. */
export const meetingBySlug = async (db: Db, slug: string): Promise<CalendarMeeting | undefined> => (await readMeetings(db, eq(meetings.slug, slug)))[0];

/** One meeting by its id, or undefined. */
export const meetingById = async (db: Db, id: string): Promise<CalendarMeeting | undefined> => (await readMeetings(db, eq(meetings.id, id)))[0];
