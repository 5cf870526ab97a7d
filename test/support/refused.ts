import { expect } from 'vitest';
import { asRefusal, type RefusalCode, type RefusalData } from '~/server/refusal';

/** Expects a call to refuse with this code; answers the data of the refusal. */
export async function expectRefusal(call: Promise<unknown>, code: RefusalCode): Promise<RefusalData> {
  const outcome = await call.then((value) => ({ value }), (error: unknown) => ({ error }));
  const refusal = 'error' in outcome ? asRefusal(outcome.error) : null;
  if ('error' in outcome && !refusal) throw outcome.error;
  expect(refusal?.code ?? `allowed: ${JSON.stringify('value' in outcome ? outcome.value : null)}`).toBe(code);
  return refusal?.data ?? {};
}
