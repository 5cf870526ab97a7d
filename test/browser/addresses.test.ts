import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { seedCourse, type Course } from '~/db/seed/course';
import { seedPeople } from '~/db/seed/example-people';
import { plan as plan2017 } from '~/db/seed/plan-2017-2019';
import { readConfig } from '~/server/config';
import { makeLog } from '~/server/log';
import { makeServices } from '~/server/services';
import { launch, person, type Person } from '../support/browser';
import { startProgram, type Program } from '../support/program';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const validate = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // React writes void elements and attributes in its own way; both are valid HTML.
    'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'no-trailing-whitespace': 'off',
    // Text may hold a phone-like number such as 2017-2019.
    'tel-non-breaking': 'off',
    // Remix writes its own scripts and preloads.
    'require-sri': 'off', 'long-title': 'off',
  },
});

let program: Program;
let connection: Connection;
let course: Course;
let browser: Browser;
let reader: Person;
let coming: string;

beforeAll(async () => {
  program = await startProgram();
  connection = connect(program.databaseUrl);
  const read = readConfig({ DATA_DIR: program.dataDir });
  if ('problems' in read) throw new Error(read.problems.join());
  const services = makeServices(read.config, connection, makeLog('silent'));
  course = await seedCourse(services, await seedPeople(services));
  const list = await (await fetch(`${program.url}/moeder`)).text();
  coming = [...list.matchAll(/href="\/moeder\/(\d{4}-\d\d-\d\d-netvaerksmoede[^"/]*)"/g)].map((match) => match[1] ?? '')[0] ?? '';
  browser = await launch();
  reader = await person(browser, program.url);
});
afterAll(async () => {
  await browser.close();
  await connection.close();
  await program.stop();
});

/** Every address that a reader without an account can open. */
const addresses = (): string[] => [
  '/', '/moeder', `/moeder/${course.slug}`, `/moeder/${coming}`, `/moeder/${coming}/forslag`, `/moeder/${course.slug}/forslag`, `/forslag/${course.proposalId}`, `/forslag/${course.declinedId}`,
  `/moeder/${course.slug}/dagsorden`, `/moeder/${coming}/dagsorden`, `/moeder/${course.slug}/live`, `/moeder/${coming}/live`, `/moeder/${course.slug}/referat`, `/moeder/${course.slug}/referat/versioner`, `/moeder/${course.slug}/referat/versioner/1`,
  `/moeder/${coming}/tilmelding`, `/moeder/${course.slug}/fremmoede`, '/debat', '/debat/generelt', '/debat/moeder', '/debat/dagsordenspunkter', '/debat/forslag', '/debat/initiativer', `/debat/traad/${course.threadId}`,
  '/handlingsplaner', '/handlingsplaner/2017-2019', '/handlingsplaner/2017-2019/kilder', ...['1.1', '1.2', '1.3', '1.4', '1.5', '2.1', '2.2', '2.3', '3.1', '3.2', '3.3', '4.1', '4.2', '4.3'].map((number) => `/handlingsplaner/2017-2019/initiativer/${number}`),
  '/beslutninger', `/beslutninger/${course.decisionNumber}`, '/referater', '/soeg', '/soeg?q=data', '/soeg?q=findesikke', '/log-ind', '/opret', '/glemt-adgangskode',
];
const english = (path: string) => (path === '/' ? '/en' : `/en${path}`);

describe('every address', () => {
  it('answers 200 in both languages, as valid HTML, with its twin and its canonical address', async () => {
    const wrong: unknown[] = [];
    for (const path of addresses().flatMap((address) => [address, english(address)])) {
      const answer = await fetch(`${program.url}${path}`);
      const html = await answer.text();
      const report = await validate.validateString(html);
      const messages = report.results.flatMap((result) => result.messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column}) ${html.split('\n')[line - 1]?.slice(column - 1, column + 120)}`));
      const bare = path.split('?')[0] ?? '';
      if (answer.status !== 200 || messages.length > 0) wrong.push([path, answer.status, messages]);
      if (!html.includes(`<html lang="${path.startsWith('/en') ? 'en' : 'da'}"`)) wrong.push([path, 'language']);
      if (!html.includes(`rel="canonical" href="${program.url}${bare}"`)) wrong.push([path, 'canonical']);
      if ((html.match(/rel="alternate" hrefLang="(da|en)"/gi) ?? []).length !== 2) wrong.push([path, 'twins']);
      if (answer.headers.getSetCookie().length > 0) wrong.push([path, 'cookie']);
    }
    expect(wrong).toEqual([]);
  });

  it('has no axe violation, at 1280 and at 360 pixels', async () => {
    const wrong: unknown[] = [];
    for (const [index, path] of addresses().flatMap((address) => [address, english(address)]).entries()) {
      await reader.page.setViewportSize({ width: index % 2 === 0 ? 1280 : 360, height: 900 });
      await reader.page.goto(path, { waitUntil: 'load' });
      await reader.page.evaluate(axe);
      const found = await reader.page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: { run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      const tooWide = await reader.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      if (found.length > 0 || tooWide) wrong.push([path, found, tooWide ? 'scrolls sideways' : '']);
    }
    expect(wrong).toEqual([]);
    expect(reader.problems).toEqual([]);
  });

  it('shows all 14 initiatives and 51 milestones', async () => {
    const initiatives = plan2017.themes.flatMap((theme) => theme.initiatives);
    expect([initiatives.length, initiatives.flatMap(({ milestones }) => milestones).length]).toEqual([14, 51]);
    const words = async (path: string) => {
      await reader.page.goto(path);
      // With what stands folded in a details element.
      return ((await reader.page.locator('main').textContent()) ?? '').replace(/[\s\u00ad]+/g, ' ');
    };
    const plan = await words('/handlingsplaner/2017-2019');
    const flat = (title: string) => title.replace(/\s+/g, ' ');
    expect(initiatives.filter(({ title }) => !plan.includes(flat(title.da)))).toEqual([]);
    expect(initiatives.flatMap(({ milestones }) => milestones).filter(({ title }) => !plan.includes(flat(title.da)))).toEqual([]);
    for (const initiative of initiatives) {
      const page = await words(`/handlingsplaner/2017-2019/initiativer/${initiative.number}`);
      expect([initiative.number, initiative.milestones.filter(({ title, statusPrinted }) => !page.includes(flat(title.da)) || !page.includes(flat(statusPrinted ?? '')))]).toEqual([initiative.number, []]);
    }
  });

  it('answers what is unknown, gone or forbidden as such', async () => {
    const status = async (path: string) => (await fetch(`${program.url}${path}`, { redirect: 'manual' })).status;
    expect(await status('/findes-ikke')).toBe(404);
    expect(await status('/en/moeder/2018-01-01-intet')).toBe(404);
    expect(await status('/forslag/00000000-0000-7000-8000-000000000000')).toBe(404);
    expect(await status('/debat/traad/ikke-et-id')).toBe(404);
    expect(await status('/handlingsplaner/1999-2000')).toBe(404);
    expect(await status('/organisation')).toBe(302);
    expect(await status('/moeder/intet.ics')).toBe(404);
    for (const path of ['/kalender.ics', '/en/kalender.ics', `/moeder/${coming}.ics`, '/sundhed', '/klar']) expect([path, await status(path)]).toEqual([path, 200]);
    const strange = await fetch(`${program.url}/log-ind`, { method: 'POST', headers: { origin: 'https://evil.example' }, body: new URLSearchParams({ email: 'a' }) });
    expect(strange.status).toBe(403);
  });

  it('sends the security headers, and refuses a script without the nonce', async () => {
    const { headers } = await fetch(program.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy).not.toContain('unsafe-inline');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
