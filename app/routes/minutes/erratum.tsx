import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ConflictNotice, Hidden, PostForm, SubmitButton, TextArea } from '~/app/components/form';
import { PageHeader, Section, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { publishErratum } from '~/server/domain/minutes/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { mayCorrectPublished } from '~/server/domain/minutes/rules';
import { erratumField, erratumSchema } from '~/server/domain/minutes/schema';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  const minutes = await minutesOfMeeting(ctx, id);
  if (!afterForm) ensure(mayCorrectPublished(ctx.actor, minutes));
  const entries = minutes.entries.map((entry) => ({ id: entry.id, position: entry.position, title: entry.title, text: entry.text.trim(), decisions: entry.decisions.map(({ id: decisionId, number, text }) => ({ id: decisionId, number, text })) }));
  return { meeting: { slug, title }, number: minutes.newest?.number ?? 1, entries };
});

export const action = submit(erratumSchema, async ({ ctx, input, key, language, params }) => {
  const { id, slug } = await getMeeting(ctx, params.slug ?? '');
  await publishErratum(ctx, id, input, key);
  return onward(language, `/moeder/${slug}/referat/versioner`, 'erratum_published');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '');

export default function MakeErratum() {
  const { meeting, number, entries } = useLoaderData<typeof loader>();
  const t = useT();
  const answer = useActionData<typeof action>();
  const typed = (field: string) => String(answer?.values[field] ?? '');
  const texts = entries.flatMap((entry) => [{ field: erratumField('entry', entry.id), label: `${entry.position}. ${entry.title}`, text: entry.text }, ...entry.decisions.map((decision) => ({ field: erratumField('decision', decision.id), label: t.minutes.decisionTitle(decision.number), text: decision.text }))]);
  return (
    <>
      <PageHeader title={t.minutes.erratumTitle} kicker={meeting.title} lead={t.minutes.erratumLead} crumbs={readingCrumbs(t, meeting, t.minutes.erratumTitle)} />
      <PostForm answer={answer} className="form--wide">
        <ConflictNotice answer={answer} rows={texts.filter(({ field, text }) => typed(field) !== text).map(({ field, label, text }) => ({ label, theirs: text, mine: typed(field) }))} />
        <p>{t.minutes.erratumFrom(number)}</p>
        <Hidden name="number" value={number} />
        {entries.map((entry) => (
          <Section key={entry.id} title={`${entry.position}. ${entry.title}`}>
            <TextArea name={erratumField('entry', entry.id)} label={t.minutes.entryText} rows={6} maxLength={limits.entry} defaultValue={entry.text} />
            {entry.decisions.map((decision) => <TextArea key={decision.id} name={erratumField('decision', decision.id)} label={t.minutes.decisionTitle(decision.number)} rows={3} maxLength={limits.decision} defaultValue={decision.text} />)}
          </Section>
        ))}
        <TextArea name="note" label={t.minutes.erratumNote} hint={t.minutes.erratumNoteHint} rows={3} maxLength={limits.decisionReason} />
        <SubmitButton>{t.minutes.erratumSend}</SubmitButton>
      </PostForm>
    </>
  );
}
