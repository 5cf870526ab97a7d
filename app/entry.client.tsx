import { RemixBrowser } from '@remix-run/react';
import { startTransition, StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { languageOf } from './language';
import { CatalogueContext } from './shell/contexts';

// Only the page's own language travels to the browser.
const load = languageOf(location.pathname) === 'en' ? import('~/server/i18n/en').then((m) => m.en) : import('~/server/i18n/da').then((m) => m.da);

void load.then((catalogue) => startTransition(() => {
  hydrateRoot(document, (
    <StrictMode>
      <CatalogueContext.Provider value={catalogue}>
        <RemixBrowser />
      </CatalogueContext.Provider>
    </StrictMode>
  ));
}));
