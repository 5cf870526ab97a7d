import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, RadioField, SubmitButton } from '~/app/components/form';
import { PageHeader, When, pageMeta } from '~/app/components/page';
import { OwnAnswer, WhyNot } from '~/app/components/registration-box';
import { RegistrationFigures } from '~/app/components/registration-figures';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { registerFor } from '~/server/domain/registrations/commands';
import { registrationSummary } from '~/server/domain/registrations/queries';
import { registerSchema } from '~/server/domain/registrations/schema';

// A link in a mail leads here with `?svar=online`. Opening it answers nothing: the button does.
export const loader = page(async ({ ctx, params, url }) => {
  const { id, slug, title, day, startsAt } = await getMeeting(ctx, params.slug ?? '');
  const summary = await registrationSummary(ctx, id);
  const wanted = summary.answers.find((answer) => answer === url.searchParams.get('svar'));
  return { slug, title, day, startsAt, summary, chosen: wanted ?? summary.own?.answer };
});

export const action = submit(registerSchema, async ({ ctx, input, key, language, params }) => {
  const { id, slug } = await getMeeting(ctx, params.slug ?? '');
  const { answer, waiting } = await registerFor(ctx, id, input.answer, key);
  return onward(language, `/moeder/${slug}#tilmelding`, waiting ? 'registered_waiting' : `registered_${answer}`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.title ?? '');

export default function Answer() {
  const { slug, title, day, startsAt, summary, chosen } = useLoaderData<typeof loader>();
  const t = useT();
  const words = t.registrations;
  const answer = useActionData<typeof action>();
  const full = summary.freeSeats === 0 && summary.own?.answer !== 'on_site';
  const options = summary.answers.map((value) => ({ value, label: value === 'on_site' && full ? words.waitingAnswer : words.answers[value], hint: value === 'on_site' && full ? words.full : undefined }));
  return (
    <>
      <PageHeader
        title={words.title}
        kicker={<>{title}, {startsAt ? <When at={startsAt} form="instant" /> : <When at={day} form="day" />}</>}
        lead={summary.can.register ? words.lead : undefined}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${slug}`, label: title }, { label: words.title }]}
      />
      <RegistrationFigures summary={summary} />
      {summary.own && <OwnAnswer summary={summary} />}
      {summary.can.register ? (
        <PostForm answer={answer}>
          <RadioField key={chosen} name="answer" legend={words.choose} options={options} defaultValue={chosen} />
          <SubmitButton>{words.confirm}</SubmitButton>
        </PostForm>
      ) : <WhyNot summary={summary} />}
      {summary.can.seeAll && <p><A to={`/moeder/${slug}/tilmeldinger`}>{words.list}</A></p>}
    </>
  );
}
