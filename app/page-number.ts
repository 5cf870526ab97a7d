/** `?side=3`: anything that is no page is the first. A page with several lists gives each a name of its own. */
export function pageNumber(url: URL, name = 'side'): number {
  const n = Number(url.searchParams.get(name) ?? '1');
  return Number.isInteger(n) && n > 0 && n < 100_000 ? n : 1;
}
