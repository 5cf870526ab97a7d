import type { Language } from '~/db/schema/states';

/** The language of an address: English under /en, else Danish. */
export const languageOf = (path: string): Language => (path === '/en' || path.startsWith('/en/') || path.startsWith('/en.') ? 'en' : 'da');

/** The address without its language. */
export const bare = (path: string): string => (languageOf(path) === 'en' ? path.slice(3) || '/' : path);

/** The same address in a language: `/moeder` or `/en/moeder`. */
export const inLanguage = (language: Language, path: string): string => (language === 'en' ? (path === '/' ? '/en' : `/en${path}`) : path);
