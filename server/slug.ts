const danish: Record<string, string> = { æ: 'ae', ø: 'oe', å: 'aa' };

/** Words for an address: lower case a–z and 0–9 with hyphens, at most 60 letters. */
export function slugify(words: string): string {
  const plain = words.toLowerCase().replace(/[æøå]/g, (letter) => danish[letter] ?? '').normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  return plain.replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '') || 'moede';
}
