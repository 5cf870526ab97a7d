import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { installByApt } from './packages';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next place may do.
    return false;
  }
}

function find(): string | null {
  return [process.env.CHROMIUM_PATH ?? '', ...places, chromium.executablePath()].find((file) => file !== '' && isThere(file)) ?? null;
}

function installByPlaywright(): boolean {
  const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js');
  return spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' }).status === 0;
}

/** A Chromium that starts: found, else installed (Debian's package, or Playwright's own build). Fails loudly where neither can be had. */
export function ensureChromium(): string {
  const found = find() ?? ((installByApt('chromium') || installByPlaywright()) ? find() : null);
  if (!found) throw new Error('The browser tests need Chromium and could neither find nor install it. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to the program, and run npm test again.');
  execFileSync(found, ['--version'], { stdio: 'ignore' });
  return found;
}
