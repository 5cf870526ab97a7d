import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { launch } from '../support/browser';
import { startProgram, type Program } from '../support/program';
import { walk } from './story';

let program: Program;
let browsers: [Browser, Browser];
beforeAll(async () => {
  program = await startProgram();
  browsers = [await launch(), await launch()];
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await program.stop();
});

it('the whole course of a meeting with JavaScript off', () => walk(program, browsers, false), 240_000);
