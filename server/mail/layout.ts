import type { Config } from '../config';
import type { Language } from '~/db/schema';
import type { Gist } from './letter';

const escape = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

type Link = { label: string; path: string };
type Entry = { heading: string; words: string; link: Link | null };
/**
 * `link` is what the letter is for; `groups` hold things told one by one, `more` says how many are left out; `links` are further
 * ways on, each on its own line.
 */
export type Body = { heading: string; paragraphs: string[]; link?: Link; groups?: { heading?: string; entries: Entry[] }[]; more?: string; linksHeading?: string; links?: Link[]; after?: string[] };

/** The address of a page in the recipient's language. */
export const address = (config: Pick<Config, 'baseUrl'>, language: Language, path: string): string => `${config.baseUrl}${language === 'en' ? '/en' : ''}${path}`;

// Colours for both, chosen by the program that shows the mail; without them a dark one guesses.
const styles = ':root{color-scheme:light dark;supported-color-schemes:light dark}body{background:#fff;color:#1a1a1a}a{color:#0059b3}.foot{color:#454545}@media (prefers-color-scheme:dark){body{background:#1a1a1a!important;color:#f2f2f2!important}a{color:#8ec5ff!important}.foot{color:#c9c9c9!important}}';

const END = '</div></body></html>';
/** A thing in a digest is told in so many letters; its link has the rest. */
const GIST = 600;

/** The same words as plain text and as simple HTML that needs no pictures and is readable on a dark ground. */
export function layOut(config: Pick<Config, 'baseUrl'>, language: Language, body: Body, footer: string): { text: string; html: string; gist: Gist } {
  const { heading, paragraphs, link, groups = [], more, linksHeading, links = [], after = [] } = body;
  const to = (path: string) => address(config, language, path);
  const inText = (one: Link) => `${one.label}:\n${to(one.path)}`;
  const told = groups.flatMap((group) => [...(group.heading ? [group.heading.toUpperCase()] : []), ...group.entries.map((entry) => [`* ${entry.heading}`, entry.words, ...(entry.link ? [inText(entry.link)] : [])].join('\n'))]);
  const text = [heading, ...paragraphs, ...told, ...(more ? [more] : []), ...(link ? [inText(link)] : []), ...(linksHeading ? [linksHeading] : []), ...links.map(inText), ...after, `-- \n${footer}`].join('\n\n');
  const paragraph = (words: string, name?: string) => `<p${name ? ` class="${name}"` : ''} style="margin:0 0 16px">${escape(words).replaceAll('\n', '<br>')}</p>`;
  const anchor = (one: Link, strong: boolean) => `<a href="${escape(to(one.path))}"${strong ? ' style="font-weight:600"' : ''}>${escape(one.label)}</a>`;
  const small = (level: 2 | 3, words: string) => `<h${level} style="font-size:${level === 2 ? 20 : 17}px;line-height:1.35;margin:24px 0 ${level === 2 ? 8 : 4}px">${escape(words)}</h${level}>`;
  const group = ({ heading: name, entries }: NonNullable<Body['groups']>[number]) => `${name ? small(2, name) : ''}${entries.map((one) => `${small(name ? 3 : 2, one.heading)}${paragraph(one.words)}${one.link ? `<p style="margin:0 0 16px">${anchor(one.link, true)}</p>` : ''}`).join('')}`;
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escape(heading)}</title><style>${styles}</style></head>`
    + `<body style="margin:0;padding:24px;font:16px/1.5 'IBM Plex Sans',system-ui,sans-serif;overflow-wrap:anywhere"><div style="max-width:600px;margin:0 auto">`
    + `<h1 style="font-size:24px;line-height:1.25;margin:0 0 16px">${escape(heading)}</h1>${paragraphs.map((words) => paragraph(words)).join('')}${groups.map(group).join('')}${more ? paragraph(more) : ''}`
    + (link ? `<p style="margin:24px 0">${anchor(link, true)}</p>` : '')
    + (linksHeading ? small(2, linksHeading) : '')
    + (links.length > 0 ? `<ul style="margin:0 0 16px;padding-left:20px">${links.map((one) => `<li style="margin:0 0 8px">${anchor(one, false)}</li>`).join('')}</ul>` : '')
    + `${after.map((words) => paragraph(words)).join('')}<hr style="border:0;border-top:1px solid #8888;margin:24px 0">${paragraph(footer, 'foot')}${END}`;
  const whole = paragraphs.join('\n');
  return { text, html, gist: { heading, words: whole.length > GIST ? `${whole.slice(0, GIST - 1).trimEnd()}…` : whole, link: link ?? links[0] ?? null } };
}

/** The same letter with the ways to fewer mails under its footer. */
export function withWaysOut<T extends { text?: unknown; html?: unknown }>(letter: T, ways: { label: string; url: string }[]): T {
  const lines = ways.map(({ label, url }) => `${label}:\n${url}`).join('\n');
  const anchors = ways.map(({ label, url }) => `<a href="${escape(url)}">${escape(label)}</a>`).join('<br>');
  return { ...letter, text: `${String(letter.text)}\n\n${lines}`, html: String(letter.html).replace(END, () => `<p class="foot" style="margin:0">${anchors}</p>${END}`) };
}
