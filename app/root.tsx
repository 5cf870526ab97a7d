import './load-context';
import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useLocation, useRouteLoaderData } from '@remix-run/react';
import { useContext, type ReactNode } from 'react';
import { isOrganiser } from '~/server/context';
import { bare, inLanguage } from './language';
import { NonceContext } from './shell/contexts';
import { ErrorPage, useErrorTitle } from './shell/error-page';
import { Frame } from './shell/frame';
import { useLanguage } from './shell/links';
import styles from './styles/main.scss?url';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: styles }, { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }];

export function loader({ context }: LoaderFunctionArgs) {
  const { actor } = context.ctx;
  return {
    actor: actor && { id: actor.id, name: actor.name, role: actor.role, confirmed: actor.confirmed, readsDrafts: isOrganiser(actor) || actor.chairs.length + actor.takesMinutes.length > 0 },
    formSeed: context.formSeed,
    origin: context.services.config.baseUrl,
    requestId: context.requestId,
  };
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const language = useLanguage();
  const { pathname } = useLocation();
  const root = useRouteLoaderData<typeof loader>('root');
  const address = bare(pathname);
  const errorTitle = useErrorTitle();
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {errorTitle ? <title>{errorTitle}</title> : <Meta />}
        <link rel="canonical" href={`${root?.origin ?? ''}${inLanguage(language, address)}`} />
        <link rel="alternate" hrefLang="da" href={`${root?.origin ?? ''}${address}`} />
        <link rel="alternate" hrefLang="en" href={`${root?.origin ?? ''}${inLanguage('en', address)}`} />
        <Links />
      </head>
      <body>
        <Frame>{children}</Frame>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
