import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, RadioField, SubmitButton } from '~/app/components/form';
import { Alert, PageHeader, When, pageMeta } from '~/app/components/page';
import { OwnAnswer } from '~/app/components/registration-box';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page, submit } from '~/app/transport.server';
import { actorOf } from '~/server/auth/actor';
import type { Ctx } from '~/server/context';
import { getMeetingById } from '~/server/domain/meetings/queries';
import { registerFor } from '~/server/domain/registrations/commands';
import { registrationSummary } from '~/server/domain/registrations/queries';
import { registerSchema } from '~/server/domain/registrations/schema';
import { readAnswer } from '~/server/mail/ways-out';
import { refuse } from '~/server/refusal';

// A link in a mail leads here, for its recipient alone and without signing in. Opening it answers nothing, for mail
// scanners open links too: the button does.

/** The one the mail was sent to, as the one who acts. */
async function asRecipient(ctx: Ctx, token: string): Promise<{ as: Ctx; meetingId: string }> {
  const { memberId, meetingId } = await readAnswer(ctx, token);
  const actor = await actorOf(ctx.db, memberId);
  // Nobody's any more: signing in would not help.
  if (!actor) throw refuse('link_not_ours');
  return { as: { ...ctx, actor }, meetingId };
}

export const loader = page(async ({ ctx, params, url }) => {
  const { as, meetingId } = await asRecipient(ctx, params.token ?? '');
  const { slug, title, day, startsAt } = await getMeetingById(as, meetingId);
  const summary = await registrationSummary(as, meetingId);
  const wanted = summary.answers.find((answer) => answer === url.searchParams.get('svar'));
  return { slug, title, day, startsAt, summary, chosen: wanted ?? summary.own?.answer, done: url.searchParams.has('besked') };
});

export const action = submit(registerSchema, async ({ ctx, input, key, language, params }) => {
  const { as, meetingId } = await asRecipient(ctx, params.token ?? '');
  const { answer, waiting } = await registerFor(as, meetingId, input.answer, key, 'mail');
  return onward(language, `/svar/${params.token}?svar=${answer}`, waiting ? 'registered_waiting' : `registered_${answer}`);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [...pageMeta(data?.title ?? ''), { name: 'robots', content: 'noindex' }, { name: 'referrer', content: 'same-origin' }];

export default function AnswerByMail() {
  const { slug, title, day, startsAt, summary, chosen, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const t = useT();
  const words = t.registrations;
  const full = summary.freeSeats === 0 && summary.own?.answer !== 'on_site';
  return (
    <>
      <PageHeader title={words.title} kicker={<>{title}, {startsAt ? <When at={startsAt} form="instant" /> : <When at={day} form="day" />}</>} lead={summary.can.register ? words.byMailLead : undefined} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${slug}`, label: title }, { label: words.title }]} />
      {summary.own && <OwnAnswer summary={summary} />}
      {summary.can.register ? (
        <PostForm answer={answer}>
          <RadioField key={chosen} name="answer" legend={words.choose} options={summary.answers.map((value) => ({ value, label: value === 'on_site' && full ? words.waitingAnswer : words.answers[value] }))} defaultValue={chosen} />
          <SubmitButton variant={done ? 'secondary' : 'primary'}>{words.confirm}</SubmitButton>
        </PostForm>
      ) : <Alert tone="info">{words.closed}</Alert>}
      <p><A to={`/moeder/${slug}`}>{words.seeMeeting}</A></p>
    </>
  );
}
