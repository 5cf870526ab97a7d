import { useLocation } from '@remix-run/react';
import { bare } from '../language';
import { useT } from '../shell/contexts';
import { ButtonForm } from './form';

/** `concerned`: gets mail without having asked for it. */
type Followed = { state: 'follows' | 'muted' | 'none'; concerned?: boolean };

/** Whether the viewer gets mail about a thing, and the buttons to change it. `action`: the address that takes it. */
export function FollowBox({ own, action, canMute = true }: { own: Followed | null; action: string; canMute?: boolean }) {
  const t = useT().mailChoices.follow;
  const { pathname, search } = useLocation();
  if (!own) return null;
  const back = bare(pathname + search);
  const to = (state: Followed['state'], label: string) => <ButtonForm action={action} hidden={{ state, back }} label={label} variant="tertiary" preventScrollReset />;
  return (
    <div className="follow">
      <p className="follow__state">{own.concerned && own.state !== 'muted' ? t.concerned : t.states[own.state]}</p>
      <div className="actions">
        {own.state === 'none' && !own.concerned && to('follows', t.follows)}
        {own.state === 'follows' && !own.concerned && to('none', t.none)}
        {own.state === 'muted' ? to('follows', t.unmute) : canMute && to('muted', t.muted)}
      </div>
    </div>
  );
}
