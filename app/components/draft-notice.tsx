import { Form } from '@remix-run/react';
import type { DraftKeeping, Kept } from '../live/server-draft';
import { useT } from '../shell/contexts';
import { useHref } from '../shell/links';
import { Alert } from './alert';
import { When } from './content';

type Props = { place: string; back: string; kept: Kept | null; keeping: DraftKeeping };

/** Stands above a form whose draft was put back, and offers to begin with an empty one. The page is then loaded anew. */
export function DraftNotice({ place, back, kept, keeping }: Props) {
  const t = useT().drafts;
  const href = useHref();
  const there = keeping.restored || kept?.words;
  return (
    <div role="status">
      {there ? (
        <Alert tone="info" title={t.restoredTitle}>
          <p>{keeping.restored || !kept ? t.restoredHere : <>{t.restored} <When at={kept.savedAt} form="instant" />.</>}</p>
          <Form method="post" action={href('/kladder/kassering')} reloadDocument onSubmit={keeping.discard}>
            <input type="hidden" name="_place" value={place} />
            <input type="hidden" name="_back" value={href(back)} />
            <button type="submit" className="function-link">{t.discard}</button>
          </Form>
        </Alert>
      ) : null}
    </div>
  );
}

/** By the buttons of the form: that what is typed is kept, and since when; and said aloud, where it is not. */
export function DraftStatus({ keeping: { saving, savedAt } }: { keeping: DraftKeeping }) {
  const t = useT().drafts;
  const trouble = saving !== null && saving !== 'saved' ? t[saving] : '';
  return (
    <div className="draft-status">
      {trouble === '' && saving !== null ? <p className="soft">{savedAt ? <>{t.savedAt} <When at={savedAt} form="time" />. </> : null}{t.kept}</p> : null}
      <p role="status" className={trouble ? 'draft-status__trouble' : 'sr-only'}>{trouble}</p>
    </div>
  );
}
