import { randomUUID } from 'node:crypto';
import { actionPlans, agendaItems, agendaVersions, initiatives, meetings, themes, type ItemKind, type MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addAction } from '~/server/domain/actions/commands';
import { recordDecision } from '~/server/domain/decisions/commands';
import { writeEntry } from '~/server/domain/entries/commands';
import { approveMinutes, beginMinutes, publishMinutes, sendToReview } from '~/server/domain/minutes/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { dayOf, endOfDay } from '~/server/time';
import { anOrganisation, type World } from './world';

/** Who minutes are about: `owner` answers for `initiative`, `unconfirmed` has not shown that the address is theirs. */
export type Cast = { organiser: Actor; member: Actor; owner: Actor; unconfirmed: Actor; organisation: string; initiative: string };

export async function aCast(world: World): Promise<Cast> {
  const { db } = world.connection;
  const planId = randomUUID();
  const themeId = randomUUID();
  const initiative = randomUUID();
  await db.insert(actionPlans).values({ id: planId, period: '2017-2019', ordinal: 3, titleDa: 'Plan', titleEn: 'Plan', summaryDa: '', summaryEn: '', publishedOn: '2017-10-01', endPrinted: '2019', coordinator: 'Styrelsen', memberSince: 2011 });
  await db.insert(themes).values({ id: themeId, planId, number: 1, titleDa: 'Tema', titleEn: 'Theme', summaryDa: '', summaryEn: '' });
  await db.insert(initiatives).values({ id: initiative, planId, themeId, number: '3.3', sortKey: [3, 3], titleDa: 'Initiativ', titleEn: 'Initiative', summaryDa: '', summaryEn: '', leadAuthority: 'A', implementingAuthority: 'A', level: 'limited', levelPrinted: '', stateActors: [], otherActors: [] });
  return {
    initiative,
    organisation: await anOrganisation(world, 'Åben Forening'),
    organiser: await world.person('organiser'),
    member: await world.person(),
    unconfirmed: { ...(await world.person('member', { emailConfirmedAt: null })), confirmed: false },
    owner: { ...(await world.person()), owns: [initiative] },
  };
}

type Kinds = { title: string; kind: ItemKind; proposalId?: string }[];

/** Makes minutes that have come as far as a test needs them. */
export function minutesMaker(world: World, cast: () => Cast) {
  let made = 0;

  /** A meeting in a state, on a day, with its agenda. */
  async function aMeeting(state: MeetingState, items: Kinds = [{ title: 'Første', kind: 'discussion' }, { title: 'Pause', kind: 'break' }, { title: 'Andet', kind: 'decision' }], day = '2027-02-20') {
    made += 1;
    const at = (hour: number) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
    const begun = ['live', 'held'].includes(state);
    const row = await world.connection.db.transaction(async (db) => {
      const [inserted] = await db.insert(meetings).values({
        slug: `${day}-moede-${made}`, title: `Møde ${made}`, purpose: 'Formål', day, startsAt: at(9), endsAt: at(11), proposalDeadline: at(8), place: 'Sal', state, agendaState: begun ? 'published' : 'open', calendarUid: randomUUID(),
        calledAt: state === 'draft' ? null : at(7), startedAt: begun ? at(9) : null, heldAt: state === 'held' ? at(11) : null, cancelledAt: state === 'cancelled' ? at(8) : null, cancelReason: state === 'cancelled' ? 'Nej' : null,
      }).returning();
      if (!inserted) throw new Error('no meeting');
      if (begun) await db.insert(agendaVersions).values({ meetingId: inserted.id, number: 1, items: [], publishedAt: at(8) });
      return inserted;
    });
    if (items.length > 0) await world.connection.db.insert(agendaItems).values(items.map((item, index) => ({ ...item, meetingId: row.id, position: index + 1, minutes: 20 })));
    return row;
  }

  /** Minutes in a draft, with the ids of their entries in order. */
  async function aDraft(state: MeetingState = 'held', day?: string) {
    const meeting = await aMeeting(state, undefined, day);
    const { id } = await beginMinutes(world.as(cast().organiser), meeting.id);
    const { entries } = await minutesOfMeeting(world.as(cast().organiser), meeting.id);
    const [first, second] = entries;
    if (!first || !second) throw new Error('no entries');
    return { id, meeting, first: first.id, second: second.id };
  }

  async function inReview(due = dayOf(new Date(world.clock.now.getTime() + 7 * 86_400_000))) {
    const draft = await aDraft();
    await writeEntry(world.as(cast().organiser), draft.first, { text: 'Det første', version: 1 });
    await writeEntry(world.as(cast().organiser), draft.second, { text: 'Det andet', version: 1 });
    await sendToReview(world.as(cast().organiser), draft.meeting.id, { due });
    return { ...draft, due: endOfDay(due) };
  }

  async function published() {
    const draft = await aDraft();
    await writeEntry(world.as(cast().organiser), draft.first, { text: 'Det første', version: 1 });
    await writeEntry(world.as(cast().organiser), draft.second, { text: 'Det andet', version: 1 });
    const decision = await recordDecision(world.as(cast().organiser), draft.first, { text: 'Vi gør det', initiatives: [cast().initiative] });
    const action = await addAction(world.as(cast().organiser), draft.second, { text: 'Skriv et notat', responsibleOrganisationId: null, responsibleMemberId: cast().member.id, dueOn: '2027-06-01', initiatives: [cast().initiative] });
    await sendToReview(world.as(cast().organiser), draft.meeting.id, { due: '2027-03-10' });
    await approveMinutes(world.as(cast().organiser), draft.meeting.id);
    await publishMinutes(world.as(cast().organiser), draft.meeting.id);
    return { ...draft, decision, action };
  }

  return { aMeeting, aDraft, inReview, published };
}
