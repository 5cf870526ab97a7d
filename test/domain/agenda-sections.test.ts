import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaVersions as versionTable, mails, members } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, editItem, moveItem, orderItems, publishAgenda } from '~/server/domain/agenda/commands';
import { agendaOfMeeting, agendaPreview, agendaVersion, itemChoices, itemToEdit } from '~/server/domain/agenda/queries';
import { callMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { aMeetingWithAgenda, itemInput, orderOf } from '../support/agenda';
import { meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let second: Actor;
let member: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  second = await world.person('organiser');
  member = await world.person();
});

describe('sections', () => {
  const sectionsOf = async (meetingId: string) => (await agendaOfMeeting(world.as(organiser), meetingId)).items.map(({ title, section }) => `${title}/${section ?? ''}`).join(' ');
  const withSections = async (words: string) => {
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    const ids: Record<string, string> = {};
    for (const [title = '', section] of words.split(' ').map((word) => word.split('/'))) ids[title] = (await addItem(world.as(organiser), meeting.id, itemInput({ title, section: section ?? null }))).id;
    return { ...meeting, ids };
  };

  it('keeps items of one heading together, whenever they come', async () => {
    const { id } = await withSections('A/x B/y C D/x E/y');
    expect(await sectionsOf(id)).toBe('A/x D/x B/y E/y C/');
    expect((await orderOf(world, id)).map(([position]) => position)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is changed in the form, and the item goes to its new place', async () => {
    const { id, ids } = await withSections('A/x B/x C/y');
    await editItem(world.as(organiser), ids.A!, { ...itemInput({ title: 'A', section: 'y' }), version: 1 });
    expect(await sectionsOf(id)).toBe('B/x C/y A/y');
    await editItem(world.as(organiser), ids.C!, { ...itemInput({ title: 'C', section: null }), version: 1 });
    expect(await sectionsOf(id)).toBe('B/x C/ A/y');
  });

  it('is entered and left by the buttons and by dragging', async () => {
    const { id, ids } = await withSections('A/x B/x C/y D/y');
    await moveItem(world.as(organiser), ids.B!, 'down');
    expect(await sectionsOf(id)).toBe('A/x C/y B/y D/y');
    await orderItems(world.as(organiser), id, [ids.D!, ids.A!, ids.C!, ids.B!]);
    expect(await sectionsOf(id)).toBe('D/x A/x C/y B/y');
    expect((await itemToEdit(world.as(organiser), id, ids.D!)).version).toBe(2);
  });

  it('stands in versions, differences and the preview', async () => {
    const { id, ids } = await withSections('A/x B/x');
    await publishAgenda(world.as(organiser), id);
    await editItem(world.as(organiser), ids.B!, { ...itemInput({ title: 'B', section: 'y' }), version: 1 });
    const preview = await agendaPreview(world.as(organiser), id);
    expect(preview).toMatchObject({ number: 2, changes: [{ change: 'edited', title: 'B', fields: ['section'] }], items: [{ section: 'x' }, { section: 'y' }] });
    await publishAgenda(world.as(organiser), id);
    const version = await agendaVersion(world.as(organiser), id, 2);
    expect(version.items).toEqual(preview.items.map((item) => ({ ...item, createdAt: expect.any(Date) as Date })));
    expect((await agendaVersion(world.as(organiser), id, 1)).items.map(({ section }) => section)).toEqual(['x', 'x']);
    await expectRefusal(agendaPreview(world.as(member), id), 'organisers_only');
  });
});

describe('presenters', () => {
  const told = async (itemId: string) => (await world.connection.db.select().from(mails).where(eq(mails.kind, 'agenda.presenter_named'))).filter((mail) => mail.params.itemId === itemId).map((mail) => mail.memberId);
  const guest = (more = {}) => itemInput({ presenter: 'En gæst', presenterConsent: true, ...more });
  const byMember = (more = {}) => itemInput({ presenter: null, presenterMemberId: member.id, presenterConsent: true, ...more });

  it('are named with their consent only, one an item', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    await expectRefusal(addItem(world.as(organiser), meeting.id, guest({ presenterConsent: false })), 'consent_required');
    await expectRefusal(addItem(world.as(organiser), meeting.id, byMember({ presenterConsent: false })), 'consent_required');
    await expectRefusal(addItem(world.as(organiser), meeting.id, byMember({ presenter: 'En gæst' })), 'presenter_one');
    await expectRefusal(addItem(world.as(organiser), meeting.id, byMember({ presenterMemberId: randomUUID() })), 'member_not_found');
    const unconfirmed = await world.person('member', { emailConfirmedAt: null });
    await expectRefusal(addItem(world.as(organiser), meeting.id, byMember({ presenterMemberId: unconfirmed.id })), 'member_not_found');
    const { id } = await addItem(world.as(organiser), meeting.id, guest());
    await expectRefusal(editItem(world.as(organiser), id, { ...byMember({ presenterConsent: false }), version: 1 }), 'consent_required');
    expect((await orderOf(world, meeting.id))).toHaveLength(1);
    await editItem(world.as(organiser), id, { ...itemInput({ presenter: null, presenterConsent: true }), version: 1 });
    expect(await itemToEdit(world.as(organiser), meeting.id, id)).toMatchObject({ presenter: null, presenterMemberId: null, presenterConsent: false });
  });

  it('who are members are mailed, once each time they are named', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    const { id } = await addItem(world.as(organiser), meeting.id, byMember());
    expect(await told(id)).toEqual([member.id]);
    await editItem(world.as(organiser), id, { ...byMember({ title: 'Andet' }), version: 1 });
    expect(await told(id)).toHaveLength(1);
    await editItem(world.as(organiser), id, { ...byMember({ presenterMemberId: second.id }), version: 2 });
    await editItem(world.as(organiser), id, { ...byMember(), version: 3 });
    expect((await told(id)).sort()).toEqual([member.id, member.id, second.id].sort());
  });

  it('of a draft are mailed when it is called', async () => {
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde med oplæg' }));
    const { id } = await addItem(world.as(organiser), draft.id, byMember());
    expect(await told(id)).toEqual([]);
    await callMeeting(world.as(organiser), draft.id);
    expect(await told(id)).toEqual([member.id]);
  });

  it('stand by name on the page, and a version that never changes keeps no member’s name', async () => {
    const { db } = world.connection;
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    const someone = await world.person('member', { name: 'Oplægsholder', wantsNotices: false });
    await addItem(world.as(organiser), meeting.id, byMember({ presenterMemberId: someone.id }));
    await addItem(world.as(organiser), meeting.id, guest());
    await publishAgenda(world.as(organiser), meeting.id);
    const names = async () => [(await agendaOfMeeting(world.as(null), meeting.id)).items, (await agendaVersion(world.as(null), meeting.id, 1)).items].map((items) => items.map(({ presenter }) => presenter));
    expect(await names()).toEqual([['Oplægsholder', 'En gæst'], ['Oplægsholder', 'En gæst']]);
    const [kept] = await db.select().from(versionTable).where(eq(versionTable.meetingId, meeting.id));
    expect(JSON.stringify(kept)).not.toContain('Oplægsholder');
    await db.update(members).set({ name: 'Tidligere medlem' }).where(eq(members.id, someone.id));
    expect(await names()).toEqual([['Tidligere medlem', 'En gæst'], ['Tidligere medlem', 'En gæst']]);
  });

  it('are chosen from a list that only organisers see', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    await addItem(world.as(organiser), meeting.id, itemInput({ section: 'Formalia' }));
    const choices = await itemChoices(world.as(organiser), meeting.id);
    expect([choices.presenters.some(({ id }) => id === member.id), choices.sections, choices.initiatives.length]).toEqual([true, ['Formalia'], 0]);
    for (const other of [member, null]) expect((await itemChoices(world.as(other), meeting.id)).presenters).toEqual([]);
  });
});
