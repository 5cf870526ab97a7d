import type { Run } from './blocks';

/** What a font can say of words. */
export type Face = { width(words: string): number; has(codePoint: number): boolean };

/** A stretch of one line. `actual`: the letters meant where the font has no picture of them and `text` only holds their place. */
export type Part = { text: string; actual: string | null; href: string | null; width: number };
export type Line = Part[];

/** Stands for a letter that the font does not have. */
const MISSING = '◊';
/** Letters that are seen as little as they are needed here: joiners, direction marks, soft hyphens. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;
/** The letters of nearly every word: known to be in the font, and each a sign of its own. */
const usual = /^[\x21-\x7e\xa1-\xac\xae-\xff\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac]*$/;
/** Where a line may end. A space that must not break is none. */
const spaces = /[^\S\u00a0\u202f]+/;

/** Words as lines no wider than `width`. A word that is wider than a whole line is broken between letters. */
export function toLines(runs: Run[], width: number, face: Face): Line[] {
  const graphemes = new Intl.Segmenter('da');
  const space = face.width(' ');
  const lines: Line[] = [[]];
  let used = 0;
  let word: Part[] = [];

  const part = (text: string, actual: string | null, href: string | null): Part => ({ text, actual, href, width: face.width(text) });
  const put = (one: Part) => {
    lines.at(-1)?.push(one);
    used += one.width;
  };
  const newLine = () => {
    lines.push([]);
    used = 0;
  };

  /** The signs of a piece of text, what the font lacks in its place. */
  function signs(text: string, href: string | null): Part[] {
    if (usual.test(text)) return text ? [part(text, null, href)] : [];
    const found: { text: string; actual: string | null }[] = [];
    for (const { segment } of graphemes.segment(text)) {
      const seen = segment.normalize('NFC').replace(unseen, '');
      if (seen === '') continue;
      const known = [...seen].every((letter) => face.has(letter.codePointAt(0) ?? 0));
      const last = found.at(-1);
      if (known && last && last.actual === null) last.text += seen;
      else if (!known && last && last.actual !== null) [last.text, last.actual] = [last.text + MISSING, last.actual + segment];
      else found.push(known ? { text: seen, actual: null } : { text: MISSING, actual: segment });
    }
    return found.map((one) => part(one.text, one.actual, href));
  }

  /** The space before a word belongs to the link only when it lies within it. */
  function endWord(gap: boolean): void {
    const wide = word.reduce((sum, one) => sum + one.width, 0);
    const before = lines.at(-1)?.at(-1);
    if (before && gap && wide > 0) {
      // Kept at the end of a full line too: it parts the words for those who hear or copy them.
      put({ ...part(' ', null, before.href && before.href === word[0]?.href ? before.href : null), width: space });
      if (used + wide > width) newLine();
    }
    if (used + wide <= width) word.forEach(put);
    else word.forEach(putBroken);
    word = [];
  }

  /** An address rather breaks after a slash, as people would. */
  function putBroken(one: Part): void {
    const pieces = one.actual === null ? one.text.split(/(?<=\/)/).map((text) => part(text, null, one.href)) : [...graphemes.segment(one.actual)].map(({ segment }) => part(MISSING, segment, one.href));
    for (const piece of pieces) {
      if (used > 0 && used + piece.width > width) newLine();
      if (piece.width <= width) put(piece);
      else putLetters(piece);
    }
  }

  function putLetters(one: Part): void {
    let text = '';
    let length = 0;
    for (const { segment } of graphemes.segment(one.text)) {
      const wide = face.width(segment);
      if (used + length + wide > width && (used > 0 || text !== '')) {
        if (text) put(part(text, null, one.href));
        newLine();
        [text, length] = ['', 0];
      }
      text += segment;
      length += wide;
    }
    if (text) put(part(text, null, one.href));
  }

  let gap = false;
  for (const run of runs) {
    const [text, href] = typeof run === 'string' ? [run, null] : [run.text, run.href];
    text.split('\n').forEach((row, rowIndex) => {
      if (rowIndex > 0) {
        endWord(gap);
        gap = false;
        newLine();
      }
      row.split(spaces).forEach((piece, index) => {
        if (index > 0) {
          endWord(gap);
          gap = true;
        }
        word.push(...signs(piece, href));
      });
    });
  }
  endWord(gap);
  return lines.map(joined).filter((line, index, all) => line.length > 0 || all.length === 1 || index < all.length - 1);
}

/** Neighbours of the same kind drawn in one go. */
function joined(line: Line): Line {
  return line.reduce<Line>((whole, one) => {
    const last = whole.at(-1);
    if (last && last.actual === null && one.actual === null && last.href === one.href) whole[whole.length - 1] = { ...last, text: last.text + one.text, width: last.width + one.width };
    else whole.push(one);
    return whole;
  }, []);
}
