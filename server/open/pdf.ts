import { catalogueOf } from '../i18n';
import type { Block, Pages, Run } from './blocks';
import { toLines, type Line } from './pdf-lines';
import { colors, makePaper, margin, type Element, type Fonts, type Paper, type Row, type Style } from './pdf-paper';

const body: Style = { font: 'regular', size: 10.5, leading: 15.5, color: colors.ink };
const strong: Style = { ...body, font: 'strong' };
const soft: Style = { ...body, size: 9.5, leading: 14, color: colors.soft };
const headings: Record<1 | 2 | 3, Style> = {
  1: { font: 'strong', size: 22, leading: 28, color: colors.ink },
  2: { font: 'strong', size: 14, leading: 19, color: colors.accent },
  3: { font: 'strong', size: 11, leading: 16, color: colors.ink },
};
const spaceBefore: Record<1 | 2 | 3, number> = { 1: 4, 2: 22, 3: 12 };
/** A heading is not left behind: so much must fit under it (points). */
const UNDER_HEADING = 54;

/**
 * A tagged PDF: title, language, headings, reading order, lists, tables with headers, links with other words, bookmarks and
 * page numbers as artifacts. Takes any words; what the font cannot show is still there to be read out and copied.
 * The same pages give the same bytes.
 */
export async function drawPdf(pages: Pages, fonts: Fonts): Promise<Buffer> {
  const paper = makePaper(pages, fonts);
  letterhead(paper, pages);
  const marks = bookmarks(paper);
  for (const block of pages.blocks) draw(paper, block, marks);
  footers(paper, pages);
  paper.root.end();
  return paper.finish();
}

/** The name of the house above the title, as the site has it. */
function letterhead(paper: Paper, { site, language }: Pages): void {
  const p = paper.open(paper.root, 'P');
  const style: Style = { ...soft, font: 'strong', color: colors.accent };
  paper.artifact('Layout', () => paper.pdf.rect(margin.left, margin.top - 16, 36, 4).fill(colors.accent));
  paper.place(rowsOf(paper, p, [`${site} · ${catalogueOf(language).common.tagline}`], style));
  p.end();
  paper.space(14);
}

/** The contents beside the page: the title, under it what has a heading, under that the decisions. */
function bookmarks({ pdf }: Paper) {
  const open: PDFKit.PDFOutline[] = [pdf.outline];
  return (level: number, text: string, top: number) => {
    open.length = Math.min(open.length, level);
    // pdfkit counts `left` from the right edge, and `top` from the upper one.
    open.push((open.at(-1) ?? pdf.outline).addItem(text, { expanded: level < 3, top, left: pdf.page.width } as object as { expanded: boolean }));
  };
}

function rowsOf(paper: Paper, element: Element, runs: Run[], style: Style, { x = margin.left, width = paper.width, before = 0 } = {}): Row[] {
  return toLines(runs, width, paper.face(style)).map((line, index) => ({ element, line, x, style, before: index === 0 ? before : 0 }));
}

function draw(paper: Paper, block: Block, mark: ReturnType<typeof bookmarks>): void {
  const { lang } = block;
  switch (block.kind) {
    case 'heading': return heading(paper, paper.root, block, mark);
    case 'paragraph': return paragraph(paper, paper.root, block.runs, block.tone === 'soft' ? soft : body, lang);
    case 'facts': return facts(paper, block.rows);
    case 'notice': return notice(paper, block.paragraphs);
    case 'decision': return decision(paper, block, mark);
    case 'list': return list(paper, block.items, lang);
    case 'table': return table(paper, block.head, block.rows);
  }
}

function heading(paper: Paper, parent: Element, { level, text, anchor, lang }: Extract<Block, { kind: 'heading' }>, mark: ReturnType<typeof bookmarks>): void {
  const style = headings[level];
  const h = paper.open(parent, `H${level}`, { lang });
  const rows = rowsOf(paper, h, [text], style);
  paper.space(spaceBefore[level]);
  paper.need(rows.length * style.leading + UNDER_HEADING);
  if (anchor) paper.pdf.addNamedDestination(anchor, 'XYZ', margin.left, paper.y, null);
  mark(level, text, paper.y);
  paper.place(rows, { together: true });
  h.end();
  paper.space(level === 1 ? 12 : 4);
}

function paragraph(paper: Paper, parent: Element, runs: Run[], style: Style, lang?: string): void {
  const p = paper.open(parent, 'P', { lang });
  paper.place(rowsOf(paper, p, runs, style));
  p.end();
  paper.space(8);
}

/** A row is as high as its highest cell, and stays on one page. */
function tableRow(paper: Paper, parent: Element, cells: { type: 'TH' | 'TD'; scope?: 'Row' | 'Column'; runs: Run[]; style: Style; x: number; width: number; right?: boolean }[]): void {
  const tr = paper.open(parent, 'TR');
  const filled = cells.map((cell) => ({ ...cell, lines: toLines(cell.runs, cell.width, paper.face(cell.style)) }));
  const height = Math.max(...filled.map(({ lines, style }) => lines.length * style.leading)) + 8;
  paper.need(height);
  const top = paper.y;
  for (const { type, scope, lines, style, x, width, right } of filled) {
    const cell = paper.open(tr, type, { attributes: scope ? { O: 'Table', Scope: scope } : undefined });
    const start = (line: Line) => (right ? x + width - line.reduce((sum, part) => sum + part.width, 0) : x);
    paper.ink(lines.map((line, index) => ({ row: { element: cell, line, x: start(line), style }, top: top + 4 + index * style.leading })));
    cell.end();
  }
  tr.end();
  paper.moveTo(top + height);
  paper.artifact('Layout', () => paper.pdf.moveTo(margin.left, top + height).lineTo(margin.left + paper.width, top + height).lineWidth(0.5).stroke(colors.line));
}

function facts(paper: Paper, rows: Extract<Block, { kind: 'facts' }>['rows']): void {
  const tableElement = paper.open(paper.root, 'Table');
  const label = 96;
  for (const { label: name, runs } of rows) {
    tableRow(paper, tableElement, [
      { type: 'TH', scope: 'Row', runs: [name], style: strong, x: margin.left, width: label },
      { type: 'TD', runs, style: body, x: margin.left + label + 8, width: paper.width - label - 8 },
    ]);
  }
  tableElement.end();
  paper.space(10);
}

/** Names in the first column, then words, then figures set to the right. */
function table(paper: Paper, head: string[], rows: string[][]): void {
  const tableElement = paper.open(paper.root, 'Table');
  const figures = head.length - 2;
  const narrow = 62;
  const kind = 96;
  const name = paper.width - kind - figures * narrow;
  const column = (index: number) => (index === 0 ? { x: margin.left, width: name - 10 } : index === 1 ? { x: margin.left + name, width: kind - 10 } : { x: margin.left + name + kind + (index - 2) * narrow, width: narrow - 4, right: true });
  tableRow(paper, tableElement, head.map((text, index) => ({ type: 'TH', scope: 'Column', runs: [text], style: { ...strong, size: 9.5, leading: 14 }, ...column(index) })));
  for (const row of rows) tableRow(paper, tableElement, row.map((text, index) => ({ type: index === 0 ? 'TH' : 'TD', scope: index === 0 ? 'Row' : undefined, runs: [text], style: body, ...column(index) })));
  tableElement.end();
  paper.space(10);
}

const inBox = (paper: Paper) => ({ x: margin.left + 16, width: paper.width - 32 });
const boxOf = (paper: Paper, fill: string, bar: string) => ({ x: margin.left, width: paper.width, padding: 10, fill, bar });

function notice(paper: Paper, paragraphs: string[]): void {
  const rows = paragraphs.flatMap((text, index) => {
    const p = paper.open(paper.root, 'P');
    return rowsOf(paper, p, [text], index === 0 ? strong : body, { ...inBox(paper), before: 2 });
  });
  paper.place(rows, { box: boxOf(paper, colors.warn, colors.warnBar), together: true });
  new Set(rows.map(({ element }) => element)).forEach((p) => p.end());
  paper.space(14);
}

function decision(paper: Paper, { heading: number, anchor, paragraphs, about, lang }: Extract<Block, { kind: 'decision' }>, mark: ReturnType<typeof bookmarks>): void {
  const box = paper.open(paper.root, 'Sect');
  const h = paper.open(box, 'H3');
  const rows = rowsOf(paper, h, [number], { ...headings[3], color: colors.accent }, inBox(paper));
  for (const text of paragraphs) rows.push(...rowsOf(paper, paper.open(box, 'P', { lang }), [text], body, { ...inBox(paper), before: 5 }));
  if (about.length > 0) rows.push(...rowsOf(paper, paper.open(box, 'P'), about, soft, { ...inBox(paper), before: 5 }));
  paper.space(6);
  paper.need(20 + 3 * body.leading);
  // Where the whole box fits on a page it is not torn apart; the place for links is the one it then has.
  const height = rows.reduce((sum, row) => sum + row.style.leading + (row.before ?? 0), 20);
  if (height < 320) paper.need(height);
  paper.pdf.addNamedDestination(anchor, 'XYZ', margin.left, paper.y, null);
  mark(3, number, paper.y);
  paper.place(rows, { box: boxOf(paper, colors.wash, colors.accent) });
  box.end();
  paper.space(12);
}

function list(paper: Paper, items: Extract<Block, { kind: 'list' }>['items'], lang?: string): void {
  const l = paper.open(paper.root, 'L', { attributes: { O: 'List', ListNumbering: 'Disc' } });
  const place = { x: margin.left + 14, width: paper.width - 14 };
  for (const { words, facts: said } of items) {
    const li = paper.open(l, 'LI');
    const label = paper.open(li, 'Lbl');
    const content = paper.open(li, 'LBody');
    const rows = rowsOf(paper, paper.open(content, 'P', { lang }), [words], body, place);
    if (said.length > 0) rows.push(...rowsOf(paper, paper.open(content, 'P'), said, soft, { ...place, before: 1 }));
    if (rows[0]) rows[0].label = { element: label, text: '•', x: margin.left + 2 };
    paper.place(rows);
    li.end();
    paper.space(6);
  }
  l.end();
  paper.space(4);
}

/** Which document it is, how far it is, and the number of the page. */
function footers({ pdf, width, face, artifact }: Paper, { title, mark, language }: Pages): void {
  const { start, count } = pdf.bufferedPageRange();
  const style: Style = { ...soft, size: 8.5, leading: 12 };
  for (let index = start; index < start + count; index += 1) {
    pdf.switchToPage(index);
    artifact('Pagination', () => {
      const at = pdf.page.height - margin.bottom + 26;
      const page = catalogueOf(language).open.page(index - start + 1, count);
      const right = face(style).width(page);
      const [line = []] = toLines([mark ? `${mark} · ${title}` : title], width - right - 20, face(style));
      pdf.moveTo(margin.left, at - 8).lineTo(margin.left + width, at - 8).lineWidth(0.5).stroke(colors.line);
      pdf.font(style.font).fontSize(style.size).fillColor(style.color);
      pdf.text(line.map((part) => part.text).join(''), margin.left, at, { lineBreak: false });
      pdf.text(page, margin.left + width - right, at, { lineBreak: false });
    });
  }
}
