import type { RefusalCode } from '~/server/refusal';

/** What became of a form sent from within an open page. `lost`: nobody knows; sent again under the same key it lands once. */
export type Outcome = { taken: true } | { taken: false; why: RefusalCode | 'lost' | 'failed' };

const refusals: Record<number, RefusalCode> = { 401: 'not_signed_in', 403: 'email_not_confirmed', 404: 'thread_not_found', 429: 'too_many_tries' };

/** Sends a form as the browser would, but stays on the page: a form that was taken answers with a redirect. */
export async function send(action: string, body: URLSearchParams): Promise<Outcome> {
  try {
    const response = await fetch(action, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(20_000) });
    return response.type === 'opaqueredirect' ? { taken: true } : { taken: false, why: refusals[response.status] ?? 'failed' };
  } catch {
    return { taken: false, why: 'lost' };
  }
}
