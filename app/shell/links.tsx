import { Link, useLocation, type LinkProps } from '@remix-run/react';
import type { Language } from '~/db/schema/states';
import { inLanguage, languageOf } from '../language';

export const useLanguage = (): Language => languageOf(useLocation().pathname);

/** Makes an address of the site in the page's language. */
export function useHref(): (path: string) => string {
  const language = useLanguage();
  return (path) => inLanguage(language, path);
}

/** A link within the site; `to` is the Danish address, the language follows the page. */
export function A({ to, ...rest }: Omit<LinkProps, 'to'> & { to: string }) {
  const href = useHref();
  return <Link to={to.startsWith('#') || to.startsWith('?') ? to : href(to)} {...rest} />;
}
