import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { drafts } from '~/db/schema';
import type { Actor } from '~/server/context';
import { putAwayDraft, saveDraft } from '~/server/domain/drafts/commands';
import { draftAt, keptAt } from '~/server/domain/drafts/queries';
import { draftPlaces, isDraftPlace, lettersOf, maySaveDraft } from '~/server/domain/drafts/rules';
import { keepAndReturnSchema, putAwayDraftSchema, saveDraftSchema } from '~/server/domain/drafts/schema';
import { editProposal, submitProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { draftLimits } from '~/server/limits';
import { addDays } from '~/server/time';
import { useProposals, words } from '../support/proposals';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, aMeeting, at, propose } = useProposals(world);
let author: Actor;
let other: Actor;
beforeAll(() => {
  ({ author, other } = cast);
});
const aPlace = () => `proposal:new:${randomUUID()}`;

describe('rules', () => {
  const me = { id: 'm' } as Actor;

  it('knows the forms that have drafts', () => {
    const id = randomUUID();
    expect(draftPlaces.map((place) => isDraftPlace(`${place}:${id}`))).toEqual(draftPlaces.map(() => true));
    for (const wrong of ['', 'proposal:new:', 'proposal:new:1', `andet:${id}`, `proposal:new:${id}x`, `x proposal:new:${id}`, `proposal:new:${id.toUpperCase()}`]) expect([wrong, isDraftPlace(wrong)]).toEqual([wrong, false]);
  });

  it('says who may keep what, and how much', () => {
    const place = `post:${randomUUID()}`;
    const most = { body: 'x'.repeat(draftLimits.letters - 4) };
    expect(lettersOf({ a: 'bc', d: ['e', 'f'] })).toBe(6);
    expect(maySaveDraft(me, place, most, draftLimits.kept - 1)).toBeNull();
    expect(maySaveDraft(null, place, most, 0)?.code).toBe('not_signed_in');
    expect(maySaveDraft(me, 'andet', most, 0)?.code).toBe('draft_place_unknown');
    expect(maySaveDraft(me, place, { body: `${most.body}x` }, 0)).toMatchObject({ code: 'draft_too_long', data: { letters: draftLimits.letters } });
    expect(maySaveDraft(me, place, Object.fromEntries(Array.from({ length: draftLimits.fields + 1 }, (_, n) => [`f${n}`, ''])), 0)?.code).toBe('draft_too_long');
    expect(maySaveDraft(me, place, most, draftLimits.kept)).toMatchObject({ code: 'drafts_full', data: { count: draftLimits.kept } });
  });
});

describe('the forms', () => {
  it('keeps the fields as typed, and nothing that is not a word of theirs', () => {
    const sent = { _place: 'p', _key: 'k', _back: '/moeder/x?a=1', intent: 'submit', title: ' To \0ord\r\n ', initiativeIds: ['a', 'b'], version: '3' };
    const kept = { place: 'p', form: 'k', words: { title: ' To ord\n ', initiativeIds: ['a', 'b'], version: '3' } };
    expect(saveDraftSchema.parse(sent)).toEqual(kept);
    expect(keepAndReturnSchema.parse(sent)).toEqual({ ...kept, back: '/moeder/x?a=1' });
    expect(saveDraftSchema.parse({})).toEqual({ place: '', form: null, words: {} });
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'moeder', '/a#b'])('goes nowhere else than to a page of ours: %s', (back) => {
    expect(keepAndReturnSchema.parse({ _back: back }).back).toBeNull();
    expect(putAwayDraftSchema.parse({ _place: 'p', _back: back })).toEqual({ place: 'p', back: null });
  });
});

describe('keeping', () => {
  it('keeps one draft a place and person, the newest, for that person alone', async () => {
    const place = aPlace();
    await saveDraft(world.as(author), place, { title: 'Første' });
    const { savedAt } = await at(addDays(world.clock.now, 1), () => saveDraft(world.as(author), place, { title: 'Anden', initiativeIds: ['a', 'b'] }));
    expect(await draftAt(world.as(author), place)).toEqual({ words: { title: 'Anden', initiativeIds: ['a', 'b'] }, savedAt });
    for (const who of [other, null]) expect(await draftAt(world.as(who), place)).toBeNull();
    await saveDraft(world.as(other), place, { title: 'En andens' });
    expect((await draftAt(world.as(author), place))?.words).toEqual({ title: 'Anden', initiativeIds: ['a', 'b'] });
    await putAwayDraft(world.as(author), place);
    await putAwayDraft(world.as(author), place);
    expect(await draftAt(world.as(author), place)).toBeNull();
    expect((await draftAt(world.as(other), place))?.words.title).toBe('En andens');
  });

  it('needs no confirmed address: nothing of it is public', async () => {
    const place = aPlace();
    await saveDraft(world.as(cast.unconfirmed), place, { title: 'Før bekræftelsen' });
    expect((await draftAt(world.as(cast.unconfirmed), place))?.words.title).toBe('Før bekræftelsen');
  });

  it('refuses strangers, unknown places and what is too much', async () => {
    await expectRefusal(saveDraft(world.as(null), aPlace(), {}), 'not_signed_in');
    await expectRefusal(putAwayDraft(world.as(null), aPlace()), 'not_signed_in');
    await expectRefusal(saveDraft(world.as(author), 'proposal:new:', {}), 'draft_place_unknown');
    await expectRefusal(saveDraft(world.as(author), aPlace(), { title: 'x'.repeat(draftLimits.letters) }), 'draft_too_long');
  });

  it('refuses one draft too many, and goes on with those that are there', async () => {
    const writer = await world.person();
    const places = Array.from({ length: draftLimits.kept }, aPlace);
    await world.connection.db.insert(drafts).values(places.map((place) => ({ memberId: writer.id, place, words: { title: 'x' }, updatedAt: world.clock.now })));
    await expectRefusal(saveDraft(world.as(writer), aPlace(), { title: 'y' }), 'drafts_full');
    await saveDraft(world.as(writer), places[0]!, { title: 'y' });
    await putAwayDraft(world.as(writer), places[1]!);
    await saveDraft(world.as(writer), aPlace(), { title: 'y' });
  });

  it('keeps one of several that arrive at once, whole', async () => {
    const place = aPlace();
    await Promise.all(Array.from({ length: 8 }, (_, n) => saveDraft(world.as(author), place, { title: `t${n}`, reason: `r${n}` })));
    const kept = await draftAt(world.as(author), place);
    expect(String(kept?.words.title).slice(1)).toBe(String(kept?.words.reason).slice(1));
    expect(await world.connection.db.$count(drafts, and(eq(drafts.memberId, author.id), eq(drafts.place, place)))).toBe(1);
  });
});

describe('a form that is sent', () => {
  it('puts its draft away in the same write; what comes late from it does not bring it back', async () => {
    const { id: meetingId } = await aMeeting('Kladde bliver forslag');
    const place = `proposal:new:${meetingId}`;
    await saveDraft(world.as(author), place, { title: 'På vej' }, 'form-1');
    await submitProposal(world.as(author), meetingId, words('På vej', { _key: 'form-1' }));
    expect(await draftAt(world.as(author), place)).toBeNull();
    await saveDraft(world.as(author), place, { title: 'På vej, for sent' }, 'form-1');
    expect(await keptAt(world.as(author), place)).toMatchObject({ words: null, sent: 'form-1' });
    await saveDraft(world.as(author), place, { title: 'Det næste' }, 'form-2');
    expect(await draftAt(world.as(author), place)).toMatchObject({ words: { title: 'Det næste' } });
  });

  it('keeps the draft of one that was refused', async () => {
    const { id: meetingId } = await aMeeting('Afvist indsendelse');
    const place = `proposal:new:${meetingId}`;
    await saveDraft(world.as(author), place, { title: 'Bliver stående' }, 'form-1');
    await expectRefusal(submitProposal(world.as(author), meetingId, words('Bliver stående', { initiativeIds: [randomUUID()], _key: 'form-1' })), 'initiative_not_found');
    expect((await draftAt(world.as(author), place))?.words.title).toBe('Bliver stående');
    const { id } = await propose(meetingId, 'Sendt');
    expect(await draftAt(world.as(author), place)).toBeNull();
    const edited = `proposal:edit:${id}`;
    await saveDraft(world.as(author), edited, { title: 'Rettes', version: '1' }, 'form-2');
    await expectRefusal(editProposal(world.as(author), id, { ...words('Rettes'), version: 7, _key: 'form-2' }), 'edit_conflict');
    expect((await draftAt(world.as(author), edited))?.words.title).toBe('Rettes');
    await editProposal(world.as(author), id, { ...words('Rettes'), version: 1, _key: 'form-2' });
    expect(await draftAt(world.as(author), edited)).toBeNull();
    await saveDraft(world.as(author), edited, { title: 'Rettes igen' });
    await withdrawProposal(world.as(author), id);
    expect(await draftAt(world.as(author), edited)).toBeNull();
  });

  it('forgets after a month which forms were sent, and never counts them as drafts', async () => {
    const writer = await world.person();
    const old = addDays(world.clock.now, -31);
    await world.connection.db.insert(drafts).values(Array.from({ length: draftLimits.kept }, (_, n) => ({ memberId: writer.id, place: aPlace(), words: { _sent: `form-${n}` }, updatedAt: old })));
    const place = aPlace();
    await saveDraft(world.as(writer), place, { title: 'x' });
    await putAwayDraft(world.as(writer), place);
    expect(await world.connection.db.$count(drafts, eq(drafts.memberId, writer.id))).toBe(0);
  });
});
