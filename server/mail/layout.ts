import type { Config } from '../config';
import type { Language } from '~/db/schema';

const escape = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

type Link = { label: string; path: string };
/** `link` is what the letter is for; `links` are further ways on, each on its own line. */
export type Body = { heading: string; paragraphs: string[]; link?: Link; links?: Link[]; after?: string[] };

/** The address of a page in the recipient's language. */
export const address = (config: Pick<Config, 'baseUrl'>, language: Language, path: string): string => `${config.baseUrl}${language === 'en' ? '/en' : ''}${path}`;

/** The same words as plain text and as simple HTML that needs no pictures. */
export function layOut(config: Pick<Config, 'baseUrl'>, language: Language, body: Body, footer: string): { text: string; html: string } {
  const { heading, paragraphs, link, links = [], after = [] } = body;
  const to = (path: string) => address(config, language, path);
  const inText = (one: Link) => `${one.label}:\n${to(one.path)}`;
  const text = [heading, ...paragraphs, ...[...(link ? [link] : []), ...links].map(inText), ...after, `--\n${footer}`].join('\n\n');
  const paragraph = (words: string) => `<p style="margin:0 0 16px">${escape(words).replaceAll('\n', '<br>')}</p>`;
  const anchor = (one: Link, strong: boolean) => `<a href="${escape(to(one.path))}"${strong ? ' style="font-weight:600"' : ''}>${escape(one.label)}</a>`;
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escape(heading)}</title></head>`
    + `<body style="margin:0;padding:24px;font:16px/1.5 'IBM Plex Sans',system-ui,sans-serif"><div style="max-width:600px;margin:0 auto">`
    + `<h1 style="font-size:24px;line-height:1.25;margin:0 0 16px">${escape(heading)}</h1>${paragraphs.map(paragraph).join('')}`
    + (link ? `<p style="margin:24px 0">${anchor(link, true)}</p>` : '')
    + (links.length > 0 ? `<ul style="margin:0 0 16px;padding-left:20px">${links.map((one) => `<li style="margin:0 0 8px">${anchor(one, false)}</li>`).join('')}</ul>` : '')
    + `${after.map(paragraph).join('')}<hr style="border:0;border-top:1px solid #8888;margin:24px 0">${paragraph(footer)}</div></body></html>`;
  return { text, html };
}
