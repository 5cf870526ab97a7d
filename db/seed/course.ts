import { asc, eq, inArray } from 'drizzle-orm';
import { agendaItems, meetings, minutesEntries, organisations, proposals, threads } from '~/db/schema';
import type { Actor, Ctx } from '~/server/context';
import { addItem, closeItem, openItem, publishAgenda } from '~/server/domain/agenda/commands';
import { callMeeting, createMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { arrive, countGuests } from '~/server/domain/attendance/commands';
import { addAction } from '~/server/domain/actions/commands';
import { decideCorrection, proposeCorrection } from '~/server/domain/corrections/commands';
import { recordDecision } from '~/server/domain/decisions/commands';
import { writeEntry } from '~/server/domain/entries/commands';
import { approveMinutes, beginMinutes, publishMinutes, sendToReview } from '~/server/domain/minutes/commands';
import { decideProposal, endorseProposal, submitProposal } from '~/server/domain/proposals/commands';
import { registerFor } from '~/server/domain/registrations/commands';
import { createPost } from '~/server/domain/threads/commands';
import type { Services } from '~/server/services';
import { addDays, addMinutes, dayOf, toInstant } from '~/server/time';
import { initiativeIds } from './example';
import type { ExamplePeople } from './example-people';

export type Course = { meetingId: string; slug: string; proposalId: string; declinedId: string; itemId: string; threadId: string; decisionNumber: string };

/**
 * An example of a whole course, two weeks back: proposal, agenda, meeting, minutes, published. The commands are the real
 * ones; only their clock is set back.
 */
export async function seedCourse(services: Services, people: ExamplePeople): Promise<Course> {
  const meetingDay = dayOf(addDays(services.now(), -14));
  const [startsAt, endsAt] = [toInstant(meetingDay, '10:00'), toInstant(meetingDay, '12:00')];
  if (!startsAt || !endsAt) throw new Error('ten and twelve exist every day');
  const at = (actor: Actor, when: Date): Ctx => ({ ...services.makeCtx(actor), now: () => when });
  const before = (days: number) => addDays(startsAt, -days);
  const during = (minutes: number) => addMinutes(startsAt, minutes);
  const after = (days: number) => addDays(startsAt, days);

  const meeting = await createMeeting(at(people.organiser, before(40)), {
    title: 'Eksempelmøde om Open Data DK', day: meetingDay, startsAt, endsAt, proposalDeadline: before(7), capacity: 20,
    purpose: 'Et eksempel på et helt forløb: fra forslag til referat.', place: 'Eksempelhuset, mødesal 2', onlineUrl: 'https://moede.example.org/eksempel',
  });
  await services.db.update(meetings).set({ isExample: true }).where(eq(meetings.id, meeting.id));
  await callMeeting(at(people.organiser, before(35)), meeting.id);

  const openData = await initiativeIds(services, '1.5');
  const proposal = await submitProposal(at(people.member, before(30)), meeting.id, {
    title: 'Et fælles katalog over kommunernes åbne data', kind: 'decision', minutesWanted: 30, intent: 'submit', initiativeIds: openData,
    reason: 'Data fra kommunerne ligger mange steder. Et fælles katalog gør dem lettere at finde og bruge.',
  });
  await endorseProposal(at(people.member2, before(28)), proposal.id);
  const declined = await submitProposal(at(people.member2, before(27)), meeting.id, {
    title: 'En ny hjemmeside for netværket', kind: 'discussion', minutesWanted: 20, intent: 'submit', initiativeIds: [],
    reason: 'Netværket bør have sit eget sted på nettet.',
  });
  await services.db.update(proposals).set({ isExample: true }).where(inArray(proposals.id, [proposal.id, declined.id]));
  await decideProposal(at(people.organiser, before(6)), proposal.id, { decision: 'accept', reason: '', mergedIntoId: null, deferredToMeetingId: null });
  await decideProposal(at(people.organiser, before(6)), declined.id, { decision: 'decline', reason: 'Forummet her er netværkets sted. Forslag til, hvordan det bliver bedre, er velkomne i debatten.', mergedIntoId: null, deferredToMeetingId: null });
  await addItem(at(people.organiser, before(5)), meeting.id, { title: 'Eventuelt', body: '', kind: 'any_other_business', minutes: 10, presenter: null, initiatives: [] });
  await publishAgenda(at(people.organiser, before(5)), meeting.id);
  await registerFor(at(people.member, before(4)), meeting.id, 'on_site');
  await registerFor(at(people.member2, before(4)), meeting.id, 'online');

  await startMeeting(at(people.organiser, during(2)), meeting.id);
  const [item, last] = await services.db.select().from(agendaItems).where(eq(agendaItems.meetingId, meeting.id)).orderBy(asc(agendaItems.position));
  if (!item || !last) throw new Error('the example agenda has two items');
  await arrive(at(people.member, during(2)), meeting.id, 'on_site');
  await arrive(at(people.owner, during(2)), meeting.id, 'on_site');
  await arrive(at(people.member2, during(3)), meeting.id, 'online');
  await countGuests(at(people.organiser, during(3)), meeting.id, { organisation: 'Eksempelavisen', kind: 'business', count: 2, was: 0 });
  await openItem(at(people.organiser, during(3)), item.id);
  const [thread] = await services.db.select({ id: threads.id }).from(threads).where(eq(threads.subjectId, item.id));
  if (!thread) throw new Error('an agenda item has its thread');
  await createPost(at(people.member, during(8)), thread.id, { body: 'Kataloget bør kunne **søges på tværs** af kommuner.', replyToId: null });
  await createPost(at(people.member2, during(10)), thread.id, { body: 'Enig. Hvem vedligeholder det, når kommunerne skifter system?', replyToId: null });
  await beginMinutes(at(people.organiser, during(12)), meeting.id);
  await closeItem(at(people.organiser, during(35)), item.id, { outcome: 'decided', next: true });
  await closeItem(at(people.organiser, during(45)), last.id, { outcome: 'noted', next: false });
  await holdMeeting(at(people.organiser, during(46)), meeting.id);

  const decisionNumber = await seedMinutes(services, people, { meetingId: meeting.id, itemId: item.id, lastId: last.id, openData }, { at, after });
  return { meetingId: meeting.id, slug: meeting.slug, proposalId: proposal.id, declinedId: declined.id, itemId: item.id, threadId: thread.id, decisionNumber };
}

type Held = { meetingId: string; itemId: string; lastId: string; openData: string[] };
type Clock = { at: (actor: Actor, when: Date) => Ctx; after: (days: number) => Date };

async function seedMinutes({ db, now }: Services, people: ExamplePeople, { meetingId, itemId, lastId, openData }: Held, { at, after }: Clock): Promise<string> {
  const entryOf = async (agendaItemId: string) => {
    const [entry] = await db.select().from(minutesEntries).where(eq(minutesEntries.agendaItemId, agendaItemId));
    if (!entry) throw new Error('each item has its entry');
    return entry;
  };
  const [entry, other] = [await entryOf(itemId), await entryOf(lastId)];
  const organiser = at(people.organiser, after(1));
  await writeEntry(organiser, entry.id, { text: 'Forslaget blev fremlagt. Der var bred opbakning til et fælles katalog, men spørgsmål om, hvem der vedligeholder det.', version: entry.version });
  await writeEntry(organiser, other.id, { text: 'Der var ingen bemærkninger.', version: other.version });
  const decision = await recordDecision(organiser, entry.id, { text: 'Netværket anbefaler et fælles katalog over kommunernes åbne data.', initiatives: openData });
  const [secretariat] = await db.select({ id: organisations.id }).from(organisations).where(eq(organisations.name, 'Eksempelsekretariatet'));
  await addAction(organiser, entry.id, { text: 'Undersøg, hvem der kan drive kataloget, og giv besked på næste møde.', responsibleOrganisationId: secretariat?.id ?? null, responsibleMemberId: null, dueOn: dayOf(addDays(now(), 30)), initiatives: openData });
  // A date to come: a running program approves tacitly when the date has passed, and would be faster than the seed.
  await sendToReview(organiser, meetingId, { due: dayOf(addDays(now(), 1)) });
  const correction = await proposeCorrection(at(people.member, after(3)), entry.id, { proposedText: 'Forslaget blev fremlagt. Der var bred opbakning til et fælles katalog. Det blev spurgt, hvem der vedligeholder det.', why: 'Der var spørgsmål, ikke indvendinger.' });
  const reviewed = await entryOf(itemId);
  await decideCorrection(at(people.organiser, after(5)), correction.id, { decision: 'accepted', text: '', reason: 'Det er mere præcist.', version: reviewed.version });
  await approveMinutes(at(people.organiser, after(9)), meetingId);
  await publishMinutes(at(people.organiser, after(9)), meetingId);
  return decision.number;
}
