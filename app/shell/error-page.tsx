import { isRouteErrorResponse, useLocation, useRouteError } from '@remix-run/react';
import type { Catalogue } from '~/server/i18n';
import type { RefusalCode, RefusalData } from '~/server/refusal';
import { ButtonLink, PageHeader } from '../components/page';
import { TypedWords } from '../components/typed-words';
import { bare } from '../language';
import { useT } from './contexts';
import { sayRefusal } from './say';
import { SendAgain } from './send-again';
import { useViewer } from './viewer';

type Refused = { refusal: { code: RefusalCode; data: RefusalData }; typed?: Record<string, string | string[]> };
const isRefused = (data: unknown): data is Refused => typeof data === 'object' && data !== null && 'refusal' in data;

/** A page that could not be shown: why, and where one can go from here. */
export function ErrorPage() {
  const t = useT();
  const error = useRouteError();
  const { requestId, actor } = useViewer();
  const { pathname, search } = useLocation();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const title = titleOf(t, status);
  // What the address stands below may be missing itself.
  const lost = status === 404 && !(isRouteErrorResponse(error) && isRefused(error.data) && ['minutes_not_found', 'agenda_file_missing'].includes(error.data.refusal.code));
  const back = lost || status === 410 ? null : wayBack(bare(pathname));
  const signIn = (status === 401 || status === 403) && !actor;
  return (
    <>
      <PageHeader
        kicker={String(status)}
        title={title}
        lead={<p>{sentence()}</p>}
        actions={
          <>
            {signIn && <ButtonLink to={`/log-ind?videre=${encodeURIComponent(pathname + search)}`} variant="primary">{t.common.signIn}</ButtonLink>}
            {back && <ButtonLink to={back.to} variant={signIn ? 'secondary' : 'primary'}>{t.common.errors[back.label]}</ButtonLink>}
            {lost && <ButtonLink to="/soeg" variant="primary">{t.common.errors.toSearch}</ButtonLink>}
            <ButtonLink to="/" variant={signIn || back || lost ? 'secondary' : 'primary'}>{t.common.errors.toFront}</ButtonLink>
          </>
        }
      />
      {isRouteErrorResponse(error) && isRefused(error.data) && error.data.typed ? <><TypedWords values={error.data.typed} />{status === 401 && <SendAgain values={error.data.typed} />}</> : null}
      {status >= 500 && requestId && <p className="error-reference">{t.common.errors.reference(requestId)}</p>}
    </>
  );

  function sentence(): string {
    if (!isRouteErrorResponse(error)) return t.common.errors.failedText;
    if (isRefused(error.data)) return sayRefusal(t, error.data.refusal.code, error.data.refusal.data);
    const texts: Record<number, string> = { 404: t.common.errors.notFoundText, 405: t.common.errors.wrongMethodText, 413: t.common.errors.tooMuchText };
    return texts[status] ?? (status >= 500 ? t.common.errors.failedText : title);
  }
}

type Way = { to: string; label: 'toMeeting' | 'toProposal' | 'toOwnPage' | 'toDebate' | 'toPlan' };

/** The thing that the refused page belongs to: there one can go on. */
function wayBack(path: string): Way | null {
  const ways: [RegExp, Way['label']][] = [[/^\/moeder\/(?!ny$)[^/]+(?=\/)/, 'toMeeting'], [/^\/forslag\/[^/]+(?=\/)/, 'toProposal'], [/^\/min-side(?=\/)/, 'toOwnPage'], [/^\/debat(?=\/)/, 'toDebate'], [/^\/handlingsplaner\/[^/]+(?=\/)/, 'toPlan']];
  for (const [pattern, label] of ways) {
    const to = pattern.exec(path)?.[0];
    if (to) return { to, label };
  }
  return null;
}

/** The document title when the page could not be shown; null when it could. */
export function useErrorTitle(): string | null {
  const t = useT();
  const error = useRouteError();
  if (!error) return null;
  return `${titleOf(t, isRouteErrorResponse(error) ? error.status : 500)} – ${t.common.siteName}`;
}

function titleOf({ common: { errors } }: Catalogue, status: number): string {
  const titles: Record<number, string> = { 401: errors.signInFirst, 403: errors.forbidden, 404: errors.notFound, 405: errors.wrongMethod, 409: errors.conflict, 410: errors.gone, 413: errors.tooMuch, 422: errors.conflict, 429: errors.tooMany };
  return titles[status] ?? errors.failed;
}
