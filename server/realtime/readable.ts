import type { Ctx } from '../context';
import { refuse } from '../refusal';

/** Refuses `stream_not_found` for every stream that this viewer may not read; nobody learns that it exists. */
export async function ensureReadable(_ctx: Ctx, _stream: string): Promise<void> {
  throw refuse('stream_not_found');
}
