import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ConflictNotice, Hidden, PostForm, RadioField, SubmitButton, TextArea } from '~/app/components/form';
import { Alert, PageHeader, PlainText, Section, pageMeta } from '~/app/components/page';
import { TextDifference } from '~/app/components/text-difference';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { decideCorrection } from '~/server/domain/corrections/commands';
import { getCorrection } from '~/server/domain/corrections/queries';
import { mayDecideCorrection } from '~/server/domain/corrections/rules';
import { decideCorrectionSchema } from '~/server/domain/corrections/schema';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';
import { backToDesk } from '../organisers/back-to-desk';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const { correction, difference, entry, meeting, minutes } = await getCorrection(ctx, params.id ?? '');
  if (!afterForm) ensure(mayDecideCorrection(ctx.actor, minutes, correction));
  return { correction, difference, meeting, entry: { title: entry.title, text: entry.text, version: entry.version }, changed: entry.updatedAt > correction.createdAt };
});

export const action = submit(decideCorrectionSchema, async ({ ctx, input, key, language, params, url }) => {
  const { slug } = (await getCorrection(ctx, params.id ?? '')).meeting;
  await decideCorrection(ctx, params.id ?? '', input, key);
  return onward(language, backToDesk(url, 'rettelser', `/moeder/${slug}/referat#rettelse-${params.id}`), 'correction_decided');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function DecideCorrection() {
  const { correction, difference, entry, meeting, changed } = useLoaderData<typeof loader>();
  const t = useT();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={t.minutes.decideTitle} kicker={entry.title} lead={t.minutes.decideLead} crumbs={readingCrumbs(t, meeting, t.minutes.correction)} />
      {changed && <Alert tone="warning"><p>{t.minutes.decideChanged}</p></Alert>}
      <div className="columns">
        <Section title={t.minutes.standsNow}><PlainText text={entry.text} /></Section>
        <Section title={t.minutes.correctionText}>
          <TextDifference pieces={difference} />
          <p className="form-hint">{t.minutes.reading.legend}</p>
          <p><strong>{t.minutes.correctionBy(correction.author)}:</strong> {correction.why}</p>
        </Section>
      </div>
      <PostForm answer={answer}>
        <ConflictNotice answer={answer} rows={[{ label: t.minutes.decideText, theirs: entry.text, mine: String(answer?.values.text ?? '') }]} />
        <Hidden name="version" value={entry.version} />
        <RadioField name="decision" legend={t.minutes.decideAs} options={[{ value: 'accepted', label: t.minutes.decideAccept }, { value: 'declined', label: t.minutes.decideDecline }]} />
        <TextArea name="text" label={t.minutes.decideText} hint={t.minutes.decideTextHint} required={false} rows={10} maxLength={limits.entry} defaultValue={correction.proposedText} />
        <TextArea name="reason" label={t.minutes.decideReason} rows={3} maxLength={limits.decisionReason} />
        <SubmitButton>{t.minutes.decideSend}</SubmitButton>
      </PostForm>
    </>
  );
}
