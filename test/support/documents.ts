import type { Pages } from '~/server/open/blocks';
import type { MinutesDocument, MinutesDocumentItem } from '~/server/open/minutes-document';

const at = (instant: string) => new Date(instant);
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const initiative = { id: uuid(900), number: '3.3', title: 'Åbne data om økonomi & drift', period: '2017-2019' };

/** Words that have broken files before: each sort of sign that a person may type or paste. */
export const oddWords = 'Æ ø å «<&>» "\'" ]]> 👩‍🚀😀 עברית العربية \u202Eomvendt\u202C 日本語 \u0000\u0007\u000b\u001b\u0085\u2028\ufffe\ud800 e\u0301 a\u00adb \u200d';

export const anItem = (n: number, more: Partial<MinutesDocumentItem> = {}): MinutesDocumentItem => ({
  id: uuid(n), position: n, title: `Punkt om emne ${n}`, kind: 'discussion', section: null, outcome: 'noted', text: `Netværket drøftede emne ${n}.\n\nDer var enighed om retningen,\nmen ikke om tempoet.`,
  openedAt: at('2026-08-22T08:00:00Z'), closedAt: at('2026-08-22T08:25:00Z'), decisions: [], actions: [], ...more,
});

/** Published minutes with everything that minutes can have. */
export const fullMinutes = (more: Partial<MinutesDocument> = {}): MinutesDocument => ({
  language: 'da', baseUrl: 'https://forum.example.org',
  meeting: { id: uuid(800), slug: '2026-08-22-netvaerksmoede-om-aabne-data', title: 'Netværksmøde om åbne data', purpose: 'At drøfte åbne data', day: '2026-08-22', startsAt: at('2026-08-22T08:00:00Z'), endsAt: at('2026-08-22T10:00:00Z'), place: 'Rådhuset, mødelokale 1', online: true, isExample: true },
  state: 'published',
  version: { number: 2, publishedAt: at('2026-09-03T08:00:00Z'), note: 'En organisations navn var stavet forkert.' },
  versions: [{ number: 1, publishedAt: at('2026-09-01T08:00:00Z'), note: null }, { number: 2, publishedAt: at('2026-09-03T08:00:00Z'), note: 'En organisations navn var stavet forkert.' }],
  correctionsDue: at('2026-08-30T21:59:59.999Z'), approval: { at: at('2026-08-31T08:00:00Z'), tacit: true }, changedAt: at('2026-09-03T08:00:00Z'),
  attendance: { total: 10, onSite: 6, online: 3, guests: 1, organisations: [{ name: 'Styrelsen for Eksempler', kind: 'authority', count: 4 }, { name: 'Åben Forening', kind: 'civil_society', count: 3 }, { name: null, kind: 'citizen', count: 3 }] },
  items: [
    anItem(1, { title: 'Velkomst', kind: 'information' }),
    anItem(2, {
      title: 'Status for initiativerne', kind: 'decision', outcome: 'decided', section: 'Handlingsplanen',
      decisions: [{ id: uuid(101), number: '2026-1', text: 'Sekretariatet laver en samlet oversigt.\n\nDen offentliggøres.', initiatives: [initiative, { ...initiative, id: uuid(901), number: '1.10' }] }, { id: uuid(102), number: '2026-2', text: 'Oversigten drøftes på næste møde.', initiatives: [] }],
      actions: [{ id: uuid(201), text: 'Laver oversigten', responsible: 'Styrelsen for Eksempler', dueOn: '2026-10-01', initiatives: [initiative] }, { id: uuid(202), text: 'Indkalder en arbejdsgruppe', responsible: null, dueOn: '2026-11-01', initiatives: [] }],
    }),
    anItem(3, { title: 'Næste møde', outcome: 'postponed', openedAt: null, closedAt: null }),
    anItem(4, { title: 'Eventuelt', kind: 'any_other_business', outcome: 'not_reached', text: '' }),
  ],
  ...more,
});

/** Minutes under review with no more than they need. */
export const scantMinutes = (more: Partial<MinutesDocument> = {}): MinutesDocument => fullMinutes({
  state: 'in_review', version: null, versions: [], approval: null, attendance: null, changedAt: at('2026-08-23T08:00:00Z'), items: [anItem(1, { outcome: null, openedAt: null, closedAt: null })],
  meeting: { ...fullMinutes().meeting, place: null, online: false, isExample: false }, ...more,
});

/** Minutes of a meeting that is known by its day only. */
export const oldMinutes = (more: Partial<MinutesDocument> = {}): MinutesDocument => fullMinutes({
  version: { number: 1, publishedAt: at('2026-09-01T08:00:00Z'), note: null }, versions: [{ number: 1, publishedAt: at('2026-09-01T08:00:00Z'), note: null }], attendance: null, correctionsDue: null,
  meeting: { ...fullMinutes().meeting, slug: '2018-08-22-foerste-moede', day: '2018-08-22', startsAt: null, endsAt: null, place: null, online: false }, items: [anItem(1, { openedAt: null, closedAt: null })], ...more,
});

/** Minutes full of odd words, each as long as the forms allow. */
export const oddMinutes = (): MinutesDocument => {
  const long = (length: number) => `${oddWords} ${'langtord'.repeat(400)} `.repeat(Math.ceil(length / 200)).slice(0, length);
  const decision = { id: uuid(101), number: '2026-1', text: long(2_000), initiatives: [{ ...initiative, title: oddWords }] };
  return fullMinutes({
    meeting: { ...fullMinutes().meeting, title: long(160), place: long(300) }, version: { number: 2, publishedAt: at('2026-09-03T08:00:00Z'), note: long(1_000) },
    attendance: { total: 2, onSite: 1, online: 1, guests: 0, organisations: [{ name: oddWords.slice(0, 150), kind: 'research', count: 2 }] },
    items: [anItem(1, { title: '\u0007', text: '\u0000\u0007', section: '\u0001' }), anItem(2, { title: long(160), text: `${long(6_000)}\n\n${'\n- punkt'.repeat(60)}\n\n${'😀'.repeat(500)}`, decisions: [decision], actions: [{ id: uuid(201), text: long(1_000), responsible: oddWords, dueOn: '2026-10-01', initiatives: [{ ...initiative, title: oddWords }] }] })],
  });
};

/** The words of a document in the order in which they are to be read, without white space: how it is set is not what it says. */
export function wordsOf({ blocks }: Pages): string {
  const runs = (all: Pages['blocks'][number] extends infer _ ? (string | { text: string })[] : never) => all.map((run) => (typeof run === 'string' ? run : run.text)).join('');
  const told = blocks.flatMap((block): string[] => {
    switch (block.kind) {
      case 'heading': return [block.text];
      case 'paragraph': return [runs(block.runs)];
      case 'facts': return block.rows.flatMap(({ label, runs: value }) => [label, runs(value)]);
      case 'notice': return block.paragraphs;
      case 'decision': return [block.heading, ...block.paragraphs, runs(block.about)];
      case 'list': return block.items.flatMap(({ words, facts }) => ['•', words, runs(facts)]);
      case 'table': return [...block.head, ...block.rows.flat()];
    }
  });
  return told.join('').replace(/\s+/g, '');
}
