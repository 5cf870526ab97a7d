import type { SerializeFrom } from '@remix-run/node';
import { ButtonForm } from '~/app/components/form';
import { ButtonLink } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import type { getMeeting } from '~/server/domain/meetings/queries';
import type { NextStep } from '~/server/domain/meetings/rules';
import { stepAddress } from '../organisers/step-address';

type Shown = Pick<SerializeFrom<typeof getMeeting>, 'slug' | 'state' | 'can'>;

/** For organisers: the one next step first, then what else can be done. */
export function OrganiserTools({ meeting, next }: { meeting: Shown; next: NextStep }) {
  const t = useT();
  const { can, state } = meeting;
  const address = `/moeder/${meeting.slug}`;
  const running = state === 'called' || state === 'live';
  if (next === 'none' && !can.edit && !can.cancel) return null;
  return (
    <section className="tools" aria-labelledby="redskaber">
      <h2 className="tools__title" id="redskaber">{t.meetings.organiserTools}</h2>
      {can.call ? <p>{t.meetings.callHelp}</p> : null}
      <div className="actions">
        {next === 'none' ? null : <NextAction next={next} slug={meeting.slug} />}
        {running && next !== 'publish_agenda' ? <ButtonLink to={`${address}/dagsorden/rediger`}>{t.agenda.edit}</ButtonLink> : null}
        {can.edit ? <ButtonLink to={`${address}/rediger`}>{t.meetings.editTitle}</ButtonLink> : null}
        {can.nameParts && state !== 'held' ? <ButtonLink to={`${address}/roller`}>{t.meetings.parts.edit}</ButtonLink> : null}
        {can.cancel ? <ButtonLink variant="tertiary" to={`${address}/aflysning`}>{t.meetings.cancel}</ButtonLink> : null}
      </div>
    </section>
  );
}

/** What takes only a press of a button is done here; the rest on its own page. */
function NextAction({ next, slug }: { next: NextStep; slug: string }) {
  const t = useT();
  const address = `/moeder/${slug}`;
  if (next === 'call') return <ButtonForm action={`${address}/indkaldelse`} label={t.meetings.call} variant="primary" />;
  if (next === 'begin_minutes') return <ButtonForm action={`${address}/referat/begyndelse`} label={t.organisers.steps.begin_minutes} variant="primary" />;
  return <ButtonLink variant="primary" to={stepAddress(next, slug)}>{t.organisers.steps[next]}</ButtonLink>;
}
