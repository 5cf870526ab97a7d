import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// React and Remix write void elements, attributes and preloads in their own way.
const validate = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'void-style': 'off', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'no-trailing-whitespace': 'off', 'tel-non-breaking': 'off', 'require-sri': 'off', 'long-title': 'off' } });

/** What axe finds on an open page, and whether it scrolls sideways. */
export async function axeFinds(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: { run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  return wide ? [...found, 'scrolls sideways'] : found;
}

/** What is wrong with a page as the server sends it. */
export async function htmlFinds(html: string): Promise<string[]> {
  const { results } = await validate.validateString(html);
  return results.flatMap((result) => result.messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} ${html.split('\n')[line - 1]?.slice(column - 1, column + 120)}`));
}
