import { eq, inArray } from 'drizzle-orm';
import { meetings, proposals } from '~/db/schema';
import { callMeeting, createMeeting, recordPastMeeting } from '~/server/domain/meetings/commands';
import { importPlan } from '~/server/domain/plans/commands';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { endorseProposal, submitProposal } from '~/server/domain/proposals/commands';
import type { Services } from '~/server/services';
import { addDays, dayOf, toInstant } from '~/server/time';
import { seedOwner, seedPeople, type ExamplePeople } from './example-people';
import { plan } from './plan-2017-2019';

/**
 * The real plan, the known meeting of 2018, and an example meeting three weeks ahead that takes proposals.
 * What is there already stays: a start that was broken off goes on where it stopped.
 */
export async function seedExample(services: Services): Promise<ExamplePeople> {
  const people = await seedPeople(services);
  await importPlan(services.makeCtx(people.admin), plan);
  await seedOwner(services, people.owner);
  await seedPastMeeting(services, people);
  await seedMeeting(services, people);
  return people;
}

const TITLE = 'Netværksmøde om åbne data og inddragelse';

export async function initiativeIds(services: Services, ...numbers: string[]): Promise<string[]> {
  const options = await initiativeOptions(services.makeCtx(null));
  return options.filter(({ number }) => numbers.includes(number)).map(({ id }) => id);
}

async function seedPastMeeting(services: Services, people: ExamplePeople): Promise<void> {
  const known = plan.meetings.network2018;
  const day = known.date ?? '2018-08-22';
  const slug = `${day}-foerste-moede-i-ogp-forummet`;
  if ((await services.db.$count(meetings, eq(meetings.slug, slug))) > 0) return;
  const forum = await initiativeIds(services, '3.3');
  await recordPastMeeting(services.makeCtx(people.organiser), {
    slug, title: known.title.da, day, heldAt: toInstant(day, '23:59') ?? services.now(),
    purpose: `${known.occasion.da}. ${known.wish?.da ?? ''}`.trim(),
    note: known.note?.da ?? '', minutesElsewhere: known.minutesAt,
    topics: known.topics.map((topic) => ({ title: topic.da, kind: 'discussion' as const, initiativeIds: topic.da === 'Netværkets rolle' ? forum : [] })),
  });
}

/** A weekday three weeks ahead: nobody meets on a Saturday. */
function threeWeeksAhead(now: Date): string {
  const there = addDays(now, 21);
  const weekday = new Date(`${dayOf(there)}T12:00:00Z`).getUTCDay();
  return dayOf(addDays(there, weekday === 6 ? 2 : weekday === 0 ? 1 : 0));
}

async function seedMeeting(services: Services, people: ExamplePeople): Promise<void> {
  const organiser = services.makeCtx(people.organiser);
  const day = threeWeeksAhead(services.now());
  const deadlineDay = dayOf(addDays(new Date(`${day}T12:00:00Z`), -7));
  const [startsAt, endsAt, proposalDeadline] = [toInstant(day, '10:00'), toInstant(day, '12:00'), toInstant(deadlineDay, '12:00')];
  if (!startsAt || !endsAt || !proposalDeadline) throw new Error('ten, twelve and noon exist every day');
  const [begun] = await services.db.select({ id: meetings.id, state: meetings.state }).from(meetings).where(eq(meetings.title, TITLE));
  const meeting = begun ?? (await createMeeting(organiser, {
    title: TITLE, day, startsAt, endsAt, proposalDeadline,
    purpose: 'Et eksempel på et møde. Netværket drøfter, hvordan handlingsplanens initiativer kommer i brug, og hvad næste plan skal tage op.\n\nAlle medlemmer kan foreslå punkter til dagsordenen indtil fristen.',
    place: 'Eksempelhuset, mødesal 1', onlineUrl: 'https://moede.example.org/ogp', capacity: 30,
  }));
  await services.db.update(meetings).set({ isExample: true }).where(eq(meetings.id, meeting.id));
  if (begun?.state !== 'called') await callMeeting(organiser, meeting.id);
  if ((await services.db.$count(proposals, eq(proposals.meetingId, meeting.id))) === 0) await seedProposals(services, people, meeting.id);
}

async function seedProposals(services: Services, people: ExamplePeople, meetingId: string): Promise<void> {
  const first = await submitProposal(services.makeCtx(people.member), meetingId, {
    title: 'Hvordan får flere øje på de åbne data?', kind: 'discussion', minutesWanted: 25, intent: 'submit',
    reason: 'Mange datasæt er åbne, men få uden for forvaltningen ved, at de findes. Lad os samle de tre bedste idéer til, hvordan foreninger og journalister finder dem.',
    initiativeIds: await initiativeIds(services, '1.1', '1.5'),
  });
  await endorseProposal(services.makeCtx(people.member2), first.id);
  await endorseProposal(services.makeCtx(people.owner), first.id);
  const second = await submitProposal(services.makeCtx(people.member2), meetingId, {
    title: 'Faste møder to gange om året', kind: 'decision', minutesWanted: 15, intent: 'submit',
    reason: 'Netværket har bedt om at mødes, når planer skrives og evalueres. To faste datoer om året gør det muligt at planlægge efter.',
    initiativeIds: await initiativeIds(services, '3.3'),
  });
  await endorseProposal(services.makeCtx(people.member), second.id);
  await services.db.update(proposals).set({ isExample: true }).where(inArray(proposals.id, [first.id, second.id]));
}
