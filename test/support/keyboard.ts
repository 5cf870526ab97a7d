import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Someone without a mouse: everything is reached by the tabulator key, from where the focus is and round the page if need be. */
export type Keyboard = {
  reach(target: Locator): Promise<void>;
  /** Presses what has been reached: a link, a button, a fold, a box to tick. */
  press(target: Locator): Promise<void>;
  /** Puts a text in place of what stands in a field. */
  write(field: Locator, text: string): Promise<void>;
  choose(select: Locator, label: string): Promise<void>;
  /** A day that reads the same whichever of day and month the browser asks for first: the 12th of December. */
  writeTwelfthOfDecember(field: Locator, year: number): Promise<void>;
};

export function keyboard(page: Page): Keyboard {
  async function reach(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < 500; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${String(target)}`);
  }
  return {
    reach,
    async press(target) {
      await reach(target);
      await page.keyboard.press(['checkbox', 'radio'].includes((await target.getAttribute('type')) ?? '') ? 'Space' : 'Enter');
    },
    async write(field, text) {
      await reach(field);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    async choose(select, label) {
      await reach(select);
      const chosen = () => select.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.label);
      for (let presses = 0; presses < 50 && (await chosen()) !== label; presses += 1) await page.keyboard.press('ArrowDown');
      expect(await chosen()).toBe(label);
    },
    async writeTwelfthOfDecember(field, year) {
      await reach(field);
      await page.keyboard.type(`1212${year}`);
      expect(await field.inputValue()).toBe(`${year}-12-12`);
    },
  };
}
