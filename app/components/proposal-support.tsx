import { useLocation } from '@remix-run/react';
import type { ProposalPage } from '~/server/domain/proposals/queries';
import { useT } from '../shell/contexts';
import { useViewer } from '../shell/viewer';
import { ButtonLink } from './content';
import { ButtonForm } from './submit';

type Shown = Pick<ProposalPage, 'id' | 'endorsements' | 'endorsed' | 'support' | 'state' | 'can'>;

/** How many support the proposal, from where, and the button to join them. */
export function ProposalSupport({ proposal }: { proposal: Shown }) {
  const t = useT().proposals;
  const { actor } = useViewer();
  const { pathname } = useLocation();
  const { id, endorsements, endorsed, support, state, can } = proposal;
  const address = `/forslag/${id}/tilkendegivelse`;
  return (
    <>
      <p><strong>{t.supporters(endorsements)}</strong></p>
      {support.length > 0 ? <ul>{support.map(({ kind, n }) => <li key={kind ?? 'none'}>{n} {t.supporterKinds[kind ?? 'none']}</li>)}</ul> : null}
      {endorsed ? <p>{t.youSupport}</p> : null}
      {state === 'submitted' ? <p>{t.supportText}</p> : null}
      {can.endorse ? <ButtonForm action={address} label={endorsed ? t.supportUndo : t.supportThis} variant={endorsed ? 'secondary' : 'primary'} hidden={endorsed ? { withdraw: 1 } : {}} preventScrollReset /> : null}
      {!actor && state === 'submitted' ? <ButtonLink to={`/log-ind?videre=${encodeURIComponent(pathname)}`}>{t.supportSignIn}</ButtonLink> : null}
    </>
  );
}
