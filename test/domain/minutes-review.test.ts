import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionItems, agendaItems, corrections, decisions, events, mails, meetings, members, minutes, minutesEntries, minutesVersions, type MinutesState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addAction, removeAction } from '~/server/domain/actions/commands';
import { decideCorrection, proposeCorrection } from '~/server/domain/corrections/commands';
import { editDecision, recordDecision, withdrawDecision } from '~/server/domain/decisions/commands';
import { writeEntry } from '~/server/domain/entries/commands';
import { approveMinutes, approveTacitly, openMinutes, publishMinutes, sendToReview } from '~/server/domain/minutes/commands';
import { correctionsOf, getCorrection } from '~/server/domain/corrections/queries';
import { minutesOfMeeting, minutesUnderWay, minutesVersion, minutesVersionList, newestMinutes, publishedMinutes } from '~/server/domain/minutes/queries';
import { approveMinutesWhenDue } from '~/server/jobs/approve-minutes';
import { minutesLetters } from '~/server/mail/minutes-letters';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
let organiser: Actor;
let member: Actor;
let unconfirmed: Actor;
let organisation: string;
let initiative: string;
beforeAll(async () => {
  cast = await aCast(world);
  ({ organiser, member, unconfirmed, organisation, initiative } = cast);
});
const { aMeeting, aDraft, inReview, published } = minutesMaker(world, () => cast);
const code = (call: Promise<unknown>) => call.then(() => null, (error: { cause?: { code?: string } }) => error.cause?.code);
const as = (actor: Actor | null) => world.as(actor);
const eventsOf = async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map(({ type, payload }) => ({ type, payload }));
const decide = (more: Partial<Parameters<typeof decideCorrection>[2]> = {}) => ({ decision: 'accepted' as const, text: '', reason: 'Fordi', version: 2, ...more });

describe('the review', () => {
  it('is not opened before the meeting ended, without text, or for a day that is over', async () => {
    const live = await aDraft('live');
    await expectRefusal(sendToReview(as(organiser), live.meeting.id, { due: '2027-04-01' }), 'meeting_not_held');
    const { meeting, first, second } = await aDraft();
    await writeEntry(as(organiser), first, { text: 'Skrevet', version: 1 });
    // Saved empty, and an item that came to the agenda after the draft was opened.
    await world.connection.db.update(minutesEntries).set({ text: ' \n ' }).where(eq(minutesEntries.id, second));
    await world.connection.db.insert(agendaItems).values({ meetingId: meeting.id, position: 9, title: 'Eventuelt', kind: 'any_other_business' });
    expect(await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-04-01' }), 'entries_empty')).toEqual({ titles: ['Andet', 'Eventuelt'] });
    // Of what the meeting did not reach there is nothing to write.
    await world.connection.db.update(agendaItems).set({ state: 'closed', outcome: 'not_reached' }).where(and(eq(agendaItems.meetingId, meeting.id), eq(agendaItems.position, 9)));
    expect(await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-04-01' }), 'entries_empty')).toEqual({ titles: ['Andet'] });
    expect((await minutesOfMeeting(as(organiser), meeting.id)).empty).toEqual(['Andet']);
    await world.connection.db.delete(agendaItems).where(and(eq(agendaItems.meetingId, meeting.id), eq(agendaItems.position, 9)));
    await writeEntry(as(organiser), second, { text: 'Skrevet', version: 1 });
    await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-02-28' }), 'review_date_past');
    await expectRefusal(sendToReview(as(member), meeting.id, { due: '2027-04-01' }), 'organisers_only');
    await sendToReview(as(organiser), meeting.id, { due: '2027-03-01' });
    await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-04-01' }), 'minutes_not_draft');
  });

  it('is public, mailed once to each who wants notices, and closed to writing', async () => {
    const { meeting, first } = await inReview('2027-03-08');
    expect((await minutesOfMeeting(as(null), meeting.id)).correctionsDue?.toISOString()).toBe('2027-03-08T22:59:59.999Z');
    const queued = (await world.connection.db.select().from(mails).where(eq(mails.kind, 'minutes.in_review'))).filter((mail) => mail.params.meetingId === meeting.id);
    const wanting = await world.connection.db.$count(members, and(eq(members.wantsNotices, true), sql`${members.emailConfirmedAt} is not null`));
    expect(queued).toHaveLength(wanting);
    await expectRefusal(writeEntry(as(organiser), first, { text: 'Nyt', version: 2 }), 'minutes_not_draft');
    await expectRefusal(recordDecision(as(organiser), first, { text: 'Nyt', initiatives: [] }), 'minutes_not_draft');
    await expectRefusal(openMinutes(as(organiser), meeting.id), 'minutes_not_draft');
    const letter = await minutesLetters['minutes.in_review'](world.services, { id: '', memberId: member.id, language: 'da', createdAt: world.clock.now, params: { meetingId: meeting.id } });
    expect(letter?.text).toContain('mandag den 8. marts 2027');
  });

  it('takes corrections from members until the date', async () => {
    const { first, due, meeting } = await inReview();
    const correction = { proposedText: 'Det rigtige', why: 'Det forkerte stod der' };
    await expectRefusal(proposeCorrection(as(null), first, correction), 'not_signed_in');
    await expectRefusal(proposeCorrection(as(unconfirmed), first, correction), 'email_not_confirmed');
    await expectRefusal(proposeCorrection(as(member), randomUUID(), correction), 'item_not_found');
    const before = world.clock.now;
    try {
      world.clock.now = due;
      await proposeCorrection(as(member), first, correction);
      world.clock.now = new Date(due.getTime() + 1);
      await expectRefusal(proposeCorrection(as(member), first, correction), 'corrections_closed');
      const offered = async (actor: Actor | null) => (await correctionsOf(as(actor), await minutesOfMeeting(as(actor), meeting.id))).can.propose;
      expect([await offered(null), await offered(member)]).toEqual([true, false]);
    } finally {
      world.clock.now = before;
    }
  });

  it('puts an accepted correction in place of the text, as proposed or as the organiser words it, and tells the author', async () => {
    const { meeting, first, second } = await inReview();
    const a = await proposeCorrection(as(member), first, { proposedText: 'Som foreslået', why: 'Derfor' });
    const b = await proposeCorrection(as(member), second, { proposedText: 'Noget', why: 'Derfor' });
    const c = await proposeCorrection(as(member), second, { proposedText: 'Slet ikke', why: 'Derfor' });
    expect(await expectRefusal(approveMinutes(as(organiser), meeting.id), 'corrections_open')).toEqual({ count: 3, titles: [`Første (${member.name})`, `Andet (${member.name})`, `Andet (${member.name})`] });
    await expectRefusal(decideCorrection(as(member), a.id, decide()), 'organisers_only');
    await expectRefusal(decideCorrection(as(organiser), randomUUID(), decide()), 'correction_not_found');
    await decideCorrection(as(organiser), a.id, decide());
    await decideCorrection(as(organiser), b.id, decide({ text: 'Tilpasset' }));
    // Made from the text before the one just accepted: it would undo it unseen.
    await expectRefusal(decideCorrection(as(organiser), c.id, decide()), 'edit_conflict');
    await decideCorrection(as(organiser), c.id, decide({ decision: 'declined', reason: 'Det blev sagt' }));
    await expectRefusal(decideCorrection(as(organiser), c.id, decide()), 'correction_decided');
    const { entries } = await minutesOfMeeting(as(null), meeting.id);
    expect(entries.map(({ text, version }) => [text, version])).toEqual([['Som foreslået', 3], ['Tilpasset', 3]]);
    const { proposed } = await correctionsOf(as(null), await minutesOfMeeting(as(null), meeting.id));
    expect(proposed.filter(({ entryId }) => entryId === second).map(({ state, decisionReason }) => [state, decisionReason])).toEqual([['accepted', 'Fordi'], ['declined', 'Det blev sagt']]);
    const [mail] = (await world.connection.db.select().from(mails).where(eq(mails.kind, 'minutes.correction_decided'))).filter(({ params }) => params.correctionId === c.id);
    expect(mail?.memberId).toBe(member.id);
    const letter = await minutesLetters['minutes.correction_decided'](world.services, { id: '', memberId: member.id, language: 'en', createdAt: world.clock.now, params: { correctionId: c.id } });
    expect(letter?.text).toContain(`/en/moeder/${meeting.slug}/referat#rettelse-${c.id}`);
    await expectRefusal(getCorrection(as(null), 'sludder'), 'correction_not_found');
    expect((await getCorrection(as(null), c.id)).correction.state).toBe('declined');
  });

  it('lets either the correction or the approval win, never both', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const { meeting, first } = await inReview();
      const propose = () => proposeCorrection(as(member), first, { proposedText: 'Nyt', why: 'Derfor' });
      const approve = () => approveMinutes(as(organiser), meeting.id);
      const [proposed, approved] = round % 2 === 0 ? await Promise.allSettled([propose(), approve()]) : (await Promise.allSettled([approve(), propose()])).reverse();
      const { state, openCorrections } = await minutesOfMeeting(as(null), meeting.id);
      outcomes.add([proposed?.status, approved?.status, state, openCorrections].join(' '));
    }
    const possible = ['fulfilled rejected in_review 1', 'rejected fulfilled approved 0'];
    expect([...outcomes].filter((outcome) => !possible.includes(outcome))).toEqual([]);
  });
});

describe('tacit approval', () => {
  const jobs = async (minutesId: string) => world.connection.sql<{ run_at: string }[]>`select run_at from graphile_worker.jobs where key = ${`approve_minutes:${minutesId}`}`;

  it.each([
    ['in winter', '2027-03-01T09:00:00Z', '2027-03-08', '2027-03-08T23:00:00.000Z'],
    ['on the day the clocks go forward', '2027-03-20T09:00:00Z', '2027-03-28', '2027-03-28T22:00:00.000Z'],
    ['on the day the clocks go back', '2027-10-20T09:00:00Z', '2027-10-31', '2027-10-31T23:00:00.000Z'],
  ])('comes at midnight in Denmark %s', async (_when, now, due, midnight) => {
    const before = world.clock.now;
    try {
      world.clock.now = new Date(now);
      const { id, meeting } = await inReview(due);
      expect((await jobs(id)).map((job) => new Date(job.run_at).toISOString())).toEqual([midnight]);
      world.clock.now = new Date(Date.parse(midnight) - 1);
      await approveMinutesWhenDue(world.services, id);
      expect((await minutesOfMeeting(as(null), meeting.id)).state).toBe('in_review');
      world.clock.now = new Date(midnight);
      await approveMinutesWhenDue(world.services, id);
      await approveMinutesWhenDue(world.services, id);
      const done = await minutesOfMeeting(as(null), meeting.id);
      expect([done.state, done.tacitApproval, done.approvedAt?.toISOString()]).toEqual(['approved', true, midnight]);
      const approvals = await world.connection.db.select().from(events).where(and(eq(events.stream, `meeting:${meeting.id}`), eq(events.type, 'minutes.approved')));
      expect(approvals.map(({ actor, payload }) => [actor, payload.tacit])).toEqual([[null, true]]);
    } finally {
      world.clock.now = before;
    }
  });

  it('waits for an open correction and comes when the last one is decided', async () => {
    const before = world.clock.now;
    const { id, meeting, first, due } = await inReview();
    const { id: correction } = await proposeCorrection(as(member), first, { proposedText: 'Nyt', why: 'Derfor' });
    try {
      world.clock.now = new Date(due.getTime() + 3_600_000);
      expect(await approveTacitly(as(null), id)).toEqual({ approved: false });
      await decideCorrection(as(organiser), correction, decide({ decision: 'declined' }));
      expect(Date.parse((await jobs(id))[0]?.run_at ?? '')).toBeLessThan(due.getTime());
      expect(await approveTacitly(as(null), id)).toEqual({ approved: true });
      expect((await minutesOfMeeting(as(null), meeting.id)).tacitApproval).toBe(true);
    } finally {
      world.clock.now = before;
    }
    await expectRefusal(approveTacitly(as(null), randomUUID()), 'minutes_not_found');
  });
});

describe('what is published', () => {
  it('stands as version 1, with what was decided, and is told to everyone it concerns', async () => {
    const { meeting, decision, action } = await published();
    await expectRefusal(publishMinutes(as(organiser), meeting.id), 'minutes_not_approved');
    expect(await minutesVersionList(as(null), meeting.id)).toMatchObject([{ number: 1, by: organiser.name, note: null }]);
    const version = await minutesVersion(as(null), meeting.id, 1);
    expect(version.entries.map(({ title, text }) => [title, text])).toEqual([['Første', 'Det første'], ['Andet', 'Det andet']]);
    expect(version.entries[0]?.decisions).toMatchObject([{ number: decision.number, text: 'Vi gør det', initiatives: [{ number: '3.3', titleDa: 'Initiativ' }] }]);
    expect(version.entries[1]?.actions).toMatchObject([{ id: action.id, responsible: member.name, dueOn: '2027-06-01' }]);
    const [kept] = await world.connection.db.select().from(minutesVersions).innerJoin(minutes, eq(minutes.id, minutesVersions.minutesId)).where(eq(minutes.meetingId, meeting.id));
    expect(JSON.stringify(kept?.minutes_versions.content)).not.toContain(member.name);
    for (const stream of [`meeting:${meeting.id}`, `initiative:${initiative}`]) expect((await eventsOf(stream)).at(-1)).toEqual({ type: 'minutes.published', payload: { meetingId: meeting.id, number: 1 } });
    const letter = await minutesLetters['minutes.published'](world.services, { id: '', memberId: member.id, language: 'da', createdAt: world.clock.now, params: { meetingId: meeting.id } });
    expect(letter?.text).toContain(`${decision.number}: Vi gør det`);
    await expectRefusal(minutesVersion(as(null), meeting.id, 2), 'minutes_not_found');
    await expectRefusal(minutesVersionList(as(null), (await inReview()).meeting.id), 'minutes_not_found');
  });

  it('is locked', async () => {
    const { meeting, first, decision, action } = await published();
    await expectRefusal(writeEntry(as(organiser), first, { text: 'Nyt', version: 2 }), 'minutes_locked');
    await expectRefusal(editDecision(as(organiser), decision.id, { text: 'Nyt', seen: 'Vi gør det' }), 'minutes_locked');
    await expectRefusal(withdrawDecision(as(organiser), decision.id), 'minutes_locked');
    await expectRefusal(removeAction(as(organiser), action.id), 'minutes_locked');
    await expectRefusal(addAction(as(organiser), first, { text: 'x', responsibleOrganisationId: organisation, responsibleMemberId: null, dueOn: '2027-05-01', initiatives: [] }), 'minutes_locked');
    await expectRefusal(proposeCorrection(as(member), first, { proposedText: 'x', why: 'y' }), 'corrections_closed');
    await expectRefusal(approveMinutes(as(organiser), meeting.id), 'minutes_not_in_review');
  });

  it('is listed with meetings whose minutes are kept elsewhere, the newest on the front page', async () => {
    const { meeting } = await published();
    const elsewhere = await aMeeting('held', [], '2026-08-22');
    await world.connection.db.update(meetings).set({ minutesElsewhere: 'Digitaliseringsstyrelsen' }).where(eq(meetings.id, elsewhere.id));
    const waiting = await inReview();
    const { rows, pages } = await publishedMinutes(as(null), 1);
    expect(pages).toBe(1);
    expect(rows.find((row) => row.slug === meeting.slug)).toMatchObject({ state: 'published', decisionCount: 1 });
    expect(rows.find((row) => row.slug === elsewhere.slug)).toMatchObject({ state: null, minutesElsewhere: 'Digitaliseringsstyrelsen' });
    expect(rows.map((row) => row.slug)).not.toContain(waiting.meeting.slug);
    expect((await minutesUnderWay(as(null))).map((row) => row.slug)).toContain(waiting.meeting.slug);
    expect((await newestMinutes(as(null), 1)).map((row) => row.state)).toEqual(['published']);
  });
});

describe('the database', () => {
  it('never changes a published version', async () => {
    await published();
    expect(await code(world.connection.db.update(minutesVersions).set({ note: 'x' }))).toBe('23000');
    expect(await code(world.connection.db.delete(minutesVersions))).toBe('23000');
  });

  it('refuses impossible rows', async () => {
    const { id, first, action, decision } = await published();
    const { db } = world.connection;
    for (const impossible of [{ state: 'draft' as const }, { state: 'approved' as const }, { correctionsDue: null }, { approvedAt: null }, { publishedAt: null }, { state: 'lost' as MinutesState }]) {
      expect([impossible, await code(db.update(minutes).set(impossible).where(eq(minutes.id, id)))]).toEqual([impossible, '23514']);
    }
    for (const impossible of [{ responsibleOrganisationId: organisation }, { responsibleMemberId: null }, { state: 'done' as const }, { state: 'dropped' as const, closedAt: new Date() }, { closedAt: new Date() }]) {
      expect([impossible, await code(db.update(actionItems).set(impossible).where(eq(actionItems.id, action.id)))]).toEqual([impossible, '23514']);
    }
    expect(await code(db.update(decisions).set({ number: '1999-1' }).where(eq(decisions.id, decision.id)))).toBe('23514');
    const [row] = await db.select().from(decisions).where(eq(decisions.id, decision.id));
    expect(await code(db.insert(decisions).values({ entryId: first, year: row?.year ?? 0, serial: row?.serial ?? 0, number: row?.number ?? '', text: 'x' }))).toBe('23505');
    for (const impossible of [{ state: 'accepted' as const }, { state: 'declined' as const, decidedAt: new Date() }, { decidedAt: new Date() }]) {
      expect([impossible, await code(db.insert(corrections).values({ entryId: first, authorId: member.id, proposedText: 'x', why: 'y', ...impossible }))]).toEqual([impossible, '23514']);
    }
    const [entry] = await db.select().from(minutesEntries).where(eq(minutesEntries.id, first));
    expect(await code(db.insert(minutesEntries).values({ minutesId: id, agendaItemId: entry?.agendaItemId ?? '' }))).toBe('23505');
    expect(await code(db.insert(minutes).values({ meetingId: (await db.select().from(minutes).where(eq(minutes.id, id)))[0]?.meetingId ?? '' }))).toBe('23505');
  });
});
