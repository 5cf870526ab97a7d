import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useViewer } from '../shell/viewer';
import { keepDraft, type Keeper, type Kept, type Saving } from './keep-draft';

export type { Kept } from './keep-draft';

/** `restored`: words were put back that had lain in this browser. `discard`: what is typed is not to be kept any more. */
export type DraftKeeping = { saving: Saving | null; savedAt: Date | null; restored: boolean; discard(): void };

/**
 * Keeps what is typed into a form, at the server and until then in this browser, and puts it back after a reload, a new
 * sign-in, on another device or after a lost connection. What someone has typed since is never overwritten. `place` is one
 * of the drafts' places; null keeps nothing. `area`: the form, or what stands in it or round it. `server`: what the server keeps, where
 * the page was made with it in the fields; left out, it is asked for and put into the fields.
 */
export function useServerDraft(place: string | null, area: RefObject<HTMLElement>, server?: Kept | null): DraftKeeping {
  const { actor } = useViewer();
  const member = actor?.id ?? null;
  const [state, setState] = useState<Omit<DraftKeeping, 'discard'>>({ saving: null, savedAt: null, restored: false });
  const keeper = useRef<Keeper | null>(null);
  const known = useRef(server);
  useEffect(() => {
    const form = area.current?.closest('form') ?? area.current?.querySelector('form');
    if (!form || !place || !member) return;
    const own = keepDraft(form, {
      place, member, server: known.current,
      told: ({ saving, restored }) => setState((before) => ({ saving: saving ?? before.saving, savedAt: saving === 'saved' ? new Date() : before.savedAt, restored: before.restored || restored === true })),
    });
    keeper.current = own;
    return () => {
      keeper.current = null;
      own.leave();
    };
  }, [place, member, area]);
  return { ...state, discard: useCallback(() => keeper.current?.discard(), []) };
}
