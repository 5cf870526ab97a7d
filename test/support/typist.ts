import type { Locator, Page } from 'playwright-core';

/** Somebody at a keyboard who goes on writing numbered words, whatever else happens, and knows every letter typed. */
export type Typist = {
  /** Puts the caret at the end of the first line or of the whole text, and goes on writing there. */
  begin(field: Locator, at: 'first line' | 'end'): Promise<void>;
  /** Ends with the word that is being typed; answers all that was typed since `begin`. */
  end(): Promise<string>;
};

export function typist(page: Page, name: string): Typist {
  let words = 0;
  let typed = '';
  let writing = false;
  let done: Promise<void> = Promise.resolve();
  async function goOn(): Promise<void> {
    while (writing) {
      const word = ` ${name}${(words += 1)}`;
      await page.keyboard.type(word, { delay: 30 });
      typed += word;
    }
  }
  return {
    async begin(field, at) {
      await field.focus();
      await page.keyboard.press(at === 'end' ? 'Control+End' : 'Control+Home');
      await page.keyboard.press('End');
      [typed, writing] = ['', true];
      done = goOn();
      // Whoever ends it hears of a failure; until then it is nobody's.
      done.catch(() => undefined);
    },
    async end() {
      writing = false;
      await done;
      return typed;
    },
  };
}
