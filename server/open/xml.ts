import { plain } from './text';

/** A piece of XML that is ready to be written. Only this module makes one, so nothing gets in unescaped. */
export type Xml = { readonly xml: string };
type Child = Xml | string | null | undefined | false | Child[];
type Attributes = Record<string, string | number | boolean | null | undefined>;

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };

/** Words as content of an element. */
export const escapeText = (words: string): string => plain(words).replace(/[&<>]/g, (sign) => signs[sign] ?? sign);
const escapeAttribute = (words: string): string => plain(words).replace(/[&<>"\n\t]/g, (sign) => signs[sign] ?? sign);

const write = (child: Child): string => {
  if (Array.isArray(child)) return child.map(write).join('');
  if (!child) return '';
  return typeof child === 'string' ? escapeText(child) : child.xml;
};

/** An element with what is in it; attributes that are null are left out, strings are words and are escaped. */
export function el(name: string, attributes: Attributes, ...children: Child[]): Xml {
  const said = Object.entries(attributes).flatMap(([key, value]) => (value === null || value === undefined ? [] : [` ${key}="${escapeAttribute(String(value))}"`])).join('');
  const inner = write(children);
  return { xml: inner === '' ? `<${name}${said}/>` : `<${name}${said}>${inner}</${name}>` };
}

/** A whole file. */
export const toXmlFile = (root: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
