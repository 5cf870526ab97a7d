import { createHash } from 'node:crypto';
import type { Language } from '~/db/schema';
import { oneLine } from './text';
import { el, toXmlFile, type Xml } from './xml';

// Atom (RFC 4287), paged after RFC 5005.

export type Entry = {
  /** A name of the thing that never changes and no other thing has (`minutes/<id>`). */
  name: string;
  title: string; url: string; publishedAt: Date; updatedAt: Date; author: string;
  /** Sanitised HTML. */
  html: string;
  categories?: { term: string; label: string }[];
  files?: { href: string; type: string }[];
};
export type Feed = { language: Language; title: string; subtitle: string; author: string; self: string; page: string; base: string; previous: string | null; next: string | null; first: string; entries: Entry[] };

const NAMESPACE_URL = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** The name-based UUID of an address (RFC 9562, version 5): the same for the same address, wherever it is made. */
export function urn(address: string): string {
  const hash = createHash('sha1').update(NAMESPACE_URL).update(address).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`;
}

const person = (name: string) => el('author', {}, el('name', {}, oneLine(name)));
const html = 'text/html';

/** A feed as a file. One without entries is as old as time. */
export function toAtom(feed: Feed): string {
  const updated = new Date(Math.max(0, ...feed.entries.map((entry) => entry.updatedAt.getTime())));
  const link = (rel: string, href: string | null, type = 'application/atom+xml') => href && el('link', { rel, href, type });
  return toXmlFile(el('feed', { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': feed.language, 'xml:base': feed.base },
    el('title', {}, feed.title), el('subtitle', {}, feed.subtitle), el('id', {}, urn(feed.first)), el('updated', {}, updated.toISOString()), person(feed.author),
    el('generator', {}, 'OGP-forum'),
    link('self', feed.self), link('alternate', feed.page, html), link('first', feed.first), link('previous', feed.previous), link('next', feed.next),
    feed.entries.map((entry) => entryXml(feed, entry))));
}

/** The same thing in another language is another entry: a reader may follow both. */
function entryXml({ base, language }: Feed, { name, title, url, publishedAt, updatedAt, author, html: content, categories = [], files = [] }: Entry): Xml {
  return el('entry', {},
    el('title', {}, oneLine(title)), el('id', {}, urn(`${base}/${name}#${language}`)), el('published', {}, publishedAt.toISOString()), el('updated', {}, updatedAt.toISOString()), person(author),
    categories.map(({ term, label }) => el('category', { term, label })),
    el('link', { rel: 'alternate', href: url, type: html, hreflang: language }),
    files.map(({ href, type }) => el('link', { rel: 'alternate', href, type })),
    el('content', { type: 'html' }, content));
}
