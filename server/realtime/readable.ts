import type { Ctx } from '../context';
import { ensureMeetingReadable } from '../domain/meetings/queries';
import { ensureInitiativeReadable, ensurePlanReadable } from '../domain/plans/queries';
import { ensureProposalReadable } from '../domain/proposals/queries';
import { ensureThreadReadable } from '../domain/threads/queries';
import { asRefusal, refuse } from '../refusal';

const readers = {
  meeting: ensureMeetingReadable,
  thread: ensureThreadReadable,
  proposal: ensureProposalReadable,
  initiative: ensureInitiativeReadable,
  plan: ensurePlanReadable,
};

const pattern = /^(meeting|thread|proposal|initiative|plan):([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Whether a name can be that of a stream at all; rooms have other names too. */
export const isStream = (name: string): boolean => pattern.test(name);

/** Refuses `stream_not_found` for every stream that this viewer may not read; nobody learns that it exists. */
export async function ensureReadable(ctx: Ctx, stream: string): Promise<void> {
  const [, kind, id] = pattern.exec(stream) ?? [];
  if (!kind || !id) throw refuse('stream_not_found');
  try {
    await readers[kind as keyof typeof readers](ctx, id);
  } catch (error) {
    throw asRefusal(error) ? refuse('stream_not_found') : error;
  }
}
