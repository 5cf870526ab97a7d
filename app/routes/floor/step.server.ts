import type { z } from 'zod';
import { views } from '~/app/components/floor-views';
import { backTo, onward, submit } from '~/app/transport.server';
import type { Ctx } from '~/server/context';
import { getMeeting } from '~/server/domain/meetings/queries';

/** Whoever just opens the address of a step is sent to the meeting. */
export const toLive = backTo(({ slug }) => `/moeder/${slug}/live`);

type Step<S extends z.ZodType> = { ctx: Ctx; meeting: Awaited<ReturnType<typeof getMeeting>>; params: Record<string, string>; input: z.output<S>; key: string | undefined };

/** An action of the meeting as it runs: the command, then back to the view that the form was sent from. */
export function step<S extends z.ZodType>(schema: S, act: (ask: Step<S>) => Promise<unknown>) {
  return submit(schema, async ({ ctx, params, input, key, language, url }) => {
    const meeting = await getMeeting(ctx, params.slug ?? '');
    await act({ ctx, meeting, params, input, key });
    const view = views.find((one) => one === url.searchParams.get('visning'));
    const answer = onward(language, `/moeder/${meeting.slug}/live${view ? `?visning=${view}` : ''}`);
    // The page is the same before and after: a meeting's worth of steps is not to lie between it and the way back.
    answer.headers.set('X-Remix-Replace', 'true');
    return answer;
  });
}
