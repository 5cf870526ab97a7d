/**
 * Where to go on to after signing in: a path of this site, or nothing. An address may be written in many ways
 * (`//host`, `/\host`, `/.//host`, with a tab inside), so what the browser would make of it is what counts.
 */
export function safePath(wanted: string | null | undefined): string | null {
  if (!wanted || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(wanted) || !URL.canParse(wanted, 'http://own.invalid')) return null;
  const { origin, pathname, search, hash } = new URL(wanted, 'http://own.invalid');
  return origin === 'http://own.invalid' && !pathname.startsWith('//') ? pathname + search + hash : null;
}
