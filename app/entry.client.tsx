import { RemixBrowser } from '@remix-run/react';
import { startTransition, StrictMode, useLayoutEffect, type ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { languageOf } from './language';
import { keepEarlyTyping } from './live/early-typing';
import { waitForConnection } from './live/patient-fetch';
import { CatalogueContext } from './shell/contexts';

const putBack = keepEarlyTyping();
waitForConnection();

/**
 * Before anything of the page looks at its fields, they hold again what was typed into them. Wrapped round the page,
 * not beside it: the ids that React makes count branches, and must be those of the server.
 */
function EarlyTyping({ children }: { children: ReactNode }) {
  useLayoutEffect(putBack, []);
  return children;
}

// Only the page's own language travels to the browser.
const load = languageOf(location.pathname) === 'en' ? import('~/server/i18n/en').then((m) => m.en) : import('~/server/i18n/da').then((m) => m.da);

void load.then((catalogue) => startTransition(() => {
  hydrateRoot(document, (
    <StrictMode>
      <CatalogueContext.Provider value={catalogue}>
        <EarlyTyping>
          <RemixBrowser />
        </EarlyTyping>
      </CatalogueContext.Provider>
    </StrictMode>
  ));
}));
