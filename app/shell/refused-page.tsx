import { useActionData } from '@remix-run/react';
import { PageHeader } from '../components/page';
import { TypedWords } from '../components/typed-words';
import type { FormAnswer } from '../transport.server';
import { useT } from './contexts';
import { A } from './links';
import { sayError, sayRefusal } from './say';

/** What an address that only takes forms shows when it said no. A taken form has led on to a page. */
export function RefusedPage({ back }: { back: string }) {
  const t = useT();
  const answer = useActionData<FormAnswer>();
  return (
    <>
      <PageHeader title={t.common.refusedTitle} />
      <p role="alert">{answer?.refusal ? sayRefusal(t, answer.refusal.code, answer.refusal.data) : Object.values(answer?.errors ?? {}).map((message) => sayError(t, message)).join(' ') || t.validation.wrong}</p>
      <TypedWords values={answer?.values ?? {}} />
      <p><A to={back}>{t.common.back}</A></p>
    </>
  );
}
