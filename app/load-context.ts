import type { Ctx } from '~/server/context';
import type { FilesAnswer } from '~/server/http/files';
import type { RefusalLike } from '~/server/refusal';
import type { Services } from '~/server/services';

declare module '@remix-run/node' {
  interface AppLoadContext {
    services: Services;
    ctx: Ctx;
    sessionId: string | null;
    nonce: string;
    /** Seeds the keys of this page's forms, so that a form sent twice is one write. */
    formSeed: string;
    requestId: string;
    ip: string;
    /** What became of the files of this request. */
    files: FilesAnswer | undefined;
    /** The form of this request, when it was refused, and why: no page of the same request may lose it. */
    typed?: Record<string, string | string[]>;
    refused?: RefusalLike;
  }
}
