/** The words to look for: parted by white space, each once whatever its case. `»åbne data«` is two words without marks. */
export function termsOf(q: string): string[] {
  const words = q.split(/\s+/u).map((word) => word.replace(/^["'»«”“„‚’,;:!?()[\]]+|["'»«”“„‚’.,;:!?()[\]]+$/gu, '') || word).filter(Boolean);
  const seen = new Set<string>();
  return words.filter((word) => {
    const folded = word.toLowerCase();
    return seen.has(folded) ? false : seen.add(folded);
  });
}

/** A pattern for ILIKE that finds the term wherever it stands, and nothing but the term. */
export const likePattern = (term: string): string => `%${term.replace(/[\\%_]/g, '\\$&')}%`;

export type Part = { text: string; hit: boolean };

/** A text cut into what was looked for and what stands between. Together the parts are the text. */
export function markParts(text: string, terms: readonly string[]): Part[] {
  const pattern = patternOf(terms);
  if (!pattern || text === '') return text === '' ? [] : [{ text, hit: false }];
  return text.split(pattern).flatMap((part, index) => (part === '' ? [] : [{ text: part, hit: index % 2 === 1 }]));
}

/** One group for all terms, the longest first, so that `dagsorden` wins over `dag`. */
function patternOf(terms: readonly string[]): RegExp | null {
  const words = [...terms].filter(Boolean).sort((a, b) => b.length - a.length).map((term) => term.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '-' : `\\${sign}`)));
  return words.length === 0 ? null : new RegExp(`(${words.join('|')})`, 'giu');
}

export const holdsAny = (text: string, terms: readonly string[]): boolean => patternOf(terms)?.test(text) ?? false;

const BEFORE = 60;
const LENGTH = 220;

/** A piece of about 220 letters round the first hit, cut between words, on one line. */
export function snippet(text: string, terms: readonly string[]): Part[] {
  const line = plain(text);
  if (line.length <= LENGTH) return markParts(line, terms);
  const first = patternOf(terms)?.exec(line)?.index ?? 0;
  const wanted = Math.max(0, Math.min(first - BEFORE, line.length - LENGTH));
  const from = wanted === 0 ? 0 : line.indexOf(' ', wanted) + 1 || wanted;
  const to = from + LENGTH >= line.length ? line.length : Math.max(line.lastIndexOf(' ', from + LENGTH), first + 1);
  return markParts(`${from > 0 ? '… ' : ''}${line.slice(from, to)}${to < line.length ? ' …' : ''}`, terms);
}

/** Markdown without its signs, white space as one blank. */
const plain = (text: string): string => text.replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1').replace(/^[#>\s]+|[*`]+/gm, '').replace(/\s+/g, ' ').trim();
