import { useActionData } from '@remix-run/react';
import { bare } from '~/app/language';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { saveDraft } from '~/server/domain/drafts/commands';
import { keepAndReturnSchema } from '~/server/domain/drafts/schema';

export const loader = backTo(() => '/moeder');

/** Without script: keeps every typed word and shows the form again, with what is like it. */
export const action = submit(keepAndReturnSchema, async ({ ctx, input: { place, form, words, back }, language }) => {
  await saveDraft(ctx, place, words, form);
  return onward(language, back ? `${bare(back)}?lignende=1#lignende` : '/moeder');
});

export default function Refused() {
  const back = useActionData<typeof action>()?.values._back;
  return <RefusedPage back={typeof back === 'string' && /^\/(?![/\\])/.test(back) ? bare(back) : '/moeder'} />;
}
