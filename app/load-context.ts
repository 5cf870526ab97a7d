import type { Ctx } from '~/server/context';
import type { Services } from '~/server/services';

declare module '@remix-run/node' {
  interface AppLoadContext {
    services: Services;
    ctx: Ctx;
    sessionId: string | null;
    nonce: string;
    requestId: string;
    ip: string;
  }
}
