// The site map: each public address and the route module behind it.
// Danish addresses stand without a prefix; the same ones answer in English under /en.

/** address -> module under app/routes (null: the front page) */
export const siteMap = [
  ['', 'front/page.tsx'],
  ['organisation', 'organisers/desk.tsx'],
  ['moeder', 'meetings/list.tsx'],
  ['moeder/ny', 'meetings/new.tsx'],
  ['moeder/:slug', 'meetings/one.tsx'],
  ['moeder/:slug/rediger', 'meetings/edit.tsx'],
  ['moeder/:slug/indkaldelse', 'meetings/call.tsx'],
  ['moeder/:slug/aflysning', 'meetings/cancel.tsx'],
  ['moeder/:slug/start', 'meetings/start.tsx'],
  ['moeder/:slug/afslutning', 'meetings/hold.tsx'],
  ['opret', 'members/join.tsx'],
  ['opret/sendt', 'members/join-sent.tsx'],
  ['bekraeft/:token', 'members/confirm.tsx'],
  ['log-ind', 'members/sign-in.tsx'],
  ['log-ud', 'members/sign-out.tsx'],
  ['glemt-adgangskode', 'members/forgotten.tsx'],
  ['glemt-adgangskode/sendt', 'members/forgotten-sent.tsx'],
  ['ny-adgangskode/:token', 'members/new-password.tsx'],
  ['foerste-login/:token', 'members/first-sign-in.tsx'],
  ['min-side', 'members/own-page.tsx'],
  ['min-side/oplysninger', 'members/profile.tsx'],
  ['min-side/adgangskode', 'members/own-password.tsx'],
  ['min-side/bekraeftelse', 'members/confirmation-again.tsx'],
  ['organisation/medlemmer', 'members/list.tsx'],
  ['organisation/medlemmer/:id', 'members/member.tsx'],
  ['organisation/medlemmer/:id/rolle', 'members/role.tsx'],
  ['organisation/medlemmer/:id/initiativer', 'members/owner-set.tsx'],
  ['organisation/medlemmer/:id/initiativer/:initiativeId/fjern', 'members/owner-remove.tsx'],
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
