import { data } from '@remix-run/node';
import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { Hidden, PostForm, SubmitButton } from '~/app/components/form';
import { Alert, ButtonLink, PageHeader, Section, When, pageMeta } from '~/app/components/page';
import { CalendarAddress } from '~/app/components/subscription-address';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { closeOwnCalendar, openOwnCalendar } from '~/server/domain/subscriptions/commands';
import { ownCalendar } from '~/server/domain/subscriptions/queries';
import { ownCalendarSchema } from '~/server/domain/subscriptions/schema';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, language }) => ({ own: await ownCalendar(ctx), base: ctx.config.baseUrl, english: language === 'en', heading: catalogueOf(language).subscriptions.title }));

// A new address is told in the answer to the form itself: it stands nowhere else, in no address and no store.
export const action = submit(ownCalendarSchema, async ({ ctx, input, key, language }) => {
  if (input.intent === 'open') return data({ token: (await openOwnCalendar(ctx, key)).token }) as never;
  await closeOwnCalendar(ctx, key);
  return onward(language, '/kalender#egen', 'calendar_closed');
});

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => pageMeta(loaded?.heading ?? '');

export default function Calendars() {
  const { own, base, english } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useT().subscriptions;
  const prefix = `${base}${english ? '/en' : ''}`;
  const made = answer && 'token' in answer ? String(answer.token) : null;
  const refused = answer && !('token' in answer) ? answer : undefined;
  return (
    <>
      <PageHeader title={t.title} lead={t.lead} crumbs={[{ label: t.title }]} />
      <Section title={t.network} id="netvaerket">
        <p>{t.networkText}</p>
        <CalendarAddress label={t.feeds.meetings} url={`${prefix}/kalender.ics`} />
        <CalendarAddress label={t.feeds.deadlines} url={`${prefix}/kalender.ics?vis=frister`} />
        <CalendarAddress label={t.feeds.both} url={`${prefix}/kalender.ics?vis=moeder,frister`} />
      </Section>
      <Section title={t.own} id="egen">
        <p>{t.ownText}</p>
        {made && (
          <>
            <Alert tone="success" title={t.made}>{t.madeText}</Alert>
            <CalendarAddress label={t.feeds.both} url={`${prefix}/kalender/${made}.ics`} />
            <CalendarAddress label={t.feeds.meetings} url={`${prefix}/kalender/${made}.ics?vis=moeder`} />
          </>
        )}
        {own ? (
          <>
            {!made && <p>{own.openedAt ? <>{t.openedAt} <When at={own.openedAt} form="instant" />.</> : t.none}</p>}
            <PostForm answer={refused}>
              <Hidden name="intent" value="open" />
              {own.openedAt && <p className="form-hint">{t.makeAnotherHint}</p>}
              <SubmitButton variant={own.openedAt ? 'secondary' : 'primary'}>{own.openedAt ? t.makeAnother : t.makeFirst}</SubmitButton>
            </PostForm>
            {own.openedAt && <PostForm><Hidden name="intent" value="close" /><SubmitButton variant="tertiary">{t.revoke}</SubmitButton></PostForm>}
          </>
        ) : <ButtonLink to="/log-ind?videre=%2Fkalender%23egen">{t.signIn}</ButtonLink>}
      </Section>
      <Section title={t.howTo} id="vejledning">
        {t.programs.map(({ name, steps }) => (
          <details className="details" key={name}>
            <summary className="details-summary">{name}</summary>
            <div className="details-text"><ol>{steps.map((step) => <li key={step}>{step}</li>)}</ol></div>
          </details>
        ))}
      </Section>
    </>
  );
}
