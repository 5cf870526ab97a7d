import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

export type Weight = { bytes: number; requests: number };

/** Everything that a browser with an empty cache fetches to show a page, as it travels, heads included. Null where there is no browser. */
export async function weigh(address: string): Promise<Weight | null> {
  const executablePath = places.find((place) => place !== '' && existsSync(place));
  if (!executablePath) return null;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  try {
    // isbot takes HeadlessChrome for a robot; the pages are for people.
    const page = await (await browser.newContext({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36' })).newPage();
    const session = await page.context().newCDPSession(page);
    const weight = { bytes: 0, requests: 0 };
    await session.send('Network.enable');
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      weight.bytes += encodedDataLength;
      weight.requests += 1;
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    return weight;
  } finally {
    await browser.close();
  }
}
