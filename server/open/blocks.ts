import type { Language } from '~/db/schema';

// A document as a row of blocks, in the order in which it is read. What draws it decides nothing but how it looks.

/** Words, or a link on words. */
export type Run = string | { text: string; href: string };

/** The language of what members wrote, where it may be another one than that of the words round it. */
type Spoken = { lang?: Language };

export type Block = Spoken & (
  /** The title is the one heading of level 1. `anchor`: a name for links into the file. */
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; anchor?: string }
  | { kind: 'paragraph'; runs: Run[]; tone?: 'soft' }
  | { kind: 'facts'; rows: { label: string; runs: Run[] }[] }
  /** What must not be overlooked, in a frame. */
  | { kind: 'notice'; paragraphs: string[] }
  /** A decision in its box; its heading bears the number. */
  | { kind: 'decision'; heading: string; anchor: string; paragraphs: string[]; about: Run[] }
  /** What is to be done or was said, and under it the facts of it. */
  | { kind: 'list'; items: { words: string; facts: Run[] }[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
);

/** A file to be drawn. `mark`: stands at the foot of every page of what is not final. */
export type Pages = { language: Language; title: string; subject: string; author: string; madeAt: Date; mark: string | null; site: string; blocks: Block[] };
