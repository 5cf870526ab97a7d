import type { Readable } from 'node:stream';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { attachments, proposals } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { asRefusal, ensure, refuse, type Refusal, type RefusalCode, type RefusalData } from '~/server/refusal';
import { addDays } from '~/server/time';
import { write, type Tx } from '~/server/write';
import { lockMeeting } from '../meetings/commands';
import { ensureMayAttach } from './queries';
import { cleanName, hasRoom, mayAttach, mayRemoveAttachment, mayTakeFile, mediaTypeOf, type FileFacts } from './rules';

/** A file that has arrived, with its digest; `open` gives its bytes, again each time it is asked. */
export type ReceivedFile = FileFacts & { sha256: string; open: () => Readable };
/** What became of each file of one send. */
export type Attached = { added: { id: string; name: string }[]; refused: { name: string; code: RefusalCode; data: RefusalData }[] };

type Kept = { file: ReceivedFile; storageKey: string };

/** Locks the meeting, then the proposal, as everyone does who changes one of them. */
async function lockHost(tx: Tx, proposalId: string) {
  const [known] = await tx.db.select({ meetingId: proposals.meetingId }).from(proposals).where(eq(proposals.id, proposalId));
  if (!known) throw refuse('proposal_not_found');
  const meeting = await lockMeeting(tx, known.meetingId);
  const [proposal] = await tx.db.select().from(proposals).where(eq(proposals.id, proposalId)).for('update');
  if (!proposal) throw refuse('proposal_not_found');
  return { meeting, proposal };
}

const namedIn = ({ code, data }: Refusal, name: string) => ({ name, code, data });

/**
 * Attaches files to a proposal. Each is judged by itself: those that may not be taken are answered with why, the others are
 * attached. Refuses as a whole `file_missing` (nothing was sent), `proposal_not_found` and what `mayAttach` refuses.
 */
export async function attachFiles(ctx: Ctx, proposalId: string, received: ReceivedFile[], key?: string): Promise<Attached> {
  await ensureMayAttach(ctx, proposalId);
  if (received.length === 0) throw refuse('file_missing');
  const named = received.map((file) => ({ ...file, name: cleanName(file.name) }));
  const refused: Attached['refused'] = [];
  const good = named.filter((file) => {
    const no = mayTakeFile(file);
    if (no) refused.push(namedIn(no, file.name));
    return no === null;
  });
  if (good.length === 0) return { added: [], refused };
  const kept = await store(ctx, good);
  const outcome = await write(ctx, key, (tx) => attach(ctx, tx, proposalId, kept)).catch(async (error: unknown) => {
    // Refused, so surely not written. After any other failure that is not known, and the sweep looks later.
    if (asRefusal(error)) await dropKeys(ctx, kept.map(({ storageKey }) => storageKey));
    throw error;
  });
  // Full, or sent twice: the first send has stored its own.
  await dropKeys(ctx, kept.map(({ storageKey }) => storageKey).filter((storageKey) => !outcome.keys.includes(storageKey)));
  return { added: outcome.added, refused: [...refused, ...outcome.refused] };
}

async function store(ctx: Ctx, files: ReceivedFile[]): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const file of files) {
    const storageKey = uuidv7();
    await ctx.files.put(storageKey, file.open, { bytes: file.bytes, sha256: file.sha256, mediaType: mediaTypeOf(file.name) });
    kept.push({ file, storageKey });
  }
  return kept;
}

async function attach(ctx: Ctx, tx: Tx, proposalId: string, kept: Kept[]): Promise<Attached & { keys: string[] }> {
  const { proposal, meeting } = await lockHost(tx, proposalId);
  ensure(mayAttach(ctx.actor, proposal, meeting));
  const already = await tx.db.$count(attachments, and(eq(attachments.proposalId, proposalId), isNull(attachments.removedAt)));
  const refused = kept.flatMap(({ file }, index) => hasRoom(file.name, already + index) ?? []).map((no) => namedIn(no, String(no.data.name)));
  const fitting = kept.slice(0, kept.length - refused.length);
  const rows = fitting.map(({ file, storageKey }) => ({
    id: uuidv7(), proposalId, uploadedBy: ctx.actor?.id ?? '', name: file.name, mediaType: mediaTypeOf(file.name), bytes: file.bytes, sha256: file.sha256, storageKey, addedAt: tx.now,
  }));
  if (rows.length > 0) await tx.db.insert(attachments).values(rows);
  if (proposal.submittedAt) for (const { id, mediaType, bytes, sha256 } of rows) tx.append(`proposal:${proposalId}`, 'attachment.added', { proposalId, attachmentId: id, mediaType, bytes, sha256 });
  return { added: rows.map(({ id, name }) => ({ id, name })), refused, keys: rows.map((row) => row.storageKey) };
}

/** Removes a file; that it was there stays on the proposal's record, its bytes are deleted. Refuses `file_not_found` and what `mayRemoveAttachment` refuses. */
export async function removeAttachment(ctx: Ctx, id: string, key?: string): Promise<{ proposalId: string }> {
  return write(ctx, key, async (tx) => {
    const [known] = isId(id) ? await tx.db.select({ proposalId: attachments.proposalId }).from(attachments).where(eq(attachments.id, id)) : [];
    if (!known?.proposalId) throw refuse('file_not_found');
    const { proposal, meeting } = await lockHost(tx, known.proposalId);
    const [file] = await tx.db.select().from(attachments).where(eq(attachments.id, id)).for('update');
    if (!file) throw refuse('file_not_found');
    ensure(mayRemoveAttachment(ctx.actor, file, proposal, meeting));
    await tx.db.update(attachments).set({ removedAt: tx.now }).where(eq(attachments.id, id));
    if (proposal.submittedAt) tx.append(`proposal:${proposal.id}`, 'attachment.removed', { proposalId: proposal.id, attachmentId: id, mediaType: file.mediaType, bytes: file.bytes });
    await tx.job('drop_file', { attachmentId: id }, { key: `drop_file:${id}` });
    return { proposalId: proposal.id };
  });
}

/** Deletes the bytes of a file that was removed; does nothing to one that stands. */
export async function dropFile(ctx: Ctx, id: string): Promise<void> {
  const [file] = await ctx.db.select().from(attachments).where(eq(attachments.id, id));
  if (file?.removedAt) await ctx.files.remove(file.storageKey);
}

/** What could not be deleted now is left to the sweep. */
async function dropKeys(ctx: Ctx, keys: string[]): Promise<void> {
  for (const key of keys) await ctx.files.remove(key).catch((error: unknown) => ctx.log.warn({ err: error, key }, 'stored bytes not deleted'));
}

const BATCH = 500;

/** Deletes bytes older than a day that no standing file has: of sends that failed half-way, and of removed files. Answers how many. */
export async function sweepFiles(ctx: Ctx): Promise<{ swept: number }> {
  const before = addDays(ctx.now(), -1);
  let swept = 0;
  let batch: string[] = [];
  const sweep = async () => {
    const standing = await ctx.db.select({ key: attachments.storageKey }).from(attachments).where(and(inArray(attachments.storageKey, batch), isNull(attachments.removedAt)));
    const known = new Set(standing.map((row) => row.key));
    const lost = batch.filter((key) => !known.has(key));
    batch = [];
    for (const key of lost) await ctx.files.remove(key);
    swept += lost.length;
  };
  for await (const { key, storedAt } of ctx.files.list()) {
    if (storedAt >= before) continue;
    batch.push(key);
    if (batch.length === BATCH) await sweep();
  }
  if (batch.length > 0) await sweep();
  return { swept };
}
