import { useRouteLoaderData } from '@remix-run/react';
import type { loader } from '../root';

const nobody = { actor: null, formSeed: '', origin: '', requestId: '' };

/** Who looks at the page, and what every page knows. */
export function useViewer() {
  return useRouteLoaderData<typeof loader>('root') ?? nobody;
}
