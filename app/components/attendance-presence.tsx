import type { SerializeFrom } from '@remix-run/node';
import { useLocation } from '@remix-run/react';
import type { Attendance } from '~/server/domain/attendance/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { StayButton } from './floor-stay';
import { useViewQuery } from './floor-views';

type Shown = Pick<SerializeFrom<Attendance> | Attendance, 'here' | 'own' | 'ways' | 'can' | 'refused'>;

/** How many are at the running meeting, and the viewer's own »I am here«. Section `#fremmoede`. */
export function PresenceBox({ slug, attendance }: { slug: string; attendance: Shown }) {
  const t = useT().attendance;
  const { here, own, can } = attendance;
  const path = `/moeder/${slug}/fremmoede`;
  return (
    <section className="presence" id="fremmoede" aria-labelledby="fremmoede-titel">
      <h2 className="presence__title" id="fremmoede-titel">{t.title}</h2>
      {here.total === 0 ? <p>{t.nobodyHere}</p> : <p><strong className="presence__count">{t.here(here.total)}</strong> <span className="presence__ways">{t.ways(here.onSite, here.online, here.guests)}</span></p>}
      <Own slug={slug} attendance={attendance} />
      <p className="presence__more">{can.keep ? <A className="button button-secondary" to={path}>{t.keep}</A> : here.total > 0 || own ? <A to={path}>{t.seeList}</A> : null}</p>
    </section>
  );
}

/** The one button that says what is so, and how one stands now. */
function Own({ slug, attendance: { own, ways, can, refused } }: { slug: string; attendance: Shown }) {
  const t = useT().attendance;
  const { pathname } = useLocation();
  const query = useViewQuery('fremmoede');
  const path = `/moeder/${slug}/fremmoede/mig`;
  if (refused?.code === 'not_signed_in') return <p><A to={`/log-ind?videre=${encodeURIComponent(pathname)}`}>{t.signIn}</A></p>;
  if (refused?.code === 'email_not_confirmed') return <p>{t.confirmAddress}</p>;
  if (refused) return null;
  const there = own !== null && own.leftAt === null;
  const words = there ? t.change : own ? t.back : t.arrive;
  const offered = there ? ways.filter((way) => way !== own.way) : ways;
  return (
    <>
      <p>{there ? t.own[own.way] : own ? t.ownLeft : t.consent}</p>
      <div className="actions presence__actions">
        {offered.map((way) => <StayButton key={way} action={`${path}${query}`} label={words[way]} hidden={{ way }} variant={own ? 'secondary' : 'primary'} />)}
        {can.leave && <StayButton action={`${path}/afgang${query}`} label={t.leave} variant="secondary" />}
      </div>
    </>
  );
}
