import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { toAkoma } from '~/server/open/akoma';
import { akomaProfile } from '~/server/open/akoma-profile';
import type { MinutesDocument } from '~/server/open/minutes-document';
import { fullMinutes, oddMinutes, oldMinutes, scantMinutes } from '../support/documents';

async function errors(xml: string): Promise<string[]> {
  const result = await validateXML({ xml: [{ fileName: 'referat.xml', contents: xml }], schema: [{ fileName: 'profil.xsd', contents: akomaProfile }] });
  return result.valid ? [] : result.errors.map(({ message }) => message);
}

type Found = { name: string; attributes: Record<string, string>; text: string };
/** The elements of a file in order, each with all the words in it. */
function read(xml: string): Found[] {
  const parser = new SaxesParser();
  const all: Found[] = [];
  const open: Found[] = [];
  parser.on('opentag', ({ name, attributes }) => {
    const found = { name, attributes: attributes as Record<string, string>, text: '' };
    all.push(found);
    open.push(found);
  });
  parser.on('text', (text) => open.forEach((found) => { found.text += text; }));
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return all;
}
const named = (xml: string, name: string) => read(xml).filter((found) => found.name === name);

const every: [string, () => MinutesDocument][] = [
  ['full', fullMinutes], ['scant, under review', scantMinutes], ['old, known by the day', oldMinutes], ['odd', oddMinutes], ['without items', () => scantMinutes({ items: [] })], ['English', () => fullMinutes({ language: 'en' })],
  ['approved', () => scantMinutes({ state: 'approved', approval: { at: new Date('2026-08-31T08:00:00Z'), tacit: false } })],
];

describe('minutes as Akoma Ntoso', () => {
  it.each(every)('are valid by our profile of it: %s', async (_name, make) => {
    expect(await errors(toAkoma(make()))).toEqual([]);
  });

  it.each(every)('refer only to what is in them: %s', (_name, make) => {
    const all = read(toAkoma(make()));
    const ids = all.flatMap(({ attributes }) => attributes.eId ?? []);
    const asked = all.flatMap(({ attributes }) => ['source', 'refersTo', 'by', 'as', 'outcome', 'href'].flatMap((name) => attributes[name] ?? [])).filter((value) => value.startsWith('#')).map((value) => value.slice(1));
    expect(new Set(ids).size).toBe(ids.length);
    expect(asked.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('are a debateReport with a section an item and the decisions as resolutions', () => {
    const xml = toAkoma(fullMinutes());
    expect(named(xml, 'akomaNtoso')[0]?.attributes).toEqual({ xmlns: 'http://docs.oasis-open.org/legaldocml/ns/akn/3.0' });
    expect(named(xml, 'debateReport')[0]?.attributes).toEqual({ name: 'referat', contains: 'singleVersion' });
    expect(named(xml, 'debateSection').map(({ attributes }) => attributes.eId)).toEqual(['dbsect_1', 'dbsect_2', 'dbsect_3', 'dbsect_4']);
    expect(named(xml, 'resolutions').map(({ attributes, text }) => [attributes.eId, attributes.GUID, text.slice(0, 6)])).toEqual([['dbsect_2__resolutions_1', '00000000-0000-7000-8000-000000000101', '2026-1'], ['dbsect_2__resolutions_2', '00000000-0000-7000-8000-000000000102', '2026-2']]);
    expect(named(xml, 'item').map(({ text }) => text)).toEqual([expect.stringContaining('Ansvarlig: Styrelsen for Eksempler. Frist: 1. oktober 2026.'), expect.stringContaining('Ansvarlig: tidligere medlem.')]);
  });

  it('name the work, the version and the file, and how it came about', () => {
    const xml = toAkoma(fullMinutes());
    const work = '/akn/dk/debateReport/referat/2026-08-22/2026-08-22-netvaerksmoede-om-aabne-data';
    expect(named(xml, 'FRBRuri').map(({ attributes }) => attributes.value)).toEqual([work, `${work}/dan@2026-09-03;v2`, `${work}/dan@2026-09-03;v2.xml`]);
    expect(named(xml, 'eventRef').map(({ attributes }) => [attributes.type, attributes.date])).toEqual([['generation', '2026-09-01T10:00:00+02:00'], ['amendment', '2026-09-03T10:00:00+02:00']]);
    expect(named(xml, 'step').map(({ attributes }) => attributes.outcome)).toEqual(['#approved-tacitly', '#published']);
    expect(named(xml, 'FRBRauthoritative')[0]?.attributes.value).toBe('true');
  });

  it('name organisations and no person in the references', () => {
    const xml = toAkoma(fullMinutes());
    expect(named(xml, 'TLCOrganization').map(({ attributes }) => attributes.showAs)).toEqual(['OGP-forum', 'Styrelsen for Eksempler', 'Åben Forening']);
    expect(xml).not.toContain('TLCPerson');
  });

  it('say in themselves that they are not approved', () => {
    const xml = toAkoma(scantMinutes());
    expect(named(xml, 'docStatus')[0]?.text).toBe('Ikke godkendt');
    expect(named(xml, 'FRBRauthoritative')[0]?.attributes.value).toBe('false');
    expect(xml).not.toContain('<publication');
  });

  it('keep the language of what was written in an English frame', () => {
    const xml = toAkoma(fullMinutes({ language: 'en' }));
    expect(named(xml, 'FRBRlanguage').map(({ attributes }) => attributes.language)).toEqual(['eng', 'dan']);
    expect(named(xml, 'mainBody')[0]?.attributes).toEqual({ 'xml:lang': 'da' });
  });

  it('hold every word that was typed, without the signs that XML forbids', () => {
    const xml = toAkoma(scantMinutes({ items: oddMinutes().items }));
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0085\u2028\ufffe]|\p{Cs}/u);
    expect(named(xml, 'heading')[1]?.text).toContain('«<&>» "\'" ]]> 👩‍🚀😀');
  });
});

describe('the profile', () => {
  const xml = () => toAkoma(fullMinutes());
  it.each<[string, (text: string) => string]>([
    ['a body for debates, which reports do not have', (text) => text.replaceAll('mainBody', 'debateBody')],
    ['the parts of the head in another order', (text) => text.replace(/(<publication[^>]*\/>)(<lifecycle.*?<\/lifecycle>)/, '$2$1')],
    ['no language', (text) => text.replace(/<FRBRlanguage[^>]*\/>/, '')],
    ['a date that is none', (text) => text.replace('date="2026-08-22" name="meeting"', 'date="22.8.2026" name="meeting"')],
    ['a section without a name', (text) => text.replace('<debateSection name="item"', '<debateSection')],
    ['the same identifier twice', (text) => text.replace('eId="dbsect_2"', 'eId="dbsect_1"')],
    ['a place that refers to nothing', (text) => text.replace(/<location refersTo="#place">/, '<location>')],
    ['a person in the references', (text) => text.replace(/<TLCEvent /, '<TLCPerson ')],
    ['an element of HTML', (text) => text.replace('<br/>', '<strong>x</strong>')],
    ['a list without items', (text) => text.replace(/<item .*<\/item>/, '')],
    ['a decision without a number', (text) => text.replace('<num>2026-1</num>', '<num>1</num>')],
  ])('refuses %s', async (_what, change) => {
    expect(change(xml())).not.toBe(xml());
    expect(await errors(change(xml()))).not.toEqual([]);
  });
});
