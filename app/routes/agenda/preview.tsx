import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { AgendaPaper } from '~/app/components/agenda-paper';
import { ButtonForm } from '~/app/components/form';
import { Alert, ButtonLink, EmptyState, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { agendaPreview } from '~/server/domain/agenda/queries';
import { followUpOf } from '~/server/domain/follow-up/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, params, language }) => {
  const { id, slug, title, day, startsAt } = await getMeeting(ctx, params.slug ?? '');
  const preview = await agendaPreview(ctx, id);
  return { meeting: { slug, title, day, startsAt }, preview, followUps: await followUpOf(ctx, preview.items.map((item) => item.id)), heading: catalogueOf(language).agenda.build.previewOf(title) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function PreviewAgenda() {
  const { meeting, preview, followUps } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.agenda.build;
  const path = `/moeder/${meeting.slug}/dagsorden`;
  const same = preview.newest !== null && preview.changes.length === 0;
  return (
    <>
      <div className="preview-bar">
        <Alert tone="info" title={words.previewTitle}>
          <p>{same ? words.previewSame : words.previewText}</p>
          <div className="actions">
            {preview.can.publish && <ButtonForm action={`${path}/offentliggoerelse`} variant="primary" label={preview.newest ? words.publishAgain(preview.number) : words.publish} />}
            <ButtonLink to={`${path}/rediger`}>{words.backToBuilder}</ButtonLink>
          </div>
        </Alert>
      </div>
      <AgendaPaper meeting={meeting} version={same ? preview.newest : preview} items={preview.items} followUps={followUps} none={<EmptyState title={t.agenda.noItems} />} />
    </>
  );
}
