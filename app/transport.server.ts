import { data, redirect as remixRedirect, type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import type { Language } from '~/db/schema/states';
import type { Ctx } from '~/server/context';
import { readFields } from '~/server/http/forms';
import { statusOf } from '~/server/http/status';
import { asRefusal, type RefusalCode, type RefusalData, type RefusalLike } from '~/server/refusal';
import { inLanguage, languageOf } from './language';
import './load-context';

type Common = {
  ctx: Ctx; context: AppLoadContext; params: Record<string, string>; language: Language; url: URL; request: Request;
  /** This page is shown again for a form that was just refused, without script: it must show the words, also to someone who may no longer send them. */
  afterForm: boolean;
};
/** What a form gets back when it was not taken: the words as typed, and what is wrong with them. */
export type FormAnswer = { values: Record<string, string | string[]>; errors: Record<string, string>; refusal: { code: RefusalCode; data: RefusalData } | null };

function common({ context, params, request }: LoaderFunctionArgs | ActionFunctionArgs): Common {
  const url = new URL(request.url);
  return { ctx: context.ctx, context, params: partsOf(params), language: languageOf(url.pathname), url, request, afterForm: context.typed !== undefined };
}

/** The parts of an address. PostgreSQL takes no NUL, so it becomes the sign for what is no letter: nothing has that in its address. */
const partsOf = (params: LoaderFunctionArgs['params']): Record<string, string> => Object.fromEntries(Object.entries(params).map(([key, value]) => [key, value?.replaceAll('\0', '\uFFFD') ?? '']));

/** Thrown out of a loader, a refusal becomes the error page with its status, and with the form that it would have swallowed. */
export const refusalResponse = ({ code, data: details, sort }: RefusalLike, typed?: FormAnswer['values']) => data({ refusal: { code, data: details }, typed }, { status: statusOf[sort] });

/** A loader: ask the domain, answer what it says. Someone who must sign in is sent there and back. */
export function page<T>(answer: (ask: Common) => Promise<T>) {
  return async (args: LoaderFunctionArgs): Promise<T> => {
    const ask = common(args);
    try {
      return await answer(ask);
    } catch (error) {
      const refusal = asRefusal(error);
      if (!refusal) throw error;
      // What kept the form from being taken matters more than what keeps its page from being shown.
      if (ask.context.typed) throw refusalResponse(ask.context.refused ?? refusal, ask.context.typed);
      if (refusal.sort === 'unauthenticated') throw remixRedirect(`${inLanguage(ask.language, '/log-ind')}?videre=${encodeURIComponent(ask.url.pathname + ask.url.search)}`);
      throw refusalResponse(refusal);
    }
  };
}

const secret = /password|adgangskode/i;

/** An action: parse the form, call the command, answer with a redirect. What is refused comes back as typed. */
export function submit<S extends z.ZodType>(schema: S, act: (ask: Common & { input: z.output<S>; key: string | undefined }) => Promise<Response>) {
  return async (args: ActionFunctionArgs) => {
    const ask = common(args);
    const values = await readFields(args.request);
    if (!values) throw data(null, { status: 413 });
    const shown = Object.fromEntries(Object.entries(values).filter(([name]) => !secret.test(name)));
    const parsed = schema.safeParse(values);
    if (!parsed.success) {
      const errors: Record<string, string> = {};
      for (const issue of parsed.error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message;
      ask.context.typed = shown;
      return data<FormAnswer>({ values: shown, errors, refusal: null }, { status: 422 });
    }
    try {
      return await act({ ...ask, input: parsed.data, key: idempotencyKey(shown, ask.url) });
    } catch (error) {
      const refusal = asRefusal(error);
      if (!refusal) throw error;
      ask.context.typed = shown;
      ask.context.refused = refusal;
      return data<FormAnswer>({ values: shown, errors: {}, refusal: { code: refusal.code, data: refusal.data } }, { status: statusOf[refusal.sort] });
    }
  };
}

/** An action that a script asks while its page stays open: what the command answers, or why not, as JSON. */
export function reply<S extends z.ZodType>(schema: S, act: (ask: Common & { input: z.output<S>; key: string | undefined }) => Promise<object>) {
  const run = submit(schema, async (ask) => Response.json(await act(ask)));
  return async (args: ActionFunctionArgs): Promise<Response> => {
    const answer = await run(args);
    return answer instanceof Response ? answer : Response.json(answer.data, { status: answer.init?.status ?? 422 });
  };
}

/** The same form sent twice has the same key; the same form with other words is another write. */
function idempotencyKey(values: FormAnswer['values'], url: URL): string | undefined {
  const { _key: key } = values;
  return typeof key === 'string' && key.length >= 8 ? `${url.pathname}\n${JSON.stringify(values)}` : undefined;
}

/** On to a page after a write, in the language of the form. `notice` names a sentence of the `notices` catalogue. */
export function onward(language: Language, path: string, notice?: string): Response {
  const [address = '/', fragment] = path.split('#');
  const query = notice ? `${address.includes('?') ? '&' : '?'}besked=${notice}` : '';
  return remixRedirect(asHeader(`${inLanguage(language, address)}${query}${fragment ? `#${fragment}` : ''}`), 303);
}

/** A header holds nothing but ASCII, and a browser takes a backslash for a slash. */
const asHeader = (address: string): string => address.replace(/[^\x21-\x7e]+|\\+/gu, encodeURIComponent);

/**
 * The loader of an address that only takes forms: whoever just opens it is sent to the thing itself.
 * It runs too when a form was refused, and must then leave the page to say why.
 */
export function backTo(path: (params: Record<string, string>) => string) {
  return ({ params, request }: LoaderFunctionArgs): Response | null => {
    const opened = request.headers.get('Accept')?.includes('text/html') === true && !request.headers.has('Content-Type');
    if (!opened) return null;
    const language = languageOf(new URL(request.url).pathname);
    const asWritten = Object.fromEntries(Object.entries(partsOf(params)).map(([key, value]) => [key, encodeURIComponent(value)]));
    return remixRedirect(inLanguage(language, path(asWritten)), 303);
  };
}
