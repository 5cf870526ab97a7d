import { eq } from 'drizzle-orm';
import { beforeAll } from 'vitest';
import { actionPlans, events, initiatives, mails, proposals, themes } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import { submitProposal } from '~/server/domain/proposals/commands';
import type { DecideProposal, SubmitProposal } from '~/server/domain/proposals/schema';
import { addDays, dayOf } from '~/server/time';
import { aCalledMeeting, meetingInput } from './make';
import { anOrganisation, type World } from './world';

/** What an author types. */
export const words = (title: string, more: Partial<SubmitProposal> = {}): SubmitProposal => ({ title, reason: `Fordi ${title} er vigtigt.`, kind: 'discussion', minutesWanted: 20, initiativeIds: [], intent: 'submit', ...more });

/** What an organiser types to decide. */
export const choose = (more: Partial<DecideProposal> & Pick<DecideProposal, 'decision'>): DecideProposal => ({ reason: 'Derfor.', mergedIntoId: null, deferredToMeetingId: null, ...more });

export const outcomeOf = (settled: PromiseSettledResult<unknown>) => (settled.status === 'fulfilled' ? 'done' : (settled.reason as { code: string }).code);

/** People, six initiatives (1.10, 1.2, 1.9, 2.1, 2.2, 2.3) and short ways to propose, for one test file. */
export function useProposals(world: World) {
  const cast = {} as Record<'organiser' | 'author' | 'other' | 'unconfirmed', Actor>;
  const initiativeIds: string[] = [];
  beforeAll(async () => {
    cast.organiser = await world.person('organiser');
    cast.author = await world.person('member', { name: 'Forslagsstiller' });
    cast.other = await world.person('member', { organisationId: await anOrganisation(world, 'Forening for åbenhed') });
    cast.unconfirmed = await world.person('member', { emailConfirmedAt: null });
    initiativeIds.push(...await sixInitiatives(world));
  });
  const aMeeting = (title: string, daysLater = 0) => {
    const { startsAt, endsAt } = meetingInput(world.clock.now);
    const start = addDays(startsAt, daysLater);
    return aCalledMeeting(world, cast.organiser, { title, startsAt: start, endsAt: addDays(endsAt, daysLater), day: dayOf(start) });
  };
  return {
    cast, initiativeIds, aMeeting,
    propose: (meetingId: string, title: string, more: Partial<SubmitProposal> = {}, who = cast.author) => submitProposal(world.as(who), meetingId, words(title, more)),
    /** A called meeting whose agenda is published: only undecided proposals stand in the way of its start. */
    aReadyMeeting: async (title: string) => {
      const meeting = await aMeeting(title);
      await addItem(world.as(cast.organiser), meeting.id, { title: 'Velkomst', body: '', kind: 'information', minutes: 5, presenter: null, initiatives: [] });
      await publishAgenda(world.as(cast.organiser), meeting.id);
      return meeting;
    },
    rowOf: async (id: string) => {
      const [row] = await world.connection.db.select().from(proposals).where(eq(proposals.id, id));
      if (!row) throw new Error('no such proposal');
      return row;
    },
    typesOn: async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map((event) => event.type),
    mailed: async (kind: string, id: string) => (await world.connection.db.select().from(mails).where(eq(mails.kind, kind))).filter((mail) => mail.params.proposalId === id).map((mail) => mail.memberId).sort(),
    /** Moves the world's clock for one act. */
    at: async <T>(instant: Date, act: () => Promise<T>): Promise<T> => {
      const before = world.clock.now;
      world.clock.now = instant;
      try {
        return await act();
      } finally {
        world.clock.now = before;
      }
    },
  };
}

async function sixInitiatives({ connection: { db } }: World): Promise<string[]> {
  const [plan] = await db.insert(actionPlans).values({ period: '2031-2033', ordinal: 9, titleDa: 'Plan', titleEn: 'Plan', summaryDa: '', summaryEn: '', publishedOn: '2031-01-01', endPrinted: '-', coordinator: 'Sekretariatet', memberSince: 2012 }).returning();
  const planId = plan?.id ?? '';
  const [theme] = await db.insert(themes).values({ planId, number: 1, titleDa: 'Tema', titleEn: 'Theme', summaryDa: '', summaryEn: '' }).returning();
  const rows = ['1.10', '1.2', '1.9', '2.1', '2.2', '2.3'].map((number) => ({
    planId, themeId: theme?.id ?? '', number, sortKey: number.split('.').map(Number), titleDa: `Initiativ ${number}`, titleEn: `Initiative ${number}`, summaryDa: '', summaryEn: '',
    leadAuthority: 'Styrelsen', implementingAuthority: 'Styrelsen', level: 'limited' as const, levelPrinted: 'Begrænset', stateActors: [], otherActors: [],
  }));
  return (await db.insert(initiatives).values(rows).returning({ id: initiatives.id })).map(({ id }) => id);
}
