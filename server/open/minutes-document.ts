import { inArray } from 'drizzle-orm';
import { agendaItems, type ItemKind, type ItemOutcome, type Language, type MinutesState, type OrganisationKind } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { attendanceSnapshot } from '~/server/domain/attendance/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { minutesAtHand, minutesOfMeeting, minutesVersion, minutesVersionList, type InitiativeRef } from '~/server/domain/minutes/queries';
import { refuse } from '~/server/refusal';

type Concerned = { id: string; number: string; title: string; period: string };

/** A meeting's minutes as every file tells them. Of people it knows only whom the pages name. */
export type MinutesDocument = {
  language: Language;
  baseUrl: string;
  meeting: { id: string; slug: string; title: string; purpose: string; day: string; startsAt: Date | null; endsAt: Date | null; place: string | null; online: boolean; isExample: boolean };
  state: Exclude<MinutesState, 'draft'>;
  /** The published version; null while the minutes are on their way. */
  version: { number: number; publishedAt: Date; note: string | null } | null;
  /** Every published version, oldest first. */
  versions: { number: number; publishedAt: Date; note: string | null }[];
  correctionsDue: Date | null;
  approval: { at: Date; tacit: boolean } | null;
  /** When anything in here was last changed. */
  changedAt: Date;
  /** Who was there, counted by organisation (null: by none); null where nobody was counted. Names are on the meeting's page for as long as their owners agree. */
  attendance: { total: number; onSite: number; online: number; guests: number; organisations: { name: string | null; kind: OrganisationKind; count: number }[] } | null;
  items: MinutesDocumentItem[];
};

export type MinutesDocumentItem = {
  id: string; position: number; title: string; kind: ItemKind; section: string | null; outcome: ItemOutcome | null; text: string;
  /** The item as it ran; null where nobody kept the time. */
  openedAt: Date | null; closedAt: Date | null;
  decisions: { id: string; number: string; text: string; initiatives: Concerned[] }[];
  actions: { id: string; text: string; responsible: string | null; dueOn: string; initiatives: Concerned[] }[];
};

type Ask = { slug: string; number: number | null; language: Language };
type Entry = Pick<MinutesDocumentItem, 'position' | 'title' | 'outcome' | 'text'> & {
  agendaItemId: string;
  decisions: { id: string; number: string; text: string; initiatives: InitiativeRef[] }[];
  actions: { id: string; text: string; responsible: string | null; dueOn: string; initiatives: InitiativeRef[] }[];
};

/**
 * The minutes of the meeting at an address: version `number`, or without one what a reader sees now — the newest version,
 * or the text under review. Refuses `meeting_not_found`, `minutes_not_found` (also for drafts: files are for everyone).
 */
export async function minutesDocument(ctx: Ctx, { slug, number, language }: Ask): Promise<MinutesDocument> {
  const meeting = await getMeeting(ctx, slug);
  const atHand = await minutesAtHand(ctx, meeting);
  if (!atHand || atHand.state === 'draft') throw refuse('minutes_not_found');
  const whole = await minutesOfMeeting(ctx, meeting.id);
  const versions = atHand.state === 'published' || number !== null ? (await minutesVersionList(ctx, meeting.id)).map(({ number: n, publishedAt, note }) => ({ number: n, publishedAt, note })).reverse() : [];
  const wanted = number ?? versions.at(-1)?.number ?? null;
  const version = wanted === null ? null : await minutesVersion(ctx, meeting.id, wanted);
  const entries: Entry[] = version?.entries ?? whole.entries;
  const there = version ? version.attendance : await attendanceSnapshot(ctx.db, meeting.id);
  const facts = await factsOf(ctx, entries.map((entry) => entry.agendaItemId));
  const told = (initiative: InitiativeRef): Concerned => ({ id: initiative.id, number: initiative.number, period: initiative.period, title: language === 'da' ? initiative.titleDa : initiative.titleEn });
  const { id, title, purpose, day, startsAt, endsAt, place, isExample } = meeting;
  return {
    language, baseUrl: ctx.config.baseUrl,
    meeting: { id, slug: meeting.slug, title, purpose, day, startsAt, endsAt, place, online: meeting.onlineUrl !== null, isExample },
    state: version ? 'published' : atHand.state,
    version: version && { number: version.number, publishedAt: version.publishedAt, note: version.note },
    versions: version ? versions.filter((one) => one.number <= version.number) : versions,
    correctionsDue: whole.correctionsDue,
    approval: whole.approvedAt && { at: whole.approvedAt, tacit: whole.tacitApproval },
    changedAt: version?.publishedAt ?? new Date(Math.max(whole.createdAt.getTime(), whole.approvedAt?.getTime() ?? 0, ...whole.entries.map((entry) => entry.updatedAt.getTime()))),
    attendance: there && there.total > 0 ? { total: there.total, onSite: there.onSite, online: there.online, guests: there.guests, organisations: there.organisations } : null,
    items: entries.map((entry) => ({
      ...(facts.get(entry.agendaItemId) ?? { kind: 'discussion', section: null, openedAt: null, closedAt: null }),
      id: entry.agendaItemId, position: entry.position, title: entry.title, outcome: entry.outcome, text: entry.text,
      decisions: entry.decisions.map((decision) => ({ id: decision.id, number: decision.number, text: decision.text, initiatives: decision.initiatives.map(told) })),
      actions: entry.actions.map((action) => ({ id: action.id, text: action.text, responsible: action.responsible || null, dueOn: action.dueOn, initiatives: action.initiatives.map(told) })),
    })),
  };
}

/** What the agenda knows of items and a version of the minutes does not repeat. A held meeting's items stay as they are. */
async function factsOf(ctx: Ctx, ids: string[]) {
  const rows = ids.length === 0 ? [] : await ctx.db.select({ id: agendaItems.id, kind: agendaItems.kind, section: agendaItems.section, openedAt: agendaItems.openedAt, closedAt: agendaItems.closedAt }).from(agendaItems).where(inArray(agendaItems.id, ids));
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
