/** `?side=3`: anything that is no page is the first. */
export function pageNumber(url: URL): number {
  const n = Number(url.searchParams.get('side') ?? '1');
  return Number.isInteger(n) && n > 0 && n < 100_000 ? n : 1;
}
