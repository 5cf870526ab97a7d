import { createContext, useContext } from 'react';
import type { Catalogue } from '~/server/i18n';

export const NonceContext = createContext<string | undefined>(undefined);
export const CatalogueContext = createContext<Catalogue | null>(null);

/** The texts of the page's language. */
export function useT(): Catalogue {
  const catalogue = useContext(CatalogueContext);
  if (!catalogue) throw new Error('no catalogue above this component');
  return catalogue;
}
