import { backTo, reply } from '~/app/transport.server';
import { saveEntry, settleClash } from '~/server/domain/entries/commands';
import { sentEntrySchema } from '~/server/domain/entries/schema';

export const loader = backTo(({ slug }) => `/moeder/${slug}/referat/rediger`);

export const action = reply(sentEntrySchema, ({ ctx, input: { choice, ...words }, key, params }) =>
  (choice && words.clash ? settleClash(ctx, words.clash, { ...words, choice }, key) : saveEntry(ctx, params.entryId ?? '', words, key)));
