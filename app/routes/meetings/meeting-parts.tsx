import type { SerializeFrom } from '@remix-run/node';
import { ButtonLink } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { partKinds } from '~/db/schema/states';
import type { getMeeting, PartHolder } from '~/server/domain/meetings/queries';

/** Chair and minute takers as facts of the meeting. Who is not told of by name is told of as named. */
export function usePartFacts(holders: PartHolder[]) {
  const { parts } = useT().meetings;
  return partKinds.map((part) => {
    const own = holders.filter((row) => row.part === part);
    const named = own.filter((row) => row.name !== null).map(({ name, organisation }) => (organisation ? `${name} (${organisation})` : name));
    const unnamed = own.length - named.length;
    return { label: parts.several[part](own.length), value: [...named, ...(unnamed === 0 ? [] : [unnamed === 1 ? parts.named : parts.namedMore(unnamed)])].join(', ') };
  });
}

type Shown = Pick<SerializeFrom<typeof getMeeting>, 'slug' | 'state'>;

/** For a chair or minute taker who is no organiser: what is theirs to do now. */
export function PartTools({ meeting: { slug, state }, part }: { meeting: Shown; part: { chair: boolean; minuteTaker: boolean } }) {
  const t = useT().meetings;
  const leads = part.chair && (state === 'called' || state === 'live');
  const writes = part.minuteTaker && state !== 'cancelled';
  if (!leads && !writes) return null;
  const begun = state === 'live' || state === 'held';
  return (
    <section className="tools" aria-labelledby="redskaber">
      <h2 className="tools__title" id="redskaber">{t.parts.yours}</h2>
      {leads && <p>{t.chairHelp}</p>}
      {writes && <p>{t.minuteTakerHelp} {t.parts.help.minute_taker}</p>}
      <div className="actions">
        {leads && <ButtonLink variant="primary" to={`/moeder/${slug}/live`}>{state === 'live' ? t.chairGo : t.chairReady}</ButtonLink>}
        {writes && begun && <ButtonLink variant={leads ? 'secondary' : 'primary'} to={`/moeder/${slug}/referat`}>{t.writeMinutes}</ButtonLink>}
      </div>
    </section>
  );
}
