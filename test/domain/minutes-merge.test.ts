import { describe, expect, it } from 'vitest';
import { bothTexts, differenceOf, mergeTexts, placeAfter } from '~/server/text-merge';

describe('two texts made from one', () => {
  it.each([
    ['paragraphs put in at one place stand after each other, theirs first', 'A', 'A\nmin', 'A\nhans', 'A\nhans\nmin'],
    ['a paragraph changed beside one that was put in', 'A\nhej', 'A\nhejsa', 'A\nhej\nny', 'A\nhejsa\nny'],
    ['different words of one paragraph', 'rød bil kører', 'blå bil kører', 'rød bil holder', 'blå bil holder'],
    ['the first and the last of three', 'x\ny\nz', 'x1\ny\nz', 'x\ny\nz2', 'x1\ny\nz2'],
    ['the same change twice is one', 'A', 'A og B', 'A og B', 'A og B'],
    ['one of them changed nothing', 'A', 'A', 'B', 'B'],
    ['a paragraph taken out, another changed', 'A\nB', 'B', 'A\nB!', 'B!'],
    ['white space at the end is someone writing', 'A', 'A ', 'A\nB', 'A \nB'],
    ['something put in before a paragraph that the other rewrites', 'A', 'ny\nA', 'B', 'ny\nB'],
  ])('%s', (_what, base, mine, theirs, together) => {
    expect(mergeTexts(base, mine, theirs)).toBe(together);
  });

  it.each([
    ['the same word', 'a b', 'a c', 'a d'],
    ['words put in at the same place', 'Vi mødes', 'Vi mødes snart', 'Vi mødes igen'],
    ['both begin in an empty entry', '', 'Mit', 'Dit'],
    ['one deletes what the other changes', 'A', '', 'A og mere'],
    ['one rewrites all, the other a part', 'a b c\nd', 'x', 'a b c\nd e'],
  ])('%s: nobody can say which', (_what, base, mine, theirs) => {
    expect(mergeTexts(base, mine, theirs)).toBeNull();
    const both = bothTexts(mine, theirs);
    for (const line of [...mine.split('\n'), ...theirs.split('\n')]) expect(both.split('\n')).toContain(line);
  });

  it('holds every word that either put in, whatever they do', () => {
    // The same changes each time, so that what fails can be looked at.
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let merged = 0;
    for (let round = 0; round < 600; round += 1) {
      const base = Array.from({ length: random(6) }, (_, n) => Array.from({ length: 1 + random(4) }, (__, m) => `g${n}.${m}`).join(' ')).join('\n');
      const change = (who: string) => {
        const lines = base.split('\n');
        for (let n = 0; n <= random(3); n += 1) {
          const at = random(lines.length + 1);
          if (random(2) === 0) lines.splice(at, 0, `${who}${n} ny`);
          else if (lines[at] !== undefined) lines[at] = [...(lines[at] ?? '').split(' '), `${who}${n}`].sort(() => random(3) - 1).join(' ');
        }
        return lines.join('\n');
      };
      const [mine, theirs] = [change('m'), change('t')];
      const together = mergeTexts(base, mine, theirs);
      if (together === null) continue;
      merged += 1;
      const has = new Set(together.split(/\s+/));
      const added = [mine, theirs].flatMap((text) => text.match(/\b[mt]\d\b/g) ?? []);
      expect([base, mine, theirs, together, added.filter((word) => !has.has(word))]).toEqual([base, mine, theirs, together, []]);
    }
    expect(merged).toBeGreaterThan(50);
  });

  it('tells the difference word by word, and where a place has gone', () => {
    expect(differenceOf('Vi mødes snart', 'Vi ses snart')).toEqual([{ kind: 'same', text: 'Vi ' }, { kind: 'removed', text: 'mødes' }, { kind: 'added', text: 'ses' }, { kind: 'same', text: ' snart' }]);
    // Words changed in a row are read as one change.
    expect(differenceOf('Der var tale om noget nyt i dag', 'Der var intet at sige i dag').map(({ kind, text }) => [kind, text])).toEqual([['same', 'Der var '], ['removed', 'tale om noget nyt'], ['added', 'intet at sige'], ['same', ' '], ['same', 'i dag']]);
    expect([differenceOf('', ''), differenceOf('a', 'a'), differenceOf('', 'a')]).toEqual([[], [{ kind: 'same', text: 'a' }], [{ kind: 'added', text: 'a' }]]);
    expect([placeAfter('hej', 'ny\nhej', 1), placeAfter('hej', 'hej\nny', 3), placeAfter('hej', '', 2), placeAfter('a b', 'a x b', 3)]).toEqual([4, 3, 0, 5]);
    // As long as an entry may be, and nothing in common: answered at once all the same.
    const long = (word: string) => Array.from({ length: 3_000 }, (_, n) => `${word}${n}`).join(' ');
    expect(differenceOf(long('a'), long('b')).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['removed', 'added']));
  });
});
