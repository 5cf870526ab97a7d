import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItemActions, agendaItems, attendanceGuests, events, mails, meetingParts, minutesVersions, proposals } from '~/db/schema';
import type { Actor } from '~/server/context';
import { closeAction } from '~/server/domain/actions/commands';
import { actionPage, closableIn, followedUnder, getAction } from '~/server/domain/actions/queries';
import { recordDecision, withdrawDecision } from '~/server/domain/decisions/commands';
import { decisionByNumber, decisionsOfYear, decisionYears } from '~/server/domain/decisions/queries';
import { missingDecision } from '~/server/domain/decisions/rules';
import { beginMinutes, publishErratum } from '~/server/domain/minutes/commands';
import { minutesOfMeeting, minutesVersion, minutesVersionList } from '~/server/domain/minutes/queries';
import { erratumField, erratumSchema, type Erratum } from '~/server/domain/minutes/schema';
import { minutesLetters } from '~/server/mail/minutes-letters';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  cast = await aCast(world);
  ({ organiser, member } = cast);
});
const { aMeeting, aDraft, inReview, published } = minutesMaker(world, () => cast);
const as = (actor: Actor | null) => world.as(actor);
const code = (call: Promise<unknown>) => call.then(() => null, (error: { cause?: { code?: string } }) => error.cause?.code);
const erratum = (more: Partial<Erratum> = {}): Erratum => ({ note: 'Der stod en forkert dato.', number: 1, entries: [], decisions: [], ...more });

describe('an erratum', () => {
  it('makes the next version of what was really changed, with its note, and leaves the one before as it was', async () => {
    const { meeting, first, second, decision } = await published();
    const before = await minutesVersion(as(null), meeting.id, 1);
    await publishErratum(as(organiser), meeting.id, erratum({ entries: [{ id: first, text: 'Det allerførste' }, { id: second, text: 'Det andet' }], decisions: [{ id: decision.id, text: 'Vi gør det snart' }] }));
    expect(await minutesVersion(as(null), meeting.id, 1)).toEqual(before);
    const after = await minutesVersion(as(null), meeting.id, 2);
    expect([after.note, after.entries.map(({ text }) => text), after.entries[0]?.decisions.map(({ number, text }) => [number, text])]).toEqual(['Der stod en forkert dato.', ['Det allerførste', 'Det andet'], [[decision.number, 'Vi gør det snart']]]);
    const [newest, oldest] = await minutesVersionList(as(null), meeting.id);
    expect(newest).toMatchObject({ number: 2, by: organiser.name, attendanceChanged: false });
    expect(newest?.changes.map(({ title, decision: of, difference }) => [title, of, difference.filter(({ kind }) => kind === 'added').map(({ text }) => text)])).toEqual([['Første', null, ['allerførste']], ['Første', decision.number, [' snart']]]);
    expect(oldest).toMatchObject({ number: 1, changes: [] });
    const whole = await minutesOfMeeting(as(null), meeting.id);
    expect([whole.state, whole.entries.map(({ text, version }) => [text, version])]).toEqual(['published', [['Det allerførste', 3], ['Det andet', 2]]]);
    const told = (await world.connection.db.select().from(events).where(eq(events.stream, `initiative:${cast.initiative}`)).orderBy(events.seq)).slice(-2);
    expect(told.map(({ type, payload }) => [type, payload.meetingId])).toEqual([['minutes.decision_edited', meeting.id], ['minutes.erratum_published', meeting.id]]);
    const queued = (await world.connection.db.select().from(mails).where(eq(mails.kind, 'minutes.erratum'))).filter(({ params }) => params.meetingId === meeting.id);
    expect(queued.map(({ memberId }) => memberId)).toContain(member.id);
    const letter = await minutesLetters['minutes.erratum'](world.services, { id: '', memberId: member.id, language: 'da', createdAt: world.clock.now, params: { meetingId: meeting.id, number: 2 } });
    expect([letter?.text, letter?.text]).toEqual([expect.stringContaining('Der stod en forkert dato.'), expect.stringContaining(`/moeder/${meeting.slug}/referat/versioner`)]);
  });

  it('is for organisers, of published minutes, of their own texts, and changes something', async () => {
    const { meeting, first, decision } = await published();
    const change = erratum({ entries: [{ id: first, text: 'Andet' }] });
    await expectRefusal(publishErratum(as(null), meeting.id, change), 'not_signed_in');
    await expectRefusal(publishErratum(as({ ...member, takesMinutes: [meeting.id] }), meeting.id, change), 'organisers_only');
    await expectRefusal(publishErratum(as(organiser), (await inReview()).meeting.id, change), 'minutes_not_published');
    await expectRefusal(publishErratum(as(organiser), randomUUID(), change), 'minutes_not_found');
    await expectRefusal(publishErratum(as(organiser), meeting.id, erratum({ entries: [{ id: randomUUID(), text: 'x' }] })), 'item_not_found');
    await expectRefusal(publishErratum(as(organiser), meeting.id, erratum({ decisions: [{ id: randomUUID(), text: 'x' }] })), 'decision_not_found');
    await expectRefusal(publishErratum(as(organiser), meeting.id, erratum({ entries: [{ id: first, text: 'Det første' }], decisions: [{ id: decision.id, text: 'Vi gør det' }] })), 'erratum_unchanged');
    expect((await minutesVersionList(as(null), meeting.id)).map(({ number }) => number)).toEqual([1]);
  });

  it('does not overwrite another that came between: of many at once one is published', async () => {
    const { meeting, first } = await published();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => publishErratum(as(organiser), meeting.id, erratum({ entries: [{ id: first, text: `Udgave ${n}` }] }))));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected']);
    await expectRefusal(publishErratum(as(organiser), meeting.id, erratum({ entries: [{ id: first, text: 'For sent' }] })), 'edit_conflict');
    expect((await minutesVersionList(as(null), meeting.id)).map(({ number }) => number)).toEqual([2, 1]);
    await publishErratum(as(organiser), meeting.id, erratum({ number: 2, entries: [{ id: first, text: 'Nu' }] }));
  });

  it('takes in a list of who attended that was corrected since', async () => {
    const { meeting } = await published();
    expect((await minutesVersion(as(null), meeting.id, 1)).attendance).toMatchObject({ total: 0, organisations: [] });
    await world.connection.db.insert(attendanceGuests).values({ meetingId: meeting.id, organisation: 'Gæstehuset', kind: 'business', count: 2 });
    await publishErratum(as(organiser), meeting.id, erratum({ note: 'To gæster manglede.' }));
    expect((await minutesVersion(as(null), meeting.id, 2)).attendance).toMatchObject({ total: 2, organisations: [{ name: 'Gæstehuset', kind: 'business', count: 2 }] });
    expect((await minutesVersionList(as(null), meeting.id)).map(({ attendanceChanged }) => attendanceChanged)).toEqual([true, false]);
  });

  it('is asked for as a form with a field for each text', () => {
    const id = randomUUID();
    const read = (fields: Record<string, string>) => erratumSchema.safeParse({ note: 'Note', number: '1', ...fields });
    expect(read({ [erratumField('entry', id)]: 'Tekst\r\nmere ', [erratumField('decision', id)]: 'Ordlyd', andet: 'x', 'entry-sludder': 'x' }).data).toEqual({ note: 'Note', number: 1, entries: [{ id, text: 'Tekst\nmere' }], decisions: [{ id, text: 'Ordlyd' }] });
    expect(read({ note: ' ', [erratumField('entry', id)]: ' ' }).error?.issues.map(({ path, message }) => [path[0], message])).toEqual([['note', 'required']]);
    expect(read({ [erratumField('entry', id)]: ' ' }).error?.issues.map(({ path, message }) => [path[0], message])).toEqual([[`entry-${id}`, 'required']]);
  });

  it('has a note, says the database', async () => {
    const { id } = await published();
    const row = { minutesId: id, content: { entries: [] }, publishedAt: new Date() };
    for (const impossible of [{ number: 2, note: null }, { number: 0, note: 'x' }]) expect(await code(world.connection.db.insert(minutesVersions).values({ ...row, ...impossible }))).toBe('23514');
    expect(await code(world.connection.db.insert(minutesVersions).values({ ...row, number: 1, note: null }))).toBe('23505');
  });
});

describe('a decision at its address', () => {
  it('tells where it comes from, what follows from it, and every wording it was published with', async () => {
    const { meeting, first, decision, action } = await published();
    await expectRefusal(decisionByNumber(as(null), '1999-1'), 'decision_not_found');
    const [item] = await world.connection.db.select().from(agendaItems).where(and(eq(agendaItems.meetingId, meeting.id), eq(agendaItems.title, 'Første')));
    const [proposal] = await world.connection.db.insert(proposals).values({ meetingId: meeting.id, authorId: member.id, title: 'Forslaget', reason: 'r', kind: 'decision', minutesWanted: 10, state: 'accepted', submittedAt: new Date(), deadlineThen: new Date(), decidedAt: new Date(), decidedBy: organiser.id }).returning();
    await world.connection.db.update(agendaItems).set({ proposalId: proposal?.id ?? null }).where(eq(agendaItems.id, item?.id ?? ''));
    await publishErratum(as(organiser), meeting.id, erratum({ entries: [{ id: first, text: 'Kun teksten' }] }));
    await publishErratum(as(organiser), meeting.id, erratum({ number: 2, note: 'Vi mente noget andet.', decisions: [{ id: decision.id, text: 'Vi gør det ikke' }] }));
    const page = await decisionByNumber(as(null), decision.number);
    expect(page).toMatchObject({ number: decision.number, text: 'Vi gør det ikke', slug: meeting.slug, itemTitle: 'Første', proposalTitle: 'Forslaget', minutesState: 'published', initiatives: [{ number: '3.3' }], actions: [] });
    expect(page.wordings.map(({ number, note, difference }) => [number, note, difference?.filter(({ kind }) => kind === 'added').map(({ text }) => text) ?? null])).toEqual([[3, 'Vi mente noget andet.', [' ikke']], [1, null, null]]);
    const year = Number(decision.number.slice(0, 4));
    expect((await decisionYears(as(null))).find((one) => one.year === year)?.count).toBeGreaterThan(0);
    expect((await decisionsOfYear(as(null), year, 1)).map(({ number }) => number)).toContain(decision.number);
    expect(await actionPage(as(null), action.id)).toMatchObject({ id: action.id, text: 'Skriv et notat', slug: meeting.slug, decisions: [], followedUp: [] });
  });

  it('is nobody’s before the review, and gone when it was taken out of a draft', async () => {
    const { first } = await aDraft('live', '2041-02-03');
    const one = await recordDecision(as(organiser), first, { text: 'Tilbage igen', initiatives: [] });
    const two = await recordDecision(as(organiser), first, { text: 'Bliver', initiatives: [] });
    await withdrawDecision(as(organiser), one.id);
    await expectRefusal(decisionByNumber(as(null), one.number), 'decision_withdrawn');
    for (const actor of [null, member]) await expectRefusal(decisionByNumber(as(actor), two.number), 'decision_not_found');
    expect((await decisionByNumber(as(organiser), two.number)).wordings).toEqual([]);
    expect((await decisionYears(as(null))).map(({ year }) => year)).not.toContain(2041);
    for (const nothing of ['2041-3', '2041-01', '2041', 'sludder', '9999-99999999']) await expectRefusal(decisionByNumber(as(organiser), nothing), 'decision_not_found');
    expect([missingDecision(2, 2).code, missingDecision(3, 2).code]).toEqual(['decision_withdrawn', 'decision_not_found']);
  });
});

describe('actions under follow-up', () => {
  it('are closed by the minute taker of the meeting that follows them up, and both meetings are told', async () => {
    const { action, meeting } = await published();
    const next = await aMeeting('live', [{ title: 'Opfølgning', kind: 'information' }]);
    const [item] = await world.connection.db.select().from(agendaItems).where(eq(agendaItems.meetingId, next.id));
    if (!item) throw new Error('no item');
    await world.connection.db.update(agendaItems).set({ followsUp: true }).where(eq(agendaItems.id, item.id));
    await beginMinutes(as(organiser), next.id);
    expect((await minutesOfMeeting(as(organiser), next.id)).entries.map(({ followsUp }) => followsUp)).toEqual([true]);
    await world.connection.db.insert(agendaItemActions).values({ agendaItemId: item.id, actionItemId: action.id });
    const person = await world.person();
    await world.connection.db.insert(meetingParts).values({ meetingId: next.id, memberId: person.id, part: 'minute_taker' });
    const taker: Actor = { ...person, takesMinutes: [next.id] };
    expect((await followedUnder(as(taker), [item.id]))(item.id)).toMatchObject([{ id: action.id, can: { close: true } }]);
    expect((await followedUnder(as(null), [item.id]))(item.id)).toMatchObject([{ id: action.id, can: { close: false } }]);
    expect(await closableIn(as(taker), await minutesOfMeeting(as(taker), meeting.id))).toEqual([action.id]);
    await expectRefusal(closeAction(as({ ...person, takesMinutes: [meeting.id] }), action.id, { state: 'done', reason: '' }), 'action_not_yours');
    await expectRefusal(closeAction(as(taker), action.id, { state: 'dropped', reason: '' }), 'reason_required');
    await closeAction(as(taker), action.id, { state: 'done', reason: '' });
    for (const id of [meeting.id, next.id]) expect(await world.connection.db.$count(events, and(eq(events.stream, `meeting:${id}`), eq(events.type, 'minutes.action_closed')))).toBe(1);
    expect((await followedUnder(as(null), [item.id]))(item.id)).toMatchObject([{ state: 'done' }]);
    expect((await actionPage(as(null), action.id)).followedUp.map(({ slug }) => slug)).toEqual([next.slug]);
    expect((await getAction(as(taker), action.id)).can.close).toBe(false);
  });
});
