import { useActionData } from '@remix-run/react';
import { Alert, ButtonLink, PageHeader } from '../components/page';
import { TypedWords } from '../components/typed-words';
import type { FormAnswer } from '../transport.server';
import { useT } from './contexts';
import { sayError, sayRefusal } from './say';
import { SendAgain } from './send-again';

/** What an address that only takes forms shows when it said no. A taken form has led on to a page. */
export function RefusedPage({ back }: { back: string }) {
  const t = useT();
  const answer = useActionData<FormAnswer>();
  return (
    <>
      <PageHeader title={t.common.refusedTitle} />
      <Alert tone="error" role="alert">{answer?.refusal ? sayRefusal(t, answer.refusal.code, answer.refusal.data) : Object.values(answer?.errors ?? {}).map((message) => sayError(t, message)).join(' ') || t.validation.wrong}</Alert>
      <TypedWords values={answer?.values ?? {}} />
      {answer?.refusal?.code === 'not_signed_in' && <SendAgain values={answer.values} />}
      <p className="refused__back"><ButtonLink to={back} variant="primary">{t.common.back}</ButtonLink></p>
    </>
  );
}
