/** How long (milliseconds) until a page asks again for data that a lost connection kept from it. */
const AGAIN_AFTER = 2_000;
/** A proxy, or the server itself, says that nobody can answer just now. */
const nobodyThere = (status: number) => status === 502 || status === 503 || status === 504;

/**
 * Remix puts an error in the place of the page, and of every word on it, when the page's own data or a form sent from it
 * meets a lost connection. So these wait here until somebody answers, or until the reader goes elsewhere. Sent again, a form
 * lands once: it bears its key. What is asked for another page fails at once, as it should.
 */
export function waitForConnection(): void {
  const fetchOnce = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const signal = init?.signal ?? null;
    const waits = () => isOwn(input, signal);
    const again = (init?.method ?? 'GET') === 'GET' || hasKey(init?.body);
    if (!again || !waits()) return fetchOnce(input, init);
    for (;;) {
      try {
        const answer = await fetchOnce(input, init);
        // Read to its end here: a connection is lost in the middle as well.
        if (!nobodyThere(answer.status)) return await whole(answer);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      await pause(signal);
      // Meanwhile the reader has gone to another page without waiting for it.
      if (!waits()) return fetchOnce(input, init);
    }
  };
}

const whole = async (answer: Response): Promise<Response> => {
  if (answer.body === null) return answer;
  const { status, statusText, headers } = answer;
  return new Response(await answer.arrayBuffer(), { status, statusText, headers });
};

/**
 * Whether it is data of the page that is open, or the answer to one of its forms; or the route that such a form is sent to,
 * which Remix asks for before it sends it. The routes of what comes into view it asks for beforehand, with no signal to call
 * that off, and again at each change of the page: nothing hangs on those.
 */
function isOwn(input: RequestInfo | URL, signal: AbortSignal | null): boolean {
  const url = new URL(input instanceof Request ? input.url : input, location.href);
  if (url.origin !== location.origin) return false;
  const routes = url.pathname === '/__manifest';
  if (routes && signal === null) return false;
  const asked = routes ? url.searchParams.getAll('p') : url.pathname.endsWith('.data') ? [url.pathname.slice(0, -'.data'.length)] : [];
  const own = location.pathname.replace(/\/$/, '') || '/_root';
  const forms = [...document.querySelectorAll('form[method=post]')].map((form) => new URL(form.getAttribute('action') ?? '', location.href).pathname);
  return asked.some((page) => page === own || forms.includes(page));
}

const hasKey = (body: BodyInit | null | undefined): boolean => (body instanceof URLSearchParams || body instanceof FormData) && body.has('_key');

/** Shortly, or as soon as the connection is back; not at all once the asking was called off. */
function pause(signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal?.removeEventListener('abort', done);
      if (signal?.aborted) reject(new DOMException('called off', 'AbortError'));
      else resolve();
    };
    const timer = setTimeout(done, AGAIN_AFTER);
    addEventListener('online', done);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
