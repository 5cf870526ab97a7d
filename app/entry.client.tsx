import { RemixBrowser } from '@remix-run/react';
import { startTransition, StrictMode, useLayoutEffect } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { languageOf } from './language';
import { keepEarlyTyping } from './live/early-typing';
import { CatalogueContext } from './shell/contexts';

const putBack = keepEarlyTyping();

/** Before anything of the page looks at its fields, they hold again what was typed into them. */
function EarlyTyping() {
  useLayoutEffect(putBack, []);
  return null;
}

// Only the page's own language travels to the browser.
const load = languageOf(location.pathname) === 'en' ? import('~/server/i18n/en').then((m) => m.en) : import('~/server/i18n/da').then((m) => m.da);

void load.then((catalogue) => startTransition(() => {
  hydrateRoot(document, (
    <StrictMode>
      <CatalogueContext.Provider value={catalogue}>
        <RemixBrowser />
        <EarlyTyping />
      </CatalogueContext.Provider>
    </StrictMode>
  ));
}));
