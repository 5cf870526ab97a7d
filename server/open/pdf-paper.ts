import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import PDFDocument from 'pdfkit';
import type { Pages } from './blocks';
import type { Face, Line, Part } from './pdf-lines';
import { escapeText } from './xml';

// The paper: pages, letters and tags. Everything drawn is either content of a tagged element or an artifact, and elements
// get their content in the order in which they are read (ISO 32000-1, 14.7 and 14.8).

export type Element = PDFKit.PDFStructureElement;
export type Fonts = { regular: Buffer; strong: Buffer };
export type Style = { font: keyof Fonts; size: number; leading: number; color: string };
/** One line with its element and place; `label` is drawn in front of it (the sign of a list item). */
export type Row = { element: Element; line: Line; x: number; style: Style; before?: number; label?: { element: Element; text: string; x: number } };
export type Box = { x: number; width: number; padding: number; fill: string; bar: string };

export const margin = { left: 62, right: 62, top: 62, bottom: 76 };
export const colors = { ink: '#1a1a1a', soft: '#595959', accent: '#00586b', wash: '#f2f7f8', line: '#8e8e8e', warn: '#fff5dd', warnBar: '#8a5300' };

/** IBM Plex Sans of Det Fælles Designsystem (OFL): the letters of the site. */
export async function readFonts(): Promise<Fonts> {
  const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('dkfds')), '../fonts/IBMPlexSans/complete/ttf');
  const [regular, strong] = await Promise.all(['Regular', 'SemiBold'].map((cut) => readFile(path.join(folder, `IBMPlexSans-${cut}.ttf`))));
  if (!regular || !strong) throw new Error('no fonts');
  return { regular, strong };
}

export type Paper = ReturnType<typeof makePaper>;

export function makePaper(pages: Pages, fonts: Fonts) {
  const { language, title, subject, author, madeAt } = pages;
  // A producer of one's own keeps the bytes the same for the same content, and so their ETag.
  const pdf = new PDFDocument({
    size: 'A4', margins: { ...margin }, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: language, displayTitle: true,
    info: { Title: title, Subject: subject, Author: author, Creator: pages.site, Producer: 'OGP-forum', CreationDate: madeAt, ModDate: madeAt },
  });
  writeMetadata(pdf, pages);
  pdf.registerFont('regular', fonts.regular);
  pdf.registerFont('strong', fonts.strong);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const bottom = pdf.page.height - margin.bottom;
  const width = pdf.page.width - margin.left - margin.right;
  let y = margin.top;

  const set = ({ font, size, color }: Style) => pdf.font(font).fontSize(size).fillColor(color);

  function face(style: Style): Face {
    return {
      width: (words) => set(style).widthOfString(words),
      has: (codePoint) => (set(style) as unknown as { _font: { font: { hasGlyphForCodePoint(letter: number): boolean } } })._font.font.hasGlyphForCodePoint(codePoint),
    };
  }

  /** An element within another. Its attributes are given before it ends. */
  function open(parent: Element, type: string, { lang, attributes }: { lang?: string; attributes?: Record<string, unknown> } = {}): Element {
    const element = pdf.struct(type, lang && lang !== language ? { lang } : {});
    if (attributes) (element as unknown as { dictionary: { data: Record<string, unknown> } }).dictionary.data.A = attributes;
    parent.add(element);
    return element;
  }

  function artifact(type: 'Pagination' | 'Layout', draw: () => void): void {
    pdf.markContent('Artifact', { type });
    draw();
    pdf.endMarkedContent();
  }

  function newPage(): void {
    pdf.addPage();
    y = margin.top;
  }

  const glyphs = (part: Part, x: number, at: number, style: Style) => {
    set({ ...style, color: part.href ? colors.accent : style.color });
    if (part.actual !== null) pdf.markContent('Span', { actual: part.actual });
    pdf.text(part.text, x, at, { lineBreak: false, underline: part.href !== null });
    if (part.actual !== null) pdf.endMarkedContent();
  };

  /** Neighbouring stretches of one element, or of one link within it, as one piece of content. */
  function ink(placed: { row: Row; top: number }[]): void {
    let pending: { element: Element; href: string | null; parts: { part: Part; x: number; top: number; style: Style }[] } | null = null;
    const flush = () => {
      if (!pending) return;
      const { element, href, parts } = pending;
      const into = href === null ? element : open(element, 'Link');
      into.add(() => parts.forEach(({ part, x, top, style }) => glyphs(part, x, top, style)));
      if (href !== null) {
        const words = parts.map(({ part }) => part.actual ?? part.text).join('');
        for (const { part, x, top, style } of parts) pdf.link(x, top, part.width, style.leading, new URL(href).href, { structParent: into, Contents: new String(words === href ? href : `${words} (${href})`) } as object);
        // Ended on its own page: the page of its annotations is taken from here.
        into.end();
      }
      pending = null;
    };
    for (const { row, top } of placed) {
      if (row.label) {
        flush();
        const { element, text, x } = row.label;
        element.add(() => glyphs({ text, actual: null, href: null, width: 0 }, x, top, row.style));
      }
      let { x } = row;
      for (const part of row.line) {
        if (!pending || pending.element !== row.element || pending.href !== part.href) {
          flush();
          pending = { element: row.element, href: part.href, parts: [] };
        }
        pending.parts.push({ part, x, top, style: row.style });
        x += part.width;
      }
    }
    flush();
  }

  const heightOf = (row: Row, first: boolean) => row.style.leading + (first ? 0 : (row.before ?? 0));

  /** Puts lines down the page, no line of a paragraph alone at the foot or at the head of one; a box goes round each page's share. */
  function place(rows: Row[], { box, together = false }: { box?: Box; together?: boolean } = {}): void {
    const around = box ? 2 * box.padding : 0;
    const all = rows.reduce((sum, row, index) => sum + heightOf(row, index === 0), around);
    if (together && y + all > bottom && all <= bottom - margin.top) newPage();
    for (let from = 0; from < rows.length;) {
      let to = from;
      for (let used = around; to < rows.length; to += 1) {
        const row = rows[to];
        used += row ? heightOf(row, to === from) : 0;
        if (y + used > bottom) break;
      }
      const left = rows.length - to;
      if (left === 1 && to - from > 2) to -= 1;
      if (y > margin.top && left > 0 && to - from < 2) {
        newPage();
        continue;
      }
      const share = rows.slice(from, Math.max(to, from + 1));
      const height = share.reduce((sum, row, index) => sum + heightOf(row, index === 0), around);
      if (box) {
        artifact('Layout', () => {
          pdf.rect(box.x, y, box.width, height).fill(box.fill);
          pdf.rect(box.x, y, 3, height).fill(box.bar);
        });
      }
      let top = y + (box?.padding ?? 0);
      ink(share.map((row, index) => {
        top += index === 0 ? 0 : (row.before ?? 0);
        const placed = { row, top };
        top += row.style.leading;
        return placed;
      }));
      y += height;
      from += share.length;
      if (from < rows.length) newPage();
    }
  }

  return {
    pdf, root, width, face, open, artifact, place, ink,
    /** Room before what comes next, but not at the head of a page. */
    space: (points: number) => { if (y > margin.top) y += points; },
    /** Goes on to the next page unless so much fits here. */
    need: (points: number) => { if (y > margin.top && y + points > bottom) newPage(); },
    get y() { return y; },
    moveTo: (to: number) => { y = to; },
    finish: () => finish(pdf),
  };
}

/** pdfkit puts the title into its metadata as it stands; `Møder & <data>` would break the XML. */
function writeMetadata(pdf: PDFKit.PDFDocument, { language, title, subject, author, madeAt, site }: Pages): void {
  const made = `${madeAt.toISOString().slice(0, 19)}Z`;
  const each = (words: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${escapeText(words)}</rdf:li></rdf:Alt>`;
  Object.assign(pdf, {
    _addInfo: () => pdf.appendXML(`
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <dc:title>${each(title)}</dc:title>
            <dc:description>${each(subject)}</dc:description>
            <dc:creator><rdf:Seq><rdf:li>${escapeText(author)}</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>${made}</xmp:CreateDate>
            <xmp:ModifyDate>${made}</xmp:ModifyDate>
            <xmp:CreatorTool>${escapeText(site)}</xmp:CreatorTool>
            <pdf:Producer>OGP-forum</pdf:Producer>
        </rdf:Description>
        `),
  });
}

function finish(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Uint8Array) => parts.push(Buffer.from(part)));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
    pdf.end();
  });
}
