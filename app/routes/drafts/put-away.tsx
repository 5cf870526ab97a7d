import { bare } from '~/app/language';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { putAwayDraft } from '~/server/domain/drafts/commands';
import { putAwayDraftSchema } from '~/server/domain/drafts/schema';

export const loader = backTo(() => '/min-side');

export const action = submit(putAwayDraftSchema, async ({ ctx, input: { place, back }, language }) => {
  await putAwayDraft(ctx, place);
  return onward(language, bare(back ?? '/min-side'), 'draft_put_away');
});

export default function Refused() {
  return <RefusedPage back="/min-side" />;
}
