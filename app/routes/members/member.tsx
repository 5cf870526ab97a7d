import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonForm, PostForm, RadioField, SelectField, SubmitButton } from '~/app/components/form';
import { Alert, ExampleTag, Facts, History, PageHeader, Section, Tag, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A, useLanguage } from '~/app/shell/links';
import { sayEvent } from '~/app/shell/say';
import { page } from '~/app/transport.server';
import { roles } from '~/db/schema/states';
import { getMember, initiativesToOwn } from '~/server/domain/members/queries';
import { historyOf } from '~/server/history';
import { catalogueOf } from '~/server/i18n';
import type { EventMap } from '~/server/write';

export const loader = page(async ({ ctx, params, language }) => {
  const member = await getMember(ctx, params.id ?? '');
  const t = catalogueOf(language);
  const history = (await historyOf(ctx, `member:${member.id}`, 20)).map(({ seq, at, who, type, payload }) => ({ key: String(seq), at, who, what: sayEvent(t, type, payload as EventMap[typeof type]) }));
  return { member, history, initiatives: member.can.setOwner ? await initiativesToOwn(ctx) : [] };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.member.name ?? '');

export default function OneMember() {
  const { member, history } = useLoaderData<typeof loader>();
  const t = useT();
  const { list, kinds, own } = t.members;
  return (
    <>
      <PageHeader
        title={member.name}
        crumbs={[{ to: '/organisation', label: t.common.nav.organisers }, { to: '/organisation/medlemmer', label: list.title }, { label: member.name }]}
        tags={<><Tag tone="accent">{t.members.roles[member.role]}</Tag>{!member.emailConfirmedAt && <Tag tone="warning">{list.unconfirmed}</Tag>}{member.isExample && <ExampleTag />}</>}
      />
      {member.mailPausedAt && (
        <Alert tone="warning" title={t.outbox.pausedTag}>
          <p>{t.outbox.pausedText}</p>
          <p>{t.outbox.reason}: <q>{member.mailPauseReason}</q></p>
          <ButtonForm action={`/organisation/medlemmer/${member.id}/mails/genoptagelse`} label={t.outbox.resume} />
        </Alert>
      )}
      <Facts items={[
        { label: list.column.email, value: member.email },
        { label: list.column.organisation, value: member.organisation && member.kind ? `${member.organisation} (${kinds[member.kind].toLowerCase()})` : own.noOrganisation },
        { label: list.since, value: <When at={member.createdAt} form="date" /> },
      ]}
      />
      {member.can.removeOwner && !member.emailConfirmedAt && <p>{t.members.one.confirmFirst}</p>}
      <RolePart />
      <OwnerPart />
      <Section title={t.common.history}>
        <History entries={history} />
      </Section>
    </>
  );
}

function RolePart() {
  const { member } = useLoaderData<typeof loader>();
  const t = useT().members;
  if (!member.can.changeRole) return null;
  return (
    <Section title={t.one.changeRole}>
      <PostForm action={`/organisation/medlemmer/${member.id}/rolle`} key={member.role}>
        <RadioField legend={t.list.role} hint={t.one.roleHint} name="role" options={roles.map((value) => ({ value, label: t.roles[value] }))} defaultValue={member.role} />
        <SubmitButton variant="secondary">{t.one.changeRole}</SubmitButton>
      </PostForm>
    </Section>
  );
}

function OwnerPart() {
  const { member, initiatives } = useLoaderData<typeof loader>();
  const t = useT().members;
  const language = useLanguage();
  const title = (initiative: { titleDa: string; titleEn: string }) => (language === 'da' ? initiative.titleDa : initiative.titleEn);
  const owned = new Set(member.owns.map(({ number }) => number));
  return (
    <Section title={t.one.initiatives}>
      {member.owns.length === 0 ? <p>{t.one.noInitiatives}</p> : (
        <ul>
          {member.owns.map((initiative) => (
            <li key={initiative.id}>
              <A to={`/handlingsplaner/${initiative.period}/initiativer/${initiative.number}`}>{initiative.number} {title(initiative)}</A>
              {member.can.removeOwner && <ButtonForm action={`/organisation/medlemmer/${member.id}/initiativer/${initiative.id}/fjern`} label={t.one.removeOwner(initiative.number)} variant="tertiary" />}
            </li>
          ))}
        </ul>
      )}
      {member.can.setOwner && (
        <PostForm action={`/organisation/medlemmer/${member.id}/initiativer`}>
          <SelectField name="number" label={t.one.number} placeholder={t.one.chooseInitiative} options={initiatives.filter(({ number }) => !owned.has(number)).map((initiative) => ({ value: initiative.number, label: `${initiative.number} ${title(initiative)}` }))} />
          <SubmitButton variant="secondary">{t.one.setOwner}</SubmitButton>
        </PostForm>
      )}
    </Section>
  );
}
