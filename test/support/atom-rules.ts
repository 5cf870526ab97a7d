import { SaxesParser, type SaxesTagNS } from 'saxes';

export type Element = { name: string; attributes: Record<string, string>; text: string; children: Element[] };

const ATOM = 'http://www.w3.org/2005/Atom';

/** An XML file as a tree; throws on one that is not well formed. Names bear `{namespace}` where it is not Atom's. */
export function parseXml(xml: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  parser.on('opentag', (tag: SaxesTagNS) => {
    const found: Element = { name: tag.uri === ATOM ? tag.local : `{${tag.uri}}${tag.local}`, attributes: Object.fromEntries(Object.values(tag.attributes).map(({ name, value }) => [name, value])), text: '', children: [] };
    open.at(-1)?.children.push(found);
    open.push(found);
  });
  parser.on('text', (text) => { const at = open.at(-1); if (at) at.text += text; });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return root.children[0] ?? root;
}

export const childrenOf = (element: Element, name: string): Element[] => element.children.filter((child) => child.name === name);
export const textOf = (element: Element, name: string): string => childrenOf(element, name)[0]?.text ?? '';

const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What is wrong with a feed by RFC 4287: nothing, one would hope. */
export function wrongWithAtom(xml: string): string[] {
  const wrong: string[] = [];
  const check = (holds: boolean, what: string) => { if (!holds) wrong.push(what); };
  const one = (element: Element, name: string, where: string) => check(childrenOf(element, name).length === 1, `${where}: exactly one ${name}`);
  const feed = parseXml(xml);
  check(feed.name === 'feed', 'the root is a feed of Atom');
  check(/^[a-z]{2}$/.test(feed.attributes['xml:lang'] ?? ''), 'feed: a language');
  const each = (element: Element, where: string) => {
    for (const name of ['id', 'title', 'updated']) one(element, name, where);
    check(/^(urn|tag|https?):\S+$/.test(textOf(element, 'id')), `${where}: an id that is an IRI`);
    for (const name of ['updated', 'published']) for (const found of childrenOf(element, name)) check(date.test(found.text), `${where}: ${name} as RFC 3339`);
    for (const author of childrenOf(element, 'author')) check(textOf(author, 'name').trim() !== '' && childrenOf(author, 'email').length === 0, `${where}: an author with a name and no address`);
    for (const link of childrenOf(element, 'link')) check(URL.canParse(link.attributes.href ?? ''), `${where}: a link with an address`);
    const alternates = childrenOf(element, 'link').filter(({ attributes }) => (attributes.rel ?? 'alternate') === 'alternate').map(({ attributes }) => `${attributes.type} ${attributes.hreflang}`);
    check(new Set(alternates).size === alternates.length, `${where}: no two alternates of one type and language`);
    for (const category of childrenOf(element, 'category')) check(Boolean(category.attributes.term), `${where}: a category with a term`);
    const known = where === 'feed' ? ['title', 'subtitle', 'id', 'updated', 'author', 'generator', 'link', 'entry', 'category', 'icon', 'logo', 'rights', 'contributor'] : ['title', 'id', 'updated', 'published', 'author', 'category', 'link', 'content', 'summary', 'rights', 'source', 'contributor'];
    for (const child of element.children) check(known.includes(child.name), `${where}: no ${child.name}`);
  };
  each(feed, 'feed');
  check(childrenOf(feed, 'link').some(({ attributes }) => attributes.rel === 'self' && attributes.type === 'application/atom+xml'), 'feed: a link to itself');
  const entries = childrenOf(feed, 'entry');
  entries.forEach((entry, index) => {
    const where = `entry ${index + 1}`;
    each(entry, where);
    check(childrenOf(feed, 'author').length > 0 || childrenOf(entry, 'author').length > 0, `${where}: an author`);
    one(entry, 'content', where);
    check(['html', 'text'].includes(childrenOf(entry, 'content')[0]?.attributes.type ?? 'text') && childrenOf(entry, 'content')[0]?.children.length === 0, `${where}: content escaped`);
    check(childrenOf(entry, 'link').some(({ attributes }) => attributes.rel === 'alternate' && attributes.type === 'text/html'), `${where}: a page`);
    check(textOf(entry, 'updated') >= (textOf(entry, 'published') || '0') && textOf(entry, 'updated') <= textOf(feed, 'updated'), `${where}: updated after published, and no later than the feed`);
  });
  const ids = entries.map((entry) => textOf(entry, 'id'));
  check(new Set(ids).size === ids.length && !ids.includes(textOf(feed, 'id')), 'no id twice');
  return wrong;
}
