/** Someone with a cookie who sends forms, as a browser without JavaScript does. */
export type Visitor = {
  get(path: string): Promise<Response>;
  post(path: string, fields: Record<string, string | string[]>): Promise<Response>;
};

export function visitor(base: string, cookie = ''): Visitor {
  return {
    get: (path) => fetch(`${base}${path}`, { headers: { cookie }, redirect: 'manual' }),
    post(path, fields) {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      return fetch(`${base}${path}`, { method: 'POST', body, redirect: 'manual', headers: { cookie, origin: base } });
    },
  };
}

/** Signs in by the form and answers a visitor with the session. */
export async function signIn(base: string, email: string, password: string): Promise<Visitor> {
  const answer = await visitor(base).post('/log-ind', { email, password });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  if (!cookie.includes('session=')) throw new Error(`no session for ${email}: ${answer.status}`);
  return visitor(base, cookie);
}
