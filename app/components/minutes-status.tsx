import type { MinutesState } from '~/db/schema/states';
import type { Minutes } from '~/server/domain/minutes/queries';
import { useT } from '../shell/contexts';
import { ButtonForm } from './form';
import { Alert, ButtonLink, Tag, When, type TagTone } from './page';

const toneOf: Record<MinutesState, TagTone> = { draft: 'neutral', in_review: 'info', approved: 'success', published: 'success' };

export function MinutesStateTag({ state }: { state: MinutesState }) {
  return <Tag tone={toneOf[state]}>{useT().minutes.states[state]}</Tag>;
}

type Whole = Pick<Minutes, 'state' | 'correctionsDue' | 'openCorrections' | 'can'>;

/** What the reader must know of minutes that are not yet published. */
export function MinutesBanner({ minutes, now }: { minutes: Whole; now: Date | string }) {
  const t = useT();
  const { state, correctionsDue, openCorrections } = minutes;
  if (state === 'draft') return <Alert tone="info" title={t.minutes.draftTitle}><p>{t.minutes.draftText}</p></Alert>;
  if (state === 'approved') return <Alert tone="info" title={t.minutes.approvedTitle}><p>{t.minutes.approvedText}</p></Alert>;
  if (state === 'published' || !correctionsDue) return null;
  const over = new Date(correctionsDue) < new Date(now);
  return (
    <Alert tone="info" title={t.minutes.reviewTitle}>
      <p>{over ? t.minutes.reviewOver : <>{t.minutes.reviewText} <When at={correctionsDue} form="day" />. {t.minutes.reviewTacit}</>}</p>
      {openCorrections > 0 && <p>{t.minutes.openCount(openCorrections)}</p>}
    </Alert>
  );
}

/** What an organiser or a minute taker can do next; nothing for anyone else. */
export function MinutesTools({ minutes, slug, now }: { minutes: Whole; slug: string; now: Date | string }) {
  const t = useT();
  const own = `/moeder/${slug}/referat`;
  const { can, correctionsDue } = minutes;
  const early = correctionsDue && new Date(correctionsDue) > new Date(now);
  if (!can.write && !can.approve && !can.publish && !can.correctPublished) return null;
  return (
    <section className="tools" aria-label={t.minutes.tools}>
      <h2 className="tools__title">{t.minutes.tools}</h2>
      {can.write && <ButtonLink to={`${own}/rediger`} variant="primary">{t.minutes.edit}</ButtonLink>}
      {can.approve && <>{early ? <p>{t.minutes.approveEarly}</p> : null}<ButtonForm action={`${own}/godkendelse`} label={t.minutes.approve} variant="primary" /></>}
      {can.publish && <><p>{t.minutes.publishHelp}</p><ButtonForm action={`${own}/offentliggoerelse`} label={t.minutes.publish} variant="primary" /></>}
      {can.correctPublished && <><p>{t.minutes.erratumHint}</p><ButtonLink to={`${own}/fejlrettelse`} variant="secondary">{t.minutes.erratum}</ButtonLink></>}
    </section>
  );
}
