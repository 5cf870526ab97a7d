import type { LivePage } from '../routes/agenda/live';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ButtonForm } from './form';
import { Alert, PlainText, When } from './page';

/** Before the start: when it is, and what keeps it from starting. */
export function BeforeMeeting({ meeting, live }: Pick<LivePage, 'meeting' | 'live'>) {
  const t = useT();
  const words = t.agenda.live;
  const path = `/moeder/${meeting.slug}`;
  const missing = [
    meeting.state === 'draft' && words.missingCall,
    meeting.agendaState === 'open' && words.missingAgenda,
    live.waiting > 0 && words.missingProposals(live.waiting),
  ].filter((sentence) => sentence !== false);
  return (
    <section className="live__before" aria-labelledby="foer">
      <h2 id="foer">{words.notBegun}</h2>
      {meeting.startsAt && <p>{words.begins} <When at={meeting.startsAt} form="instant" />{meeting.endsAt && <> {words.ends} {t.agenda.at} <When at={meeting.endsAt} form="time" /></>}.</p>}
      <p>{words.willFollow} {words.coming(live.coming.onSite, live.coming.online)}</p>
      {missing.length === 0 && <p>{words.ready}</p>}
      {missing.length > 0 && <Alert tone="info" title={words.missing}><ul>{missing.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul></Alert>}
      <div className="actions">
        {meeting.can.start && missing.length === 0 && <ButtonForm action={`${path}/start`} variant="primary" label={t.meetings.start} />}
        {meeting.can.organise && missing.length > 0 && <A className="button button-primary" to={`${path}/dagsorden/rediger`}>{t.agenda.edit}</A>}
        <A className="button button-secondary" to={`${path}/dagsorden`}>{words.toAgenda}</A>
        {meeting.state === 'called' && <A className="button button-secondary" to={path}>{words.toMeeting}</A>}
      </div>
    </section>
  );
}

/** After the end: when that was, and where to read on. */
export function AfterMeeting({ meeting }: Pick<LivePage, 'meeting'>) {
  const t = useT();
  const words = t.agenda.live;
  const path = `/moeder/${meeting.slug}`;
  if (meeting.state === 'cancelled') return <Alert tone="warning" title={words.cancelled}>{meeting.cancelReason && <PlainText text={meeting.cancelReason} />}</Alert>;
  return (
    <section className="live__after" aria-labelledby="efter">
      <h2 id="efter">{words.over}</h2>
      {meeting.heldAt && meeting.startedAt && <p>{words.ended} <When at={meeting.heldAt} form="instant" />.</p>}
      {!meeting.toMinutes && <p>{t.meetings.minutesComing}</p>}
      <div className="actions">
        {meeting.toMinutes && <A className="button button-primary" to={`${path}/referat`}>{words.toMinutes}</A>}
        <A className="button button-secondary" to={`${path}/dagsorden`}>{words.toAgenda}</A>
      </div>
    </section>
  );
}
