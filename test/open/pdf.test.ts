import { inflateSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '~/server/open/blocks';
import { minutesPages } from '~/server/open/minutes-blocks';
import { drawPdf } from '~/server/open/pdf';
import { readFonts } from '~/server/open/pdf-paper';
import { anItem, fullMinutes, oddMinutes, oddWords, oldMinutes, scantMinutes, wordsOf } from '../support/documents';
import { readPdf } from '../support/pdf-reader';

const fonts = await readFonts();
const drawn = async (pages: Pages) => readPdf(await drawPdf(pages, fonts));
const long = 'Netværket drøftede, hvordan åbne data kommer i brug hos borgere, foreninger og virksomheder. '.repeat(40);
const longMinutes = () => fullMinutes({ items: Array.from({ length: 12 }, (_, index) => anItem(index + 1, { text: `${long}\n\n${long}`, decisions: [{ id: `d${index}`, number: `2026-${index + 1}`, text: index === 5 ? long : 'Det blev besluttet.', initiatives: [] }], actions: [{ id: `a${index}`, text: long.slice(0, 900), responsible: 'Åben Forening', dueOn: '2026-10-01', initiatives: fullMinutes().items[1]?.decisions[0]?.initiatives ?? [] }] })) });

const every: [string, () => Pages][] = [
  ['full', () => minutesPages(fullMinutes())], ['scant', () => minutesPages(scantMinutes())], ['old', () => minutesPages(oldMinutes())], ['approved', () => minutesPages(scantMinutes({ state: 'approved', approval: { at: new Date('2026-08-31T08:00:00Z'), tacit: false } }))],
  ['English', () => minutesPages(fullMinutes({ language: 'en' }))], ['long', () => minutesPages(longMinutes())], ['odd', () => minutesPages(oddMinutes())], ['empty', () => minutesPages(scantMinutes({ items: [] }))],
];

describe.each(every)('the PDF of minutes (%s)', (name, make) => {
  let pdf: Awaited<ReturnType<typeof readPdf>>;
  beforeAll(async () => { pdf = await drawn(make()); });

  it('is tagged, says its title and language, and shows the title', () => {
    const pages = make();
    expect(pdf.mark).toMatchObject({ Marked: true, Suspects: false });
    expect(pdf.info).toMatchObject({ Title: pages.title, Language: pages.language, PDFFormatVersion: '1.7' });
    expect(pdf.preferences).toMatchObject({ DisplayDocTitle: true });
    expect(pdf.raw).toContain('/Tabs /S');
  });

  it('has one title and no jump between headings', () => {
    const { headings } = pdf;
    const levels = headings.map(({ role }) => Number(role[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  it('has every word in a tag or an artifact', () => {
    expect(pdf.loose).toEqual([]);
    expect(pdf.roles.filter((role) => !['Root', 'Document', 'Sect', 'H1', 'H2', 'H3', 'P', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'Lbl', 'LBody', 'Link'].includes(role))).toEqual([]);
    expect(pdf.artifacts.join(' ')).toMatch(/(Side 1 af|Page 1 of)/);
  });

  it('embeds its fonts and can be copied from', () => {
    const { fonts: used } = pdf;
    expect(used.all).toBeGreaterThan(0);
    expect(used).toEqual({ all: used.all, embedded: used.all, readable: used.all });
  });

  it('has links that say where they lead, each in its tag', () => {
    const { links, linkTags } = pdf;
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter(({ url, contents, width }) => !url.startsWith('https://') || !contents.includes(url.slice(0, 20)) || width <= 0)).toEqual([]);
    for (const page of new Set(links.map((link) => link.page))) expect(linkTags).toContain(page);
  });

  // Letters that the font lacks are said by ActualText, which this reader of ours does not put together.
  if (name !== 'odd') it('is read in the order of the document', () => {
    const pages = make();
    expect(pdf.order).toBe(`OGP-forum·${pages.language === 'da' ? 'Danmarksnetværkforåbenforvaltning' : 'Denmark’sopengovernmentnetwork'}${wordsOf(pages)}`);
  });

  it('has the same bytes every time', async () => {
    const pages = make();
    expect((await drawPdf(pages, fonts)).equals(await drawPdf(pages, fonts))).toBe(true);
  });
});

describe('the PDF of minutes', () => {
  it('names items, decisions and follow-up in bookmarks and as places to link to', async () => {
    const { outline, destinations } = await drawn(minutesPages(fullMinutes()));
    const [top] = outline ?? [];
    expect(outline).toHaveLength(1);
    expect(top?.title).toBe('Referat: Netværksmøde om åbne data');
    expect(top?.items.map((item: { title: string }) => item.title)).toEqual(['Om version 2', 'Fremmøde', '1. Velkomst', '2. Status for initiativerne', '3. Næste møde', '4. Eventuelt']);
    expect(top?.items[3]?.items.map((item: { title: string }) => item.title)).toEqual(['Beslutning 2026-1', 'Beslutning 2026-2', 'Opfølgning']);
    expect(destinations).toEqual(expect.arrayContaining(['beslutning-2026-1', `punkt-${fullMinutes().items[0]?.id}`]));
  });

  it('tags tables with headers and lists with their signs', async () => {
    const { elements, raw } = await drawn(minutesPages(fullMinutes()));
    const texts = (role: string) => elements.filter((element) => element.role === role).map(({ text }) => text.trim());
    expect(texts('TH')).toEqual(expect.arrayContaining(['Tid', 'Organisation', 'Antal', 'Åben Forening']));
    expect(raw.match(/\/Scope \/Column/g)).toHaveLength(3);
    expect(texts('Lbl')).toEqual(['•', '•']);
    expect(raw).toContain('/ListNumbering /Disc');
  });

  it('says on every page that minutes under review are not approved', async () => {
    const { headings, elements, artifacts, pages } = await drawn(minutesPages(scantMinutes({ items: longMinutes().items })));
    expect(headings[0]?.text).toBe('Referat i høring: Netværksmøde om åbne data');
    expect(elements.some(({ text }) => text.startsWith('Ikke godkendt.'))).toBe(true);
    expect(pages).toBeGreaterThan(5);
    expect(artifacts.filter((words) => words.startsWith('Ikke godkendt'))).toHaveLength(pages);
  });

  it('leaves no heading alone at the foot of a page', async () => {
    const { elements } = await drawn(minutesPages(longMinutes()));
    const blocks = elements.filter(({ role }) => !['Sect', 'Link', 'LBody', 'LI', 'TR', 'Lbl'].includes(role));
    const alone = blocks.filter(({ role, page }, index) => /^H[23]$/.test(role) && blocks[index + 1] !== undefined && blocks[index + 1]?.page !== page);
    expect(alone).toEqual([]);
  });

  it('marks the words of members as Danish in an English frame, and nothing in a Danish one', async () => {
    const english = await drawn(minutesPages(fullMinutes({ language: 'en' })));
    expect(english.elements.find(({ text }) => text.startsWith('Netværket drøftede'))?.lang).toBe('da');
    expect(english.elements.find(({ text }) => text.startsWith('Outcome'))?.lang).toBeUndefined();
    expect((await drawn(minutesPages(fullMinutes()))).elements.filter(({ lang }) => lang)).toEqual([]);
  });

  it('keeps letters that its font lacks for those who hear or copy them', async () => {
    const bytes = await drawPdf(minutesPages(scantMinutes({ items: [anItem(1, { title: 'Åbent 😀 日本' })] })), fonts);
    const raw = bytes.toString('latin1');
    const content = [...raw.matchAll(/\/Filter \/FlateDecode\n>>\nstream\n/g)].map(({ index, 0: head }) => Buffer.from(raw.slice(index + head.length, raw.indexOf('\nendstream', index)), 'latin1')).map((stream) => inflateSync(stream).toString('latin1')).join('\n');
    const meant = (words: string) => content.includes(`/ActualText (\u00fe\u00ff${Buffer.from(words, 'utf16le').swap16().toString('latin1')})`);
    expect([meant('😀'), meant('日本'), meant('Åbent')]).toEqual([true, true, false]);
  });

  it('takes a title with every odd sign into its metadata as well', async () => {
    const pages = { ...minutesPages(scantMinutes()), title: oddWords.replace(/\p{Cc}|\p{Cs}/gu, '') };
    const raw = (await drawPdf(pages, fonts)).toString('utf8');
    const packet = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(raw)?.[0] ?? '';
    expect(() => new SaxesParser({ xmlns: true }).write(packet).close()).not.toThrow();
    expect(packet).toContain('«&lt;&amp;&gt;»');
  });
});
