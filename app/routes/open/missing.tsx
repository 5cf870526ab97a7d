import { page } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { refuse } from '~/server/refusal';

/** A file of a meeting that there is not, or not yet: server/http/documents.ts sends it where there is one. */
export const loader = page(async ({ ctx, params, url }): Promise<null> => {
  await getMeeting(ctx, params.slug ?? '');
  if (url.searchParams.has('version')) throw refuse('agenda_version_not_found');
  throw refuse(url.pathname.endsWith('/dagsorden.pdf') ? 'agenda_file_missing' : 'minutes_not_found');
});

export default function Missing() {
  return null;
}
