import type { Ctx } from '~/server/context';
import type { Words } from '~/server/domain/drafts/schema';
import { similarTo, type Similar } from '~/server/domain/similar/queries';

/** What is like a draft, where its page was asked for that (`?lignende=1`); null where it was not. */
export async function similarToDraft(ctx: Ctx, url: URL, words: Words | null | undefined, without: string | null = null): Promise<Similar[] | null> {
  if (!url.searchParams.has('lignende')) return null;
  return similarTo(ctx, [words?.title ?? ''].flat()[0] ?? '', without);
}
