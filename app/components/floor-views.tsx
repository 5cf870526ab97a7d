import { useSearchParams } from '@remix-run/react';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';

export const views = ['deltager', 'ordstyrer', 'referent'] as const;
/** Three views of the same meeting; the words stand in the address (`?visning=`). */
export type View = (typeof views)[number];

/** The views that someone with these rights may have; the participants' is everyone's. */
export const viewsFor = (can: { chair: boolean; takeMinutes: boolean }): View[] => ['deltager', ...(can.chair ? ['ordstyrer' as const] : []), ...(can.takeMinutes ? ['referent' as const] : [])];

/** The view that was asked for, if one may have it; else the one of one's part. `writes`: named as minute taker, not as chair. */
export function viewFor(may: View[], asked: string | null, writes: boolean): View {
  const own = may.includes('referent') && (writes || !may.includes('ordstyrer')) ? 'referent' : may.includes('ordstyrer') ? 'ordstyrer' : 'deltager';
  return may.find((view) => view === asked) ?? own;
}

/** The address of a form of the live page: it leads back to the view it was sent from, and without JavaScript to its own part of the page. */
export const liveStep = (slug: string, view: View, step: string, part: string): string => `/moeder/${slug}/live/${step}?visning=${view}#${part}`;

/** The same for a form that stands in more than one view: the end of its address. */
export function useViewQuery(part: string): string {
  const [search] = useSearchParams();
  const view = views.find((one) => one === search.get('visning'));
  return `${view ? `?visning=${view}` : ''}#${part}`;
}

/** From one view to another, for who may have more than one; and the big screen. */
export function ViewLinks({ slug, view, may, live }: { slug: string; view: View; may: View[]; live: boolean }) {
  const words = useT().floor.views;
  return (
    <nav className="live-views" aria-label={words.label}>
      {may.length > 1 && live && (
        <ul className="live-views__list nobullet-list">
          {may.map((one) => <li key={one}><A to={`?visning=${one}`} preventScrollReset aria-current={one === view ? 'page' : undefined}>{words[one]}</A></li>)}
        </ul>
      )}
      <A className="live-views__screen" to={`/moeder/${slug}/live/storskaerm`}>{words.bigScreen}</A>
    </nav>
  );
}
