/**
 * Changes the page without moving what the reader is at: the field that has the focus, else the first post in view.
 */
export function keepPlace(container: HTMLElement | null, change: () => void): void {
  const held = container && anchorIn(container);
  const before = held?.getBoundingClientRect().top ?? 0;
  change();
  const moved = held?.isConnected ? held.getBoundingClientRect().top - before : 0;
  if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
}

function anchorIn(container: HTMLElement): Element | null {
  const focused = document.activeElement;
  if (focused && container.contains(focused) && inView(focused)) return focused;
  return [...container.querySelectorAll('article, form')].find(inView) ?? null;
}

function inView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
