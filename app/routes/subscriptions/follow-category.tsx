import { useParams } from '@remix-run/react';
import { categoryOf } from '~/app/components/thread-paths';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { follow } from '~/server/domain/subscriptions/commands';
import { followSchema } from '~/server/domain/subscriptions/schema';
import { refuse } from '~/server/refusal';

const thing = ({ category }: Record<string, string | undefined>) => `/debat/${category}`;

export const loader = backTo(thing);

function categoryNamed(word: string | undefined): string {
  const category = categoryOf(word ?? '');
  if (!category) throw refuse('thread_not_found');
  return category;
}

export const action = submit(followSchema, async ({ ctx, params, input, key, language }) => {
  await follow(ctx, `category:${categoryNamed(params.category)}`, input.state, key);
  return onward(language, input.back ?? thing(params), 'saved');
});

export default function Refused() {
  return <RefusedPage back={thing(useParams())} />;
}
