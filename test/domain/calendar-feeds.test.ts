import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarTokens, idempotencyKeys, initiativeOwners } from '~/db/schema';
import type { Actor } from '~/server/context';
import { cancelMeeting } from '~/server/domain/meetings/commands';
import { removeOwner } from '~/server/domain/members/commands';
import { registerFor, uninvite } from '~/server/domain/registrations/commands';
import { closeOwnCalendar, openOwnCalendar } from '~/server/domain/subscriptions/commands';
import { ownCalendar } from '~/server/domain/subscriptions/queries';
import { calendarRoutes } from '~/server/http/calendar';
import { addDays, dayOf } from '~/server/time';
import { aCalledMeeting } from '../support/make';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { readByOther } from '../support/other-calendar';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
let cast: Cast;
let url: string;
const make = minutesMaker(world, () => cast);
const app = express();
const server = createServer(app);
beforeAll(async () => {
  cast = await aCast(world);
  organiser = cast.organiser;
  member = cast.member;
  app.use(calendarRoutes(world.services));
  app.use((_req, res) => void res.status(418).send('a page'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers, redirect: 'manual' });
const pass = (minutes = 5) => (world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000));
const eventsOf = (ics: string) => new ICAL.Component(ICAL.parse(ics) as unknown[]).getAllSubcomponents('vevent').map((found) => ({ title: String(found.getFirstPropertyValue('summary')), status: String(found.getFirstPropertyValue('status')), conference: found.getFirstProperty('conference') !== null }));
const titles = (ics: string) => eventsOf(ics).map(({ title }) => title);

describe('a person’s own address', () => {
  it('is told once, kept as a hash, and the same for the same form', async () => {
    expect(await ownCalendar(world.as(member))).toEqual({ openedAt: null });
    const { token } = await openOwnCalendar(world.as(member), 'den-samme-formular');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect((await openOwnCalendar(world.as(member), 'den-samme-formular')).token).toBe(token);
    expect((await openOwnCalendar(world.as(cast.owner), 'den-samme-formular')).token).not.toBe(token);
    const everything = JSON.stringify([await world.connection.db.select().from(calendarTokens), await world.connection.db.select().from(idempotencyKeys)]);
    expect(everything).not.toContain(token);
    expect(await ownCalendar(world.as(member))).toEqual({ openedAt: world.clock.now });
    const answer = await get(`/kalender/${token}.ics`);
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('x-robots-tag'), answer.headers.get('set-cookie')]).toEqual([200, 'private, no-cache', 'noindex', null]);
    await closeOwnCalendar(world.as(cast.owner));
  });

  it('is nobody’s once it is closed or replaced, and looks then like one that never was', async () => {
    const first = (await openOwnCalendar(world.as(member))).token;
    const second = (await openOwnCalendar(world.as(member))).token;
    expect([(await get(`/kalender/${first}.ics`)).status, (await get(`/kalender/${second}.ics`)).status, (await get(`/en/kalender/${second}.ics`)).status]).toEqual([404, 200, 200]);
    await closeOwnCalendar(world.as(member));
    const [closed, never] = [await get(`/kalender/${second}.ics`), await get(`/kalender/${'A'.repeat(43)}.ics`)];
    expect([closed.status, await closed.text(), closed.headers.get('cache-control')]).toEqual([never.status, await never.text(), never.headers.get('cache-control')]);
    expect([closed.status, closed.headers.get('cache-control')]).toEqual([404, 'no-store']);
    for (const odd of ['kort', `${second}x`, '%00', 'a%2Fb']) expect([odd, (await get(`/kalender/${odd}.ics`)).status]).toEqual([odd, 404]);
  });

  it('is for members with an address of their own', async () => {
    await expectRefusal(openOwnCalendar(world.as(null)), 'not_signed_in');
    await expectRefusal(openOwnCalendar(world.as(cast.unconfirmed)), 'email_not_confirmed');
    await expectRefusal(closeOwnCalendar(world.as(null)), 'not_signed_in');
    expect(await ownCalendar(world.as(null))).toBeNull();
  });
});

describe('one’s own calendar', () => {
  it('has what one comes to with its link, what waits for an answer as tentative, and not what one stays away from', async () => {
    const { token } = await openOwnCalendar(world.as(member));
    const [coming, open, away, taken] = [await aCalledMeeting(world, organiser, { title: 'Kommer' }), await aCalledMeeting(world, organiser, { title: 'Åbent' }), await aCalledMeeting(world, organiser, { title: 'Bliver væk' }), await aCalledMeeting(world, organiser, { title: 'Taget tilbage' })];
    await registerFor(world.as(member), coming.id, 'online');
    await registerFor(world.as(member), away.id, 'not_attending');
    await uninvite(world.as(organiser), taken.id, member.id);
    const read = async (query = '') => (await get(`/kalender/${token}.ics${query}`)).text();
    const all = await read();
    expect(eventsOf(await read('?vis=moeder'))).toEqual(expect.arrayContaining([{ title: 'Kommer', status: 'CONFIRMED', conference: true }, { title: 'Åbent', status: 'TENTATIVE', conference: true }]));
    expect(titles(all)).not.toContain('Bliver væk');
    expect(titles(all)).not.toContain('Taget tilbage');
    expect(titles(all)).toContain('Frist for forslag: Kommer');
    expect(titles(await read('?vis=frister')).every((title) => title.startsWith('Frist'))).toBe(true);
    expect(titles(await read('?vis=moeder')).some((title) => title.startsWith('Frist'))).toBe(false);
    expect(await read('?vis=alt,muligt')).toBe(all);
    expect(all).not.toMatch(/^ATTENDEE/m);
    expect(all).toContain('METHOD:PUBLISH');
    // Byte for byte while nothing changes, by another program too.
    pass();
    expect(await read()).toBe(all);
    expect(readByOther([all])[0]).toHaveLength(eventsOf(all).length);
    for (const { id } of [coming, open, away, taken]) await cancelMeeting(world.as(organiser), id, 'Slut');
  });

  it('answers 304 by tag and by date, and never hides by its date what has changed or gone', async () => {
    const { token } = await openOwnCalendar(world.as(cast.owner));
    await make.published();
    const meeting = await aCalledMeeting(world, organiser, { title: 'Snart ude' });
    const ask = (headers: Record<string, string> = {}) => get(`/kalender/${token}.ics`, headers);
    // As long as the newest change is fresh, a date tells nothing.
    expect((await ask()).headers.get('last-modified')).toBeNull();
    const steps: [string, () => Promise<unknown>][] = [
      ['a meeting declined', () => registerFor(world.as(cast.owner), meeting.id, 'not_attending')],
      ['an action that is no longer theirs', async () => removeOwner(world.as(await world.person('admin')), cast.owner.id, cast.initiative)],
    ];
    await world.connection.db.insert(initiativeOwners).values({ memberId: cast.owner.id, initiativeId: cast.initiative }).onConflictDoNothing();
    for (const [what, change] of steps) {
      pass();
      const before = await ask();
      const [etag, modified] = [before.headers.get('etag') ?? '', before.headers.get('last-modified') ?? ''];
      expect([what, (await ask({ 'If-None-Match': etag })).status, (await ask({ 'If-Modified-Since': modified })).status]).toEqual([what, 304, 304]);
      pass();
      await change();
      const [byTag, byDate] = [await ask({ 'If-None-Match': etag }), await ask({ 'If-Modified-Since': modified })];
      expect([what, byTag.status, byDate.status]).toEqual([what, 200, 200]);
    }
    expect(titles(await (await ask()).text())).not.toContain('Handlingspunkt: Skriv et notat');
    await cancelMeeting(world.as(organiser), meeting.id, 'Slut');
  });
});

describe('the network’s calendar', () => {
  it('is the same bytes while nothing changes, and told apart by date once a minute has passed', async () => {
    const meeting = await aCalledMeeting(world, organiser, { title: 'Netværket' });
    pass();
    const first = await get('/kalender.ics');
    const ics = await first.text();
    expect(ics).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H');
    expect(ics).toContain('X-PUBLISHED-TTL:PT1H');
    expect(await (await get('/kalender.ics')).text()).toBe(ics);
    const since = { 'If-Modified-Since': first.headers.get('last-modified') ?? '' };
    expect((await get('/kalender.ics', since)).status).toBe(304);
    expect(titles(await (await get('/kalender.ics?vis=frister')).text())).toEqual(expect.arrayContaining(['Frist for forslag: Netværket']));
    expect(titles(ics).some((title) => title.startsWith('Frist'))).toBe(false);
    await cancelMeeting(world.as(organiser), meeting.id, 'Storm');
    pass();
    const cancelled = await get('/kalender.ics', since);
    expect(eventsOf(await cancelled.text())).toContainEqual({ title: 'Aflyst: Netværket', status: 'CANCELLED', conference: false });
    // When it leaves after sixty days, that too is news.
    const then = { 'If-Modified-Since': cancelled.headers.get('last-modified') ?? '' };
    world.clock.now = addDays(world.clock.now, 61);
    expect((await get('/kalender.ics', then)).status).toBe(200);
    expect(titles(await (await get('/kalender.ics')).text())).not.toContain('Aflyst: Netværket');
  });

  it('leads to the next meeting, as a page and as a file, and says so when there is none', async () => {
    expect([(await get('/moeder/naeste')).headers.get('location'), (await get('/moeder/naeste.ics')).status]).toEqual(['/moeder', 404]);
    const [late, soon] = [await aCalledMeeting(world, organiser, { title: 'Senere', day: dayOf(addDays(world.clock.now, 30)), startsAt: addDays(world.clock.now, 30), endsAt: addDays(world.clock.now, 31) }), await aCalledMeeting(world, organiser, { title: 'Snart' })];
    const to = async (path: string) => {
      const answer = await get(path);
      return [answer.status, answer.headers.get('location'), answer.headers.get('cache-control')];
    };
    expect(await to('/moeder/naeste')).toEqual([302, `/moeder/${soon.slug}`, 'no-cache']);
    expect(await to('/moeder/naeste.ics')).toEqual([302, `/moeder/${soon.slug}.ics`, 'no-cache']);
    expect(await to('/en/moeder/naeste')).toEqual([302, `/en/moeder/${soon.slug}`, 'no-cache']);
    await cancelMeeting(world.as(organiser), soon.id, 'Slut');
    expect((await to('/moeder/naeste'))[1]).toBe(`/moeder/${late.slug}`);
  });
});
