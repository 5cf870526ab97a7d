import { and, eq, sql } from 'drizzle-orm';
import { Logger, runOnce } from 'graphile-worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { initiativeOwners, mails, proposalInitiatives } from '~/db/schema';
import type { Actor } from '~/server/context';
import { closeAction } from '~/server/domain/actions/commands';
import { setOwner } from '~/server/domain/members/commands';
import { tellInitiative } from '~/server/domain/news/commands';
import { endorseProposal, decideProposal, submitProposal } from '~/server/domain/proposals/commands';
import { follow } from '~/server/domain/subscriptions/commands';
import { ownFollow } from '~/server/domain/subscriptions/queries';
import { taskList } from '~/server/jobs';
import { writeLetter } from '~/server/mail/deliver';
import { makePost } from '~/server/mail/transport';
import { aCalledMeeting } from '../support/make';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { choose, words } from '../support/proposals';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
let follower: Actor;
let author: Actor;
const make = minutesMaker(world, () => cast);
const db = () => world.connection.db;
const stream = () => `initiative:${cast.initiative}`;
beforeAll(async () => {
  cast = await aCast(world);
  follower = await world.person('member', { wantsNotices: false });
  author = await world.person('member', { wantsNotices: false });
  await db().insert(initiativeOwners).values({ memberId: cast.owner.id, initiativeId: cast.initiative });
  await follow(world.as(follower), stream(), 'follows');
});

const quiet = new Logger(() => () => undefined);
/** Works the queue; answers who was told of which news, with the letters. */
async function told(news: string, aboutId: string) {
  await runOnce({ connectionString: world.url, taskList: taskList(world.services, makePost(world.config)), logger: quiet, noHandleSignals: true });
  const rows = await db().select().from(mails).where(and(eq(mails.kind, 'initiative.news'), sql`${mails.params} ->> 'news' = ${news}`, sql`${mails.params} ->> 'aboutId' = ${aboutId}`));
  return { members: rows.map((row) => row.memberId).sort(), letter: rows[0] ? await writeLetter(world.services, db() as never, rows[0]) : null };
}
const concerned = () => [follower.id, cast.owner.id].sort();
const anAccepted = async (title: string, supporters: Actor[] = []) => {
  const meeting = await aCalledMeeting(world, cast.organiser, { title: 'Mødet' });
  const { id } = await submitProposal(world.as(author), meeting.id, words(title, { initiativeIds: [cast.initiative] }));
  for (const one of supporters) await endorseProposal(world.as(one), id);
  await decideProposal(world.as(cast.organiser), id, choose({ decision: 'accept', reason: '' }));
  return id;
};

describe('who follows an initiative, and who answers for it', () => {
  it('hears of a proposal about it that comes onto an agenda', async () => {
    const id = await anAccepted('Om initiativet');
    const { members, letter } = await told('proposal.accepted', id);
    expect(members).toEqual(concerned());
    expect(letter?.subject).toBe('Et forslag om initiativet kommer på dagsordenen: 3.3 Initiativ');
    expect(letter?.text).toContain('Forslaget »Om initiativet« er optaget på dagsordenen for »Mødet«');
    expect(letter?.text).toContain('/handlingsplaner/2017-2019/initiativer/3.3');
  });

  it('is not told what is mailed to them as their own: who made it or supports it', async () => {
    await follow(world.as(author), stream(), 'follows');
    const id = await anAccepted('Mit eget', [follower]);
    expect((await told('proposal.accepted', id)).members).toEqual([cast.owner.id]);
    await follow(world.as(author), stream(), 'none');
  });

  it('hears of decisions and follow-up in published minutes, and of what is done', async () => {
    const { meeting, action, decision } = await make.published();
    const { members, letter } = await told('minutes.published', meeting.id);
    expect(members).toEqual(concerned());
    expect(letter?.subject).toBe('Der er besluttet noget om initiativet: 3.3 Initiativ');
    for (const line of [`Beslutning ${decision.number}: Vi gør det`, 'Opfølgning: Skriv et notat\nFrist: 1. juni 2027.']) expect(letter?.text).toContain(line);
    await closeAction(world.as(cast.organiser), action.id, { state: 'dropped', reason: 'Ingen tid.' } as never);
    const closed = await told('minutes.action_closed', action.id);
    expect(closed.members).toEqual(concerned());
    expect(closed.letter?.text).toContain('Begrundelse: Ingen tid.');
  });

  it('is told once, however often it is asked, and not of what has been taken back', async () => {
    const id = await anAccepted('Én gang');
    await told('proposal.accepted', id);
    const [event] = await world.connection.sql<{ seq: number }[]>`select max(seq)::int as seq from events where stream = ${stream()} and type = 'proposal.accepted'`;
    await Promise.all([1, 2, 3].map(() => tellInitiative(world.as(null), { stream: stream(), seq: event?.seq ?? 0 })));
    expect((await told('proposal.accepted', id)).members).toEqual(concerned());
    await db().delete(proposalInitiatives);
    await tellInitiative(world.as(null), { stream: stream(), seq: 99_999 });
  });

  it('can switch it off, also as the owner', async () => {
    await follow(world.as(cast.owner), stream(), 'muted');
    await follow(world.as(follower), stream(), 'none');
    expect(await ownFollow(world.as(cast.owner), stream())).toEqual({ state: 'muted' });
    const id = await anAccepted('Uden tilhørere');
    expect((await told('proposal.accepted', id)).members).toEqual([]);
    const admin = await world.person('admin');
    // Other things on the stream are nobody's news.
    await setOwner(world.as(admin), admin.id, '3.3');
    expect(await world.connection.sql`select 1 from graphile_worker.jobs where key like 'news:%'`).toHaveLength(0);
  });
});
