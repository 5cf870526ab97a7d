import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItems } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, insertItem } from '~/server/domain/agenda/commands';
import { agendaOfMeeting } from '~/server/domain/agenda/queries';
import { cancelMeeting, createMeeting, lockMeeting } from '~/server/domain/meetings/commands';
import { decideProposal } from '~/server/domain/proposals/commands';
import { takeTemplate } from '~/server/domain/templates/commands';
import { templateChoices } from '~/server/domain/templates/queries';
import { lacking } from '~/server/domain/templates/rules';
import { write } from '~/server/write';
import { aLiveMeeting, aMeetingWithAgenda, itemInput } from '../support/agenda';
import { meetingInput } from '../support/make';
import { choose, useProposals } from '../support/proposals';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, initiativeIds, propose } = useProposals(world);
let organiser: Actor;
let member: Actor;
beforeAll(() => {
  organiser = cast.organiser;
  member = cast.author;
});

describe('what an agenda lacks', () => {
  const one = (title: string, kind: 'discussion' | 'break' | 'any_other_business' = 'discussion', section: string | null = null) => ({ title, kind, section });
  it.each([
    ['everything', [one('A'), one('B')], [], 'A B'], ['nothing', [one('A')], [one('a')], ''], ['what has another kind or heading', [one('A', 'break'), one('A', 'discussion', 'x')], [one('A')], 'A A'],
    ['a second break', [one('P', 'break'), one('P', 'break')], [one('P', 'break')], 'P'], ['never a second any other business', [one('E', 'any_other_business')], [one('Andet', 'any_other_business')], ''],
  ])('%s', (_name, from, here, expected) => {
    expect(lacking(from, here).map(({ title }) => title).join(' ')).toBe(expected);
  });
});

/** An agenda with everything that a meeting can have. */
async function anAgenda() {
  const meeting = await aMeetingWithAgenda(world, organiser, []);
  const add = (more: Parameters<typeof itemInput>[0]) => addItem(world.as(organiser), meeting.id, itemInput(more));
  await add({ title: 'Velkomst', kind: 'information', minutes: 5, section: 'Formalia' });
  await add({ title: 'Pause', kind: 'break', minutes: 10, presenter: null });
  await add({ title: 'Status', section: 'Sager', initiatives: [initiativeIds[0]!] });
  await add({ title: 'Eventuelt', kind: 'any_other_business', minutes: 10, presenter: null });
  const proposal = await propose(meeting.id, 'Et forslag');
  await decideProposal(world.as(organiser), proposal.id, choose({ decision: 'accept' }));
  await write(world.as(organiser), undefined, async (tx) => {
    await lockMeeting(tx, meeting.id);
    await insertItem(tx, meeting.id, { title: 'Opfølgning', body: '', kind: 'discussion', minutes: 10, presenter: null, proposalId: null, followsUp: true, initiativeIds: [] });
  });
  return meeting;
}
const itemsIn = async (meetingId: string) => (await agendaOfMeeting(world.as(organiser), meetingId)).items;

describe('beginning with an earlier agenda', () => {
  it('takes over the own items in their order, and neither proposals, follow-up nor presenters', async () => {
    const earlier = await anAgenda();
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Ny' }));
    expect((await templateChoices(world.as(organiser), draft.id)).map(({ id }) => id)).toContain(earlier.id);
    expect(await takeTemplate(world.as(organiser), draft.id, { from: earlier.id })).toEqual({ added: 4 });
    const items = await itemsIn(draft.id);
    expect(items.map(({ title, kind, minutes, section, presenter, presenterConsent }) => [title, kind, minutes, section, presenter, presenterConsent])).toEqual([
      ['Velkomst', 'information', 5, 'Formalia', null, false], ['Pause', 'break', 10, null, null, false], ['Status', 'discussion', 30, 'Sager', null, false], ['Eventuelt', 'any_other_business', 10, null, null, false],
    ]);
    expect(items[2]?.initiatives.map(({ id }) => id)).toEqual([initiativeIds[0]]);
    expect(items.map(({ threadId }) => threadId !== null)).toEqual([true, false, true, true]);
  });

  it('adds only what is not there, and lands once however often it is sent', async () => {
    const earlier = await anAgenda();
    const meeting = await aMeetingWithAgenda(world, organiser, ['Status']);
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Til sidst', kind: 'any_other_business' }));
    const key = randomUUID();
    await Promise.all([1, 2].map(() => takeTemplate(world.as(organiser), meeting.id, { from: earlier.id }, key)));
    await expectRefusal(takeTemplate(world.as(organiser), meeting.id, { from: earlier.id }), 'template_empty');
    expect((await itemsIn(meeting.id)).map(({ title, section }) => `${title}/${section ?? ''}`)).toEqual(['Status/', 'Velkomst/Formalia', 'Pause/', 'Status/Sager', 'Til sidst/']);
  });

  it('refuses others, running meetings, unknown and cancelled templates', async () => {
    const earlier = await anAgenda();
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    await expectRefusal(takeTemplate(world.as(member), meeting.id, { from: earlier.id }), 'organisers_only');
    await expectRefusal(takeTemplate(world.as(organiser), meeting.id, { from: randomUUID() }), 'template_not_found');
    await expectRefusal(takeTemplate(world.as(organiser), meeting.id, { from: meeting.id }), 'template_not_found');
    await expectRefusal(takeTemplate(world.as(organiser), randomUUID(), { from: earlier.id }), 'meeting_not_found');
    await expectRefusal(templateChoices(world.as(member), meeting.id), 'organisers_only');
    const live = await aLiveMeeting(world, organiser, ['A']);
    await expectRefusal(takeTemplate(world.as(organiser), live.id, { from: earlier.id }), 'meeting_not_called');
    await cancelMeeting(world.as(organiser), earlier.id, 'Nej');
    await expectRefusal(takeTemplate(world.as(organiser), meeting.id, { from: earlier.id }), 'template_not_found');
    expect(await world.connection.db.$count(agendaItems, eq(agendaItems.meetingId, meeting.id))).toBe(0);
  });
});
