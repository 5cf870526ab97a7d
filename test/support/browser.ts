import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { ensureChromium } from './chromium';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
// isbot takes HeadlessChrome for a robot; the pages are for people.
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: ensureChromium(), args });

export type Person = { context: BrowserContext; page: Page; problems: string[] };

/** A person with a browser of their own. Whatever unexpected the console says is a problem. */
export async function person(browser: Browser, baseURL: string, options: { script?: boolean; width?: number } = {}): Promise<Person> {
  const context = await browser.newContext({ baseURL, userAgent, javaScriptEnabled: options.script ?? true, viewport: { width: options.width ?? 1280, height: 900 }, locale: 'da-DK', timezoneId: 'America/New_York' });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`${page.url()}: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  return { context, page, problems };
}

/** Waits until React has taken over, so that a click is one of the page's own. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith('__react')) || Object.keys(document).some((key) => key.startsWith('__react')));
}

export const expectNoProblems = (...people: Person[]): void => expect(people.flatMap(({ problems }) => problems)).toEqual([]);
