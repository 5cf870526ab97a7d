import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { mails, meetings, members } from '~/db/schema';
import type { Actor } from '~/server/context';
import { callMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { KEPT_DAYS, mailOccasions, occasionRecipients, PAGE_SIZE, pausedAddresses, readableMail } from '~/server/domain/outbox/queries';
import { mayReadMail } from '~/server/domain/outbox/rules';
import { deliverMail } from '~/server/mail/deliver';
import { readWritten } from '~/server/mail/written';
import { makePost } from '~/server/mail/transport';
import { addDays } from '~/server/time';
import { write } from '~/server/write';
import { meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const db = () => world.connection.db;
let organiser: Actor;
let real: Actor;
let example: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
  real = await world.person('member', { name: 'Ægte' });
  example = await world.person('member', { name: 'Eksempel', isExample: true });
});
const queuedTo = async (member: Actor, kind: string) => (await db().select({ id: mails.id }).from(mails).where(and(eq(mails.memberId, member.id), eq(mails.kind, kind))).orderBy(mails.id)).at(-1)?.id ?? '';
const send = (id: string) => deliverMail(world.services, makePost(world.config), id);

describe('the outbox', () => {
  it('tells of each occasion how many became what, when, and the newest error', async () => {
    const { id, slug } = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Mødet om mails' }));
    await callMeeting(world.as(organiser), id);
    await send(await queuedTo(example, 'meeting.called'));
    await db().update(mails).set({ state: 'failed', attempts: 3, lastError: '451 senere' }).where(eq(mails.id, await queuedTo(real, 'meeting.called')));
    const { rows, total } = await mailOccasions(world.as(organiser), 1);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ kind: 'meeting.called', subject: { text: 'Mødet om mails', to: `/moeder/${slug}` }, sent: 1, failed: 1, queued: 0, held: 0, dropped: 0, lastError: '451 senere', at: world.clock.now });
    const all = await occasionRecipients(world.as(organiser), rows[0]?.id ?? '', 1);
    expect(all.rows.map(({ name, state, can, lastError }) => ({ name, state, can, lastError }))).toEqual([
      { name: 'Ægte', state: 'failed', can: { sendAgain: true, read: false }, lastError: '451 senere' },
      { name: 'Eksempel', state: 'sent', can: { sendAgain: false, read: true }, lastError: null },
    ]);
  });

  it('keeps what is about someone’s account to itself, and counts what is held for a digest', async () => {
    await write(world.as(null), undefined, async (tx) => {
      await tx.mail('member.reset', [real], { memberId: real.id }, 'a');
      await tx.mail('member.reset', [example], { memberId: example.id }, 'b');
    });
    const { rows } = await mailOccasions(world.as(organiser), 1);
    expect(rows.find(({ kind }) => kind === 'member.reset')).toMatchObject({ subject: null, queued: 2 });
    expect(JSON.stringify(rows)).not.toContain(real.id);
    await db().update(mails).set({ state: 'held' }).where(eq(mails.id, await queuedTo(real, 'member.reset')));
    expect((await mailOccasions(world.as(organiser), 1)).rows.find(({ kind }) => kind === 'member.reset')).toMatchObject({ queued: 1, held: 1, digested: 0 });
  });

  it('is paged, newest first, and forgets what is a year old', async () => {
    const before = world.clock.now;
    for (let n = 0; n < PAGE_SIZE + 3; n += 1) {
      world.clock.now = addDays(before, n + 1);
      await write(world.as(null), undefined, (tx) => tx.mail('mail.refused', [real], { reason: 'empty' }, String(n)));
    }
    const [first, second] = [await mailOccasions(world.as(organiser), 1), await mailOccasions(world.as(organiser), 2)];
    expect([first.rows.length, first.pages]).toEqual([PAGE_SIZE, 2]);
    expect(first.rows[0]?.at.getTime()).toBe(world.clock.now.getTime());
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(first.total);
    world.clock.now = addDays(world.clock.now, KEPT_DAYS + 1);
    expect((await mailOccasions(world.as(organiser), 1)).total).toBe(0);
    world.clock.now = before;
  });

  it('shows whose address is paused, and why', async () => {
    await db().update(members).set({ mailPausedAt: world.clock.now, mailPauseReason: '550 findes ikke' }).where(eq(members.id, real.id));
    expect((await pausedAddresses(world.as(organiser), 1)).rows).toMatchObject([{ name: 'Ægte', reason: '550 findes ikke' }]);
    // A letter that failed waits with its address.
    const { rows } = await occasionRecipients(world.as(organiser), await queuedTo(real, 'meeting.called'), 1);
    expect(rows.find(({ name }) => name === 'Ægte')?.can.sendAgain).toBe(false);
    await db().update(members).set({ mailPausedAt: null, mailPauseReason: null }).where(eq(members.id, real.id));
  });

  it('is for organisers', async () => {
    const id = await queuedTo(example, 'meeting.called');
    for (const ask of [() => mailOccasions(world.as(real), 1), () => occasionRecipients(world.as(real), id, 1), () => pausedAddresses(world.as(real), 1), () => readableMail(world.as(real), id)]) await expectRefusal(ask(), 'organisers_only');
    await expectRefusal(mailOccasions(world.as(null), 1), 'not_signed_in');
    await expectRefusal(occasionRecipients(world.as(organiser), 'ingen', 1), 'mail_not_found');
  });
});

describe('a mail as it was written', () => {
  it.each([[true, false, null], [true, true, 'mail_not_found'], [false, false, 'mail_not_found'], [false, true, 'mail_not_found']] as const)('example %s, mail leaves %s: %s', (isExample, leaves, code) => {
    expect(mayReadMail(organiser, { isExample, leaves })?.code ?? null).toBe(code);
  });

  it('is read with all its parts, of example members alone', async () => {
    const id = await queuedTo(example, 'meeting.called');
    expect(await readableMail(world.as(organiser), id)).toMatchObject({ kind: 'meeting.called', name: 'Eksempel' });
    await expectRefusal(readableMail(world.as(organiser), await queuedTo(real, 'meeting.called')), 'mail_not_found');
    await expectRefusal(readableMail(world.services.makeCtx(organiser), 'x'), 'mail_not_found');
    const mail = await readWritten(world.config, id);
    const [meeting] = await db().select({ uid: meetings.calendarUid }).from(meetings);
    expect(mail?.headers.find(({ name }) => name === 'Subject')?.value).toContain('Indkaldelse');
    expect(mail?.text).toContain('Indkaldelse til »Mødet om mails«');
    expect(mail?.html).toContain('<h1');
    expect(mail?.calendar).toContain(`UID:${meeting?.uid}`);
    expect(mail?.attachments).toMatchObject([{ name: 'invite.ics' }]);
    expect(mail?.raw).toContain('multipart/alternative');
    expect([await readWritten(world.config, '../../etc/passwd'), await readWritten(world.config, real.id)]).toEqual([null, null]);
  });
});
