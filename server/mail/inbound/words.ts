// What a person wrote in an answer, without what their program put round it. Danish and English; each line is looked at once and
// every pattern is bounded, for the words come from outside.

/** How programs tell whom they quote: `Den 3. mar. 2027 kl. 10.15 skrev …:`, `On Wed, 3 Mar 2027 at 10:15 … wrote:`. With a clock, so that nobody's own sentence is taken for it. */
const quoting = [/^(?:den|on|d\.)\s.{4,300}\b(?:skrev|wrote)\b.{0,200}:$/i, /^(?:[a-zæøå]{2,7}\.?,? )?(?:d\. |den )?\d.{4,300}\b(?:skrev|wrote)\b.{0,200}:$/i];
const clock = /\b\d{1,2}[.:]\d{2}\b/;
/** The line over a mail that is quoted whole. */
const original = /^\s*-{2,20}\s?(?:original message|original meddelelse|oprindelig meddelelse|oprindelig besked|videresendt meddelelse|videresendt besked|forwarded message)\s?-{2,20}$/i;
/** The head of a mail that Outlook quotes: `Fra:`, then at least two of the others. */
const headFirst = /^[*\s]{0,4}(?:fra|from)\s?:/i;
const headNext = /^[*\s]{0,4}(?:sendt|sent|dato|date|til|to|cc|emne|subject)\s?:/i;
/** How a letter ends. What follows is a name, a title, a telephone number: not for a public page. */
const farewell = /^[*_\s]{0,4}(?:(?:med )?(?:de )?(?:venlig|venlige|bedste|kærlig|mange) hilsner|(?:med )?(?:venlig|bedste|kærlig) hilsen|de bedste hilsner|hilsen|vh|mvh|m\.v\.h\.?|kh|(?:kind|best|warm|many)? ?regards|best wishes|yours (?:sincerely|faithfully|truly)|sincerely)[,.!*_\s]{0,4}$/i;
/** More lines than this under a farewell are no signature. */
const SIGNATURE = 15;
const fromPhone = /^(?:sendt fra|sendt med|sendt via|sent from|sent with|sent via|hent outlook|få outlook|get outlook|download outlook)\b.{0,200}$/i;

/**
 * The person's own words: without the mail they answer, whether they wrote above it, below it or between its lines, and
 * without their signature. What they quoted by hand before it stays.
 */
export function spoken(words: string): string {
  const lines = words.replace(/\r\n?/g, '\n').replace(/\[cid:[^\]\s]{1,300}\]/g, '').split('\n').map((line) => line.trimEnd());
  return withoutSignature(withoutQuotes(lines)).join('\n').replace(/\n{3,}/g, '\n\n').trim();
}

const isQuote = (line: string) => /^\s{0,3}>/.test(line);

function withoutQuotes(lines: string[]): string[] {
  const kept: string[] = [];
  let quotes = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const told = isQuote(line) ? 0 : tellsOfQuote(lines, at);
    if (told === 'rest') return withoutRule(kept);
    if (told > 0) {
      quotes = true;
      at += told - 1;
    } else if (!quotes || !isQuote(line)) kept.push(line);
  }
  return quotes ? kept : withoutLastQuote(kept);
}

/** How many lines from here tell that a quotation follows, line by line marked; `rest`: all the rest is one. */
function tellsOfQuote(lines: string[], at: number): number | 'rest' {
  const line = lines[at] ?? '';
  if (original.test(line)) return 'rest';
  if (headFirst.test(line) && lines.slice(at + 1, at + 7).filter((next) => headNext.test(next)).length >= 2) return 'rest';
  // Programs break the line at some width.
  let told = '';
  for (let more = 0; more < 4; more += 1) {
    const next = lines[at + more]?.trim() ?? '';
    if (next === '' || next.length > 600) return 0;
    told = told === '' ? next : `${told} ${next}`;
    if (!told.endsWith(':')) continue;
    if (!clock.test(told) || !quoting.some((pattern) => pattern.test(told))) return 0;
    const first = lines.slice(at + more + 1).find((one) => one !== '');
    return first !== undefined && isQuote(first) ? more + 1 : 'rest';
  }
  return 0;
}

/** The rule that Outlook draws over what it quotes. */
function withoutRule(lines: string[]): string[] {
  const end = lastWithWords(lines);
  return /^[_-]{5,}$/.test((lines[end] ?? '').trim()) ? lines.slice(0, end) : lines;
}

/** A quotation at the end that no line announces. */
function withoutLastQuote(lines: string[]): string[] {
  let end = lastWithWords(lines);
  while (end >= 0 && (isQuote(lines[end] ?? '') || lines[end] === '')) end -= 1;
  return lines.slice(0, end + 1);
}

function withoutSignature(lines: string[]): string[] {
  const dashes = lines.findIndex((line) => line === '--' || line === '-- ');
  const above = dashes < 0 ? lines : lines.slice(0, dashes);
  const end = lastWithWords(above);
  const from = Math.max(0, end - SIGNATURE);
  const bye = above.slice(from, end + 1).findIndex((line) => farewell.test(line));
  return withoutPhone(bye < 0 ? above : above.slice(0, from + bye));
}

function withoutPhone(lines: string[]): string[] {
  let end = lastWithWords(lines);
  while (end >= 0 && (fromPhone.test((lines[end] ?? '').trim()) || lines[end] === '')) end -= 1;
  return lines.slice(0, end + 1);
}

function lastWithWords(lines: string[]): number {
  let end = lines.length - 1;
  while (end >= 0 && (lines[end] ?? '').trim() === '') end -= 1;
  return end;
}
