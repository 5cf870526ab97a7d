import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable, type AppLoadContext, type EntryContext, type HandleErrorFunction } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { catalogueOf } from '~/server/i18n';
import { asRefusal } from '~/server/refusal';
import { languageOf } from './language';
import { CatalogueContext, NonceContext } from './shell/contexts';

const GIVE_UP_AFTER = 10_000;

export default function handleRequest(request: Request, status: number, headers: Headers, remix: EntryContext, context: AppLoadContext): Promise<Response> {
  const language = languageOf(new URL(request.url).pathname);
  return new Promise((resolve, reject) => {
    let failed = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={context.nonce}>
        <CatalogueContext.Provider value={catalogueOf(language)}>
          <RemixServer context={remix} url={request.url} nonce={context.nonce} />
        </CatalogueContext.Provider>
      </NonceContext.Provider>,
      {
        nonce: context.nonce,
        // Nothing is deferred: every reader gets the whole page, with or without JavaScript.
        onAllReady() {
          clearTimeout(timer);
          const body = new PassThrough();
          headers.set('Content-Type', 'text/html; charset=utf-8');
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: failed ? 500 : status }));
          pipe(body);
        },
        onShellError(error) {
          clearTimeout(timer);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
        onError(error) {
          failed = true;
          context.services.log.error({ err: error, requestId: context.requestId }, 'rendering failed');
        },
      },
    );
    const timer = setTimeout(abort, GIVE_UP_AFTER);
  });
}

export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted || asRefusal(error) || (isRouteErrorResponse(error) && error.status < 500)) return;
  (context as AppLoadContext | undefined)?.services.log.error({ err: error, requestId: context.requestId }, 'request failed');
};
