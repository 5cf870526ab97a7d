// The site map: each public address and the route module behind it.
// Danish addresses stand without a prefix; the same ones answer in English under /en.

/** address -> module under app/routes (null: the front page) */
export const siteMap = [
  ['', 'front/page.tsx'],
  ['moeder', 'meetings/list.tsx'],
  ['moeder/ny', 'meetings/new.tsx'],
  ['moeder/:slug', 'meetings/one.tsx'],
  ['moeder/:slug/rediger', 'meetings/edit.tsx'],
  ['moeder/:slug/indkaldelse', 'meetings/call.tsx'],
  ['moeder/:slug/aflysning', 'meetings/cancel.tsx'],
  ['moeder/:slug/start', 'meetings/start.tsx'],
  ['moeder/:slug/afslutning', 'meetings/hold.tsx'],
];

/** The same site map for Remix: every address twice, told apart by its id. */
export function routes(defineRoutes) {
  return defineRoutes((route) => {
    for (const [address, module] of siteMap) {
      route(address || undefined, `routes/${module}`, { id: `da:/${address}`, index: address === '' });
      route(address ? `en/${address}` : 'en', `routes/${module}`, { id: `en:/${address}`, index: false });
    }
  });
}

export default {
  appDirectory: 'app',
  buildDirectory: 'build',
  routes,
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_singleFetch: true,
    v3_lazyRouteDiscovery: true,
    unstable_optimizeDeps: true,
  },
};
