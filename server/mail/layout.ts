import type { Config } from '../config';
import type { Language } from '~/db/schema';

const escape = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export type Body = { heading: string; paragraphs: string[]; link?: { label: string; path: string }; after?: string[] };

/** The address of a page in the recipient's language. */
export const address = (config: Pick<Config, 'baseUrl'>, language: Language, path: string): string => `${config.baseUrl}${language === 'en' ? '/en' : ''}${path}`;

/** The same words as plain text and as simple HTML that needs no pictures. */
export function layOut(config: Pick<Config, 'baseUrl'>, language: Language, body: Body, footer: string): { text: string; html: string } {
  const href = body.link && address(config, language, body.link.path);
  const after = body.after ?? [];
  const text = [body.heading, ...body.paragraphs, ...(body.link ? [`${body.link.label}:\n${href}`] : []), ...after, `--\n${footer}`].join('\n\n');
  const paragraph = (words: string) => `<p style="margin:0 0 16px">${escape(words).replaceAll('\n', '<br>')}</p>`;
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escape(body.heading)}</title></head>`
    + `<body style="margin:0;padding:24px;font:16px/1.5 'IBM Plex Sans',system-ui,sans-serif"><div style="max-width:600px;margin:0 auto">`
    + `<h1 style="font-size:24px;line-height:1.25;margin:0 0 16px">${escape(body.heading)}</h1>${body.paragraphs.map(paragraph).join('')}`
    + (href && body.link ? `<p style="margin:24px 0"><a href="${escape(href)}" style="font-weight:600">${escape(body.link.label)}</a></p>` : '')
    + `${after.map(paragraph).join('')}<hr style="border:0;border-top:1px solid #8888;margin:24px 0">${paragraph(footer)}</div></body></html>`;
  return { text, html };
}
