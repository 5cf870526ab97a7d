import type { MetaDescriptor } from '@remix-run/node';
import { bare, inLanguage, languageOf } from '../language';

/** The formats of a document, with their media types. */
export const formats = { pdf: 'application/pdf', json: 'application/json', xml: 'application/xml' } as const;
export type Format = keyof typeof formats;

const link = (type: string, href: string, title: string): MetaDescriptor => ({ tagName: 'link', rel: 'alternate', type, href, title });

/** In the head of a page: the same document as files. They stand at its own address, with an ending. */
export const asFiles = (pathname: string, title: string, which: Format[] = ['pdf', 'json', 'xml']): MetaDescriptor[] => which.map((format) => link(formats[format], `${pathname.replace(/\/$/, '')}.${format}`, `${title} (${format.toUpperCase()})`));

/** In the head of a list: the feed that tells what is new in it, in the language of the page. */
export const asFeed = (pathname: string, title: string): MetaDescriptor[] => [link('application/atom+xml', inLanguage(languageOf(pathname), `/feeds${bare(pathname).replace(/\/$/, '')}.atom`), title)];
