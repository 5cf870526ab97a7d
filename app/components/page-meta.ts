import type { MetaDescriptor } from '@remix-run/node';

const site = 'OGP-forum';

/** The head of a page: `Møder – OGP-forum`, and what search engines show under it. */
export function pageMeta(title: string, description?: string): MetaDescriptor[] {
  const whole = title === site ? site : `${title} – ${site}`;
  return [
    { title: whole },
    { property: 'og:title', content: whole },
    { property: 'og:site_name', content: site },
    ...(description ? [{ name: 'description', content: description }, { property: 'og:description', content: description }] : []),
  ];
}
