import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonLink, Facts, PageHeader, Section, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { readableMail } from '~/server/domain/outbox/queries';
import { catalogueOf } from '~/server/i18n';
import { readWritten } from '~/server/mail/written';
import { refuse } from '~/server/refusal';

/** A mail of the example network, as it would have left. */
export const loader = page(async ({ ctx, params, language }) => {
  const { id, kind, name } = await readableMail(ctx, params.id ?? '');
  const mail = await readWritten(ctx.config, id);
  if (!mail) throw refuse('mail_not_found');
  const { headers, text, calendar, attachments } = mail;
  return { id, kind, name, headers, text, calendar, attachments, heading: catalogueOf(language).outbox.kinds[kind] };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [...pageMeta(data?.heading ?? ''), { name: 'robots', content: 'noindex' }];

export default function WrittenMail() {
  const { id, kind, name, headers, text, calendar, attachments } = useLoaderData<typeof loader>();
  const { common, outbox: t } = useT();
  return (
    <>
      <PageHeader
        title={t.kinds[kind]} kicker={t.to(name)}
        crumbs={[{ to: '/organisation', label: common.nav.organisers }, { to: '/organisation/post', label: t.title }, { to: `/organisation/post/${id}/modtagere`, label: t.kinds[kind] }, { label: name }]}
        actions={<><ButtonLink document to={`/organisation/post/${id}/html`}>{t.asHtml}</ButtonLink><ButtonLink document variant="tertiary" to={`/organisation/post/${id}/kilde`}>{t.source}</ButtonLink></>}
      />
      <Section title={t.text}><pre className="letter">{text}</pre></Section>
      {attachments.length > 0 && <Section title={t.attachments}><ul>{attachments.map((file) => <li key={file.name}>{file.name} ({file.type}, {t.bytes(file.bytes)})</li>)}</ul></Section>}
      {calendar && <Section title={t.calendar}><pre className="letter letter--source">{calendar}</pre></Section>}
      <Section title={t.headers}><Facts items={headers.map((header) => ({ label: header.name, value: <span className="breakable">{header.value}</span> }))} /></Section>
    </>
  );
}
