import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { EmptyState, PageHeader, Pager, When, pageMeta } from '~/app/components/page';
import { TextDifference } from '~/app/components/text-difference';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { wordingsOf } from '~/server/domain/entries/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, url }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  const at = pageNumber(url);
  return { meeting: { slug, title }, at, ...(await wordingsOf(ctx, id, params.entryId ?? '', at)) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function Wordings() {
  const { meeting, entry, wordings, pages, at } = useLoaderData<typeof loader>();
  const t = useT();
  const { writing, reading, formerMember } = t.minutes;
  return (
    <>
      <PageHeader title={writing.wordingsTitle(entry.title)} lead={writing.wordingsLead} crumbs={readingCrumbs(t, meeting, writing.wordings)} />
      {wordings.length === 0 ? <EmptyState title={writing.wordingsNone} /> : <p className="form-hint">{reading.legend}</p>}
      {wordings.map(({ version, at: when, by, difference }) => (
        <section key={version} className="wording" aria-labelledby={`ordlyd-${version}`}>
          <h2 className="wording__title" id={`ordlyd-${version}`}><When at={when} form="instant" /></h2>
          <p className="wording__by">{writing.wordingBy(by ?? formerMember)}</p>
          <TextDifference pieces={difference} />
        </section>
      ))}
      <Pager page={at} pages={pages} make={(n) => `/moeder/${meeting.slug}/referat/punkter/${entry.id}/ordlyd?side=${n}`} />
    </>
  );
}
