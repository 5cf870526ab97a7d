import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm } from '~/app/components/form';
import { Alert, ButtonLink, Facts, LinkList, PageHeader, Section, pageMeta } from '~/app/components/page';
import { initiativeLinks } from '~/app/components/member-initiatives';
import { useT } from '~/app/shell/contexts';
import { useLanguage } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { ownProfile } from '~/server/domain/members/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, language }) => ({ own: await ownProfile(ctx), heading: catalogueOf(language).members.own.title }));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

/** One's own page: sections under each other, each about one thing. */
export default function OwnPage() {
  const { own } = useLoaderData<typeof loader>();
  const t = useT().members;
  return (
    <>
      <PageHeader title={t.own.title} kicker={own.name} />
      {!own.emailConfirmedAt && (
        <Alert tone="warning" title={t.own.unconfirmedTitle}>
          <p>{t.own.unconfirmed(own.email)}</p>
          <ButtonForm action="/min-side/bekraeftelse" label={t.own.sendAgain} />
        </Alert>
      )}
      <Profile own={own} />
      <Owned own={own} />
    </>
  );
}

type Own = ReturnType<typeof useLoaderData<typeof loader>>['own'];

function Profile({ own }: { own: Own }) {
  const t = useT().members;
  const yesNo = (yes: boolean) => (yes ? t.own.yes : t.own.no);
  return (
    <Section
      title={t.own.profile}
      actions={<><ButtonLink to="/min-side/oplysninger">{t.own.edit}</ButtonLink><ButtonLink to="/min-side/adgangskode">{t.own.changePassword}</ButtonLink></>}
    >
      <Facts items={[
        { label: t.fields.name, value: own.name },
        { label: t.fields.email, value: own.email },
        { label: t.list.column.organisation, value: own.organisation && own.kind ? `${own.organisation} (${t.kinds[own.kind].toLowerCase()})` : t.own.noOrganisation },
        { label: t.own.role, value: t.roles[own.role] },
        { label: t.fields.language, value: t.languages[own.language] },
        { label: t.own.attendance, value: yesNo(own.showsAttendance) },
        { label: t.own.notices, value: yesNo(own.wantsNotices) },
      ]}
      />
    </Section>
  );
}

function Owned({ own }: { own: Own }) {
  const t = useT().members;
  const language = useLanguage();
  if (own.owns.length === 0) return null;
  return <Section title={t.own.owns}><LinkList items={initiativeLinks(own.owns, language)} /></Section>;
}
