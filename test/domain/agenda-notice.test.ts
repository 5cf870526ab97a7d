import { and, eq, sql } from 'drizzle-orm';
import { Logger, runOnce } from 'graphile-worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { mails, meetings } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, editItem, noticeAgenda, publishAgenda, removeItem } from '~/server/domain/agenda/commands';
import { cancelMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { taskList } from '~/server/jobs';
import { agendaLetters } from '~/server/mail/agenda-letters';
import type { Queued } from '~/server/mail/letter';
import { makePost } from '~/server/mail/transport';
import { addMinutes } from '~/server/time';
import { aMeetingWithAgenda, itemInput } from '../support/agenda';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  member = await world.person();
});

const db = () => world.connection.db;
const system = () => world.as(null);
const toldOf = async (meetingId: string) => (await db().select().from(mails).where(and(eq(mails.kind, 'agenda.published'), eq(mails.memberId, member.id))).orderBy(mails.id)).filter((mail) => mail.params.meetingId === meetingId);
const noticed = async (meetingId: string) => (await db().select({ n: meetings.agendaNoticedNumber }).from(meetings).where(eq(meetings.id, meetingId)))[0]?.n;
const waiting = (meetingId: string) => db().execute<{ at: Date }>(sql`select run_at as at from graphile_worker.jobs where key = ${`agenda_notice:${meetingId}`}`);
const letterOf = (mail: typeof mails.$inferSelect, language: 'da' | 'en' = 'da') => agendaLetters['agenda.published'](world.services, { ...mail, language } as unknown as Queued<'agenda.published'>);

/** A called meeting with a published agenda of two items. */
async function published(titles = ['Først', 'Så']) {
  const meeting = await aMeetingWithAgenda(world, organiser, titles);
  await publishAgenda(world.as(organiser), meeting.id);
  return meeting;
}
const add = (meetingId: string, title: string) => addItem(world.as(organiser), meetingId, itemInput({ title }));
const publish = (meetingId: string) => publishAgenda(world.as(organiser), meetingId);

describe('the notice of a changed agenda', () => {
  it('is sent at once for the first version', async () => {
    const { id } = await published();
    expect(await toldOf(id)).toMatchObject([{ params: { number: 1, since: 0 } }]);
    expect([await noticed(id), (await waiting(id)).length]).toEqual([1, 0]);
    expect(await noticeAgenda(system(), id)).toEqual({ noticed: null });
    const letter = await letterOf((await toldOf(id))[0]!);
    expect(letter?.subject).toMatch(/^Dagsordenen er offentliggjort/);
  });

  it('is one for a burst of changes, ten minutes after the last', async () => {
    const { id, items } = await published();
    for (const title of ['Tredje', 'Fjerde']) {
      await add(id, title);
      await publish(id);
      expect((await waiting(id)).map(({ at }) => new Date(at))).toEqual([addMinutes(world.clock.now, 10)]);
      world.clock.now = addMinutes(world.clock.now, 3);
    }
    await editItem(world.as(organiser), items[0]!, { ...itemInput({ title: 'Allerførst', minutes: 45 }), version: 1 });
    expect(await publish(id)).toEqual({ number: 4 });
    expect(await toldOf(id)).toHaveLength(1);
    const rounds = await Promise.all([1, 2, 3].map(() => noticeAgenda(system(), id)));
    expect(rounds.filter((round) => round.noticed === 4)).toHaveLength(1);
    const [, notice, ...more] = await toldOf(id);
    expect([notice?.params, more]).toEqual([{ meetingId: id, number: 4, since: 1 }, []]);
    const letter = await letterOf(notice!);
    expect(letter?.subject).toMatch(/^Dagsordenen er ændret/);
    for (const line of ['»Tredje« er kommet til', '»Fjerde« er kommet til', '»Allerførst« er ændret: titel (før »Først«), varighed fra 30 minutter til 45 minutter']) expect(letter?.text).toContain(`– ${line}`);
    expect((await letterOf(notice!, 'en'))?.text).toContain('– “Tredje” is new');
    expect(await noticed(id)).toBe(4);
  });

  it('tells the next burst from where the last one ended', async () => {
    const { id } = await published();
    await add(id, 'Tredje');
    await publish(id);
    await noticeAgenda(system(), id);
    await add(id, 'Fjerde');
    await publish(id);
    await noticeAgenda(system(), id);
    const last = (await toldOf(id)).at(-1)!;
    expect(last.params).toMatchObject({ number: 3, since: 2 });
    expect((await letterOf(last))?.text).not.toContain('Tredje');
  });

  it('says nothing when all is again as it was', async () => {
    const { id } = await published();
    const { id: item } = await add(id, 'Fortrudt');
    await publish(id);
    await removeItem(world.as(organiser), item);
    await publish(id);
    expect(await noticeAgenda(system(), id)).toEqual({ noticed: null });
    expect([await toldOf(id), await noticed(id)]).toMatchObject([[{ params: { number: 1 } }], 3]);
  });

  it('is dropped when the meeting has begun or is cancelled before', async () => {
    for (const step of [(id: string) => startMeeting(world.as(organiser), id), (id: string) => cancelMeeting(world.as(organiser), id, 'Nej')]) {
      const { id } = await published();
      await add(id, 'Sent');
      await publish(id);
      await step(id);
      expect(await noticeAgenda(system(), id)).toEqual({ noticed: null });
      expect(await toldOf(id)).toHaveLength(1);
      expect(await letterOf((await toldOf(id))[0]!)).toBeNull();
    }
  });

  it('comes by itself, and no later than ten minutes before the start', async () => {
    const { id } = await published();
    const [meeting] = await db().select().from(meetings).where(eq(meetings.id, id));
    const before = world.clock.now;
    world.clock.now = addMinutes(meeting!.startsAt!, -5);
    await add(id, 'I sidste øjeblik');
    await publish(id);
    expect((await waiting(id)).map(({ at }) => new Date(at))).toEqual([world.clock.now]);
    // The queue's own clock has not come so far.
    await db().execute(sql`update graphile_worker._private_jobs set run_at = now() where key = ${`agenda_notice:${id}`}`);
    const { agenda_notice: task } = taskList(world.services, makePost(world.config));
    await runOnce({ connectionString: world.url, taskList: { agenda_notice: task! }, logger: new Logger(() => () => undefined), noHandleSignals: true });
    world.clock.now = before;
    expect((await toldOf(id)).map((mail) => mail.params.number)).toEqual([1, 2]);
  });
});

describe('the letter to a presenter', () => {
  const write = async (itemId: string, language: 'da' | 'en' = 'da') => {
    const [mail] = (await db().select().from(mails).where(eq(mails.kind, 'agenda.presenter_named'))).filter(({ params }) => params.itemId === itemId);
    return agendaLetters['agenda.presenter_named'](world.services, { ...mail!, language } as unknown as Queued<'agenda.presenter_named'>);
  };
  const byMember = { presenter: null, presenterMemberId: '', presenterConsent: true };

  it('says what, where and when, in both languages', async () => {
    const { id } = await aMeetingWithAgenda(world, organiser, []);
    const item = await addItem(world.as(organiser), id, itemInput({ ...byMember, presenterMemberId: member.id, title: 'Mit oplæg' }));
    expect((await write(item.id))?.text).toMatch(/Du står som oplægsholder på punktet »Mit oplæg«[\s\S]*Der er sat 30 minutter af/);
    expect((await write(item.id, 'en'))?.subject).toBe('You are to present: Mit oplæg');
  });

  it('is not sent to who is no longer named, nor for a cancelled meeting', async () => {
    const { id } = await aMeetingWithAgenda(world, organiser, []);
    const item = await addItem(world.as(organiser), id, itemInput({ ...byMember, presenterMemberId: member.id }));
    const other = await addItem(world.as(organiser), id, itemInput({ ...byMember, presenterMemberId: member.id }));
    await editItem(world.as(organiser), item.id, { ...itemInput(), version: 1 });
    expect(await write(item.id)).toBeNull();
    await cancelMeeting(world.as(organiser), id, 'Nej');
    expect(await write(other.id)).toBeNull();
  });
});
