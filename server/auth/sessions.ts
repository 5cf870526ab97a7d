import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle';
import { Lucia, TimeSpan, type Cookie } from 'lucia';
import type { Db } from '~/db/client';
import { members, sessions } from '~/db/schema';
import type { Actor } from '../context';
import { rightsOf } from './actor';

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>;
    DatabaseUserAttributes: Pick<typeof members.$inferSelect, 'name' | 'role' | 'language' | 'emailConfirmedAt'>;
  }
}

function makeLucia(db: Db, secure: boolean) {
  // The adapter's types ask for text ids; ours are uuid columns, which carry the same strings.
  const adapter = new DrizzlePostgreSQLAdapter(db, sessions as never, members as never);
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(30, 'd'),
    sessionCookie: { name: 'session', expires: true, attributes: { secure, sameSite: 'lax', path: '/' } },
    getUserAttributes: ({ name, role, language, emailConfirmedAt }) => ({ name, role, language, confirmed: emailConfirmedAt !== null }),
  });
}

export type Visit = { sessionId: string; actor: Actor; renewed: Cookie | null };

/** Sessions by Lucia: a cookie before sign-in is never set. */
export type Sessions = {
  read(cookieHeader: string | undefined): Promise<Visit | null>;
  begin(memberId: string): Promise<Cookie>;
  end(sessionId: string): Promise<Cookie>;
};

export function makeSessions(db: Db, secure: boolean): Sessions {
  const lucia = makeLucia(db, secure);
  return {
    async read(cookieHeader) {
      const sessionId = lucia.readSessionCookie(cookieHeader ?? '');
      if (!sessionId) return null;
      const { session, user } = await lucia.validateSession(sessionId);
      if (!session) return null;
      const { id, name, role, language, confirmed } = user;
      return {
        sessionId,
        actor: { id, name, role, language, confirmed, ...(await rightsOf(db, id)) },
        renewed: session.fresh ? lucia.createSessionCookie(sessionId) : null,
      };
    },
    begin: async (memberId) => lucia.createSessionCookie((await lucia.createSession(memberId, {})).id),
    async end(sessionId) {
      await lucia.invalidateSession(sessionId);
      return lucia.createBlankSessionCookie();
    },
  };
}
