import { useParams, useSearchParams } from '@remix-run/react';
import { RefusedPage } from '../shell/refused-page';

/** A step of the live page that was refused, sent without JavaScript: back to the view it came from. */
export function RefusedStep() {
  const { slug = '' } = useParams();
  const [search] = useSearchParams();
  const view = search.get('visning');
  return <RefusedPage back={`/moeder/${slug}/live${view ? `?visning=${encodeURIComponent(view)}` : ''}`} />;
}
