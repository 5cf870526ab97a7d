import type { RefusalSort } from '../refusal';

/** The one place where a refusal becomes an HTTP status. */
export const statusOf: Record<RefusalSort, number> = { unauthenticated: 401, forbidden: 403, not_found: 404, gone: 410, conflict: 409, invalid: 422, too_many: 429 };
