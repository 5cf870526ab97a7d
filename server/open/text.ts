// What people wrote, made fit for files that allow less than a web page does.

/** Signs that no file of ours may hold: controls but line end and tab, and what Unicode keeps free of letters. */
const unfit = /[^\P{Cc}\t\n]|[\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/** Words with one kind of line end, and without the signs that XML 1.0 forbids. Half a letter becomes the sign for a broken one. */
export const plain = (words: string): string => words.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/\p{Cs}/gu, '\uFFFD').replace(unfit, '');

/** The same on one line, for titles and names. Where nothing that can be shown is left, a dash holds the place. */
export const oneLine = (words: string): string => plain(words).replace(/\s+/g, ' ').trim() || (words && '–');

/** A blank line parts paragraphs, as on the pages; a line break within one stays. */
export const paragraphsOf = (words: string): string[] => plain(words).split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
