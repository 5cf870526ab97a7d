import type { ActionFunctionArgs } from '@remix-run/node';
import { onward, page, submit } from '~/app/transport.server';
import { saveDraft } from '~/server/domain/drafts/commands';
import { keptAt } from '~/server/domain/drafts/queries';
import { saveDraftSchema } from '~/server/domain/drafts/schema';

// Spoken to by the scripts of open pages alone: what is kept comes as JSON, a refusal as its code with its status.

export const loader = page(async ({ ctx, url, language }) => {
  const place = url.searchParams.get('sted');
  return place === null ? onward(language, '/min-side') : Response.json({ kept: await keptAt(ctx, place) });
});

const save = submit(saveDraftSchema, async ({ ctx, input: { place, words, form } }) => {
  await saveDraft(ctx, place, words, form);
  return new Response(null, { status: 204 });
});

export const action = async (args: ActionFunctionArgs): Promise<Response> => {
  const answer = await save(args);
  return answer instanceof Response ? answer : Response.json({ code: answer.data.refusal?.code ?? null }, answer.init ?? undefined);
};
