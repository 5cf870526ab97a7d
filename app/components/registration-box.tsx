import { useLocation } from '@remix-run/react';
import type { RegistrationAnswer } from '~/db/schema/states';
import type { RegistrationSummary } from '~/server/domain/registrations/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ButtonLink } from './content';
import { Section } from './header';
import { ButtonForm } from './form';
import { PostForm } from './post-form';
import { RegistrationFigures } from './registration-figures';
import { SubmitButton, type ButtonVariant } from './submit';

const weight: Record<RegistrationAnswer, ButtonVariant> = { on_site: 'primary', online: 'primary', not_attending: 'secondary' };

/** Who comes to a meeting, and the viewer's own answer: one form, one button for each other answer. Section `#tilmelding`. */
export function RegistrationBox({ slug, summary }: { slug: string; summary: RegistrationSummary }) {
  const t = useT().registrations;
  const { own, answers } = summary;
  return (
    <Section title={t.title} id="tilmelding">
      <RegistrationFigures summary={summary} />
      <OwnAnswer summary={summary} />
      {summary.can.register ? (
        <PostForm action={`/moeder/${slug}/tilmelding`} className="registration__answers" preventScrollReset>
          {answers.filter((answer) => answer !== own?.answer).map((answer) => (
            <SubmitButton key={answer} name="answer" value={answer} variant={own ? 'secondary' : weight[answer]}>{answer === 'on_site' && summary.freeSeats === 0 ? t.waitingAnswer : t.answers[answer]}</SubmitButton>
          ))}
        </PostForm>
      ) : <WhyNot summary={summary} />}
      {summary.can.register && summary.viewer && own?.answer !== 'not_attending' && (
        <details className="details">
          <summary className="details-summary">{t.uninviteOwn}</summary>
          <div className="details-text"><p>{t.uninviteOwnHint}</p><ButtonForm action={`/moeder/${slug}/tilmelding/tilbagekaldelse`} hidden={{ memberId: summary.viewer }} label={t.uninviteOwn} preventScrollReset /></div>
        </details>
      )}
      {summary.can.seeAll && <p><A to={`/moeder/${slug}/tilmeldinger`}>{t.list}</A></p>}
    </Section>
  );
}

/** What the viewer has answered, and where in the line they stand. */
export function OwnAnswer({ summary: { own, can, freeSeats } }: { summary: RegistrationSummary }) {
  const t = useT().registrations;
  if (!own) return can.register && freeSeats === 0 ? <p>{t.full}</p> : null;
  return <p className="registration__own"><strong>{own.waiting ? t.ownWaiting(own.place ?? 1) : t.own[own.answer]}</strong></p>;
}

/** Why there is no form, and what to do about it. */
export function WhyNot({ summary }: { summary: RegistrationSummary }) {
  const t = useT().registrations;
  const { pathname, search } = useLocation();
  if (!summary.open) return <p>{t.closed}</p>;
  if (summary.refused?.code === 'email_not_confirmed') return <p>{t.confirmAddress}</p>;
  return (
    <>
      <p>{t.signInText}</p>
      <ButtonLink to={`/log-ind?videre=${encodeURIComponent(pathname + search)}`}>{t.signIn}</ButtonLink>
    </>
  );
}
