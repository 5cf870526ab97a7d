import type { Actor } from '~/server/context';
import { fileLimits } from '~/server/limits';
import { refuse, type Verdict } from '~/server/refusal';
import { mayEditProposal, maySeeProposal, type HostFacts, type ProposalFacts } from '../proposals/rules';
import { fileKinds, type FileContent } from './schema';

/** A file as it came: what it is called, what the browser says it is, and what it turned out to be. Size in bytes. */
export type FileFacts = { name: string; says: string; bytes: number; tooLarge: boolean; content: FileContent };

/** Whoever may edit the proposal attaches files to it and removes them. Refuses what `mayEditProposal` refuses. */
export const mayAttach = (actor: Actor | null, proposal: ProposalFacts, meeting: Pick<HostFacts, 'state'>): Verdict => mayEditProposal(actor, proposal, meeting);

/** Refuses what `mayAttach` refuses, and `file_removed`. */
export function mayRemoveAttachment(actor: Actor | null, file: { removedAt: Date | null }, proposal: ProposalFacts, meeting: Pick<HostFacts, 'state'>): Verdict {
  return mayAttach(actor, proposal, meeting) ?? (file.removedAt ? refuse('file_removed') : null);
}

/** As visible as the proposal it belongs to. Refuses `file_not_found` where the proposal is not, `proposal_withdrawn`, and `file_removed`. */
export function maySeeAttachment(actor: Actor | null, file: { removedAt: Date | null }, proposal: Pick<ProposalFacts, 'authorId' | 'state' | 'submittedAt'>): Verdict {
  const no = maySeeProposal(actor, proposal);
  if (no) return no.code === 'proposal_not_found' ? refuse('file_not_found') : no;
  return file.removedAt ? refuse('file_removed') : null;
}

/** `already`: how many files the proposal has. Refuses `too_many_files`, naming the file. */
export const hasRoom = (name: string, already: number): Verdict => (already < fileLimits.each ? null : refuse('too_many_files', { name, most: fileLimits.each }));

const endingIn = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
const kindNamed = (name: string) => fileKinds.find(({ endings }) => endings.includes(endingIn(name)));

/** What a browser runs, whatever else it is: called so, it is no attachment. */
const active = ['text/html', 'application/xhtml+xml', 'image/svg+xml', 'text/javascript', 'application/javascript', 'text/xml', 'application/xml'];

/** The kind that a file's name promises, and that its content must be. */
export const mediaTypeOf = (name: string): string => kindNamed(name)?.mediaType ?? 'application/octet-stream';

/**
 * One file by itself, naming it: `file_too_large`, `file_empty`, `file_type_not_allowed` by its ending, `file_with_macros`, and
 * `file_not_what_it_says` where the content, or what the browser calls it, is another kind than the ending says.
 */
export function mayTakeFile({ name, says, bytes, tooLarge, content }: FileFacts): Verdict {
  if (tooLarge || bytes > fileLimits.bytes) return refuse('file_too_large', { name, megabytes: fileLimits.bytes / 1024 / 1024 });
  if (bytes === 0) return refuse('file_empty', { name });
  const kind = kindNamed(name);
  if (!kind) return refuse('file_type_not_allowed', { name });
  if (content === 'macros') return refuse('file_with_macros', { name });
  const called = says.split(';')[0]?.trim().toLowerCase() ?? '';
  // Browsers have odd names for what they do not know; only a name that means something else counts.
  const another = called !== kind.mediaType && !kind.alsoCalled?.includes(called) && (active.includes(called) || fileKinds.some(({ mediaType }) => mediaType === called));
  return content !== kind.content || another ? refuse('file_not_what_it_says', { name, ending: endingIn(name) }) : null;
}

const LONGEST_NAME = 120;

/** A name without folders, line ends, signs that turn the reading direction, or more letters than fit a line. */
export function cleanName(name: string): string {
  const bare = (name.split(/[\\/]/).at(-1) ?? '').normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '').replace(/[<>:"|?*]/g, '_').replace(/\s+/g, ' ').replace(/^[. ]+|[. ]+$/g, '');
  const ending = /\.[^. ]{1,10}$/.exec(bare)?.[0] ?? '';
  const stem = [...bare.slice(0, bare.length - ending.length)].slice(0, LONGEST_NAME).join('').trim();
  return `${stem || 'fil'}${ending}`;
}
