import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const url = (...protocols: string[]) => z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `must be an address beginning with ${protocols.map((p) => `${p}//`).join(' or ')}`);

/** An address, a range of them (`10.0.0.0/8`), or a range by its name. */
function isProxy(part: string): boolean {
  const [address = '', bits, ...rest] = part.trim().split('/');
  if (bits === undefined) return isIP(address) > 0 || ['loopback', 'linklocal', 'uniquelocal'].includes(address);
  return isIP(address) > 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (isIP(address) === 4 ? 32 : 128);
}

/** With at least a bucket behind the host, and nothing that would be lost or shown in a log. */
function isBucket(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { pathname, search, hash, username, password } = new URL(value);
  return /^\/[^/]/.test(pathname) && search === '' && hash === '' && username === '' && password === '';
}

/** What is wrong with the address of a mailbox, or null. */
function wrongInbox(value: string): string | null {
  if (!URL.canParse(value) || !['imap:', 'imaps:'].includes(new URL(value).protocol)) return 'must be an address beginning with imap:// or imaps://';
  if (new URL(value).username === '') return 'must name who signs in, as in imaps://name:password@imap.example.org/INBOX';
  try {
    decodeURIComponent(value);
    return null;
  } catch {
    return 'must write a percent sign in a name or password as %25';
  }
}

const settings = z.object({
  PORT: z.coerce.number('must be a whole number').int('must be a whole number').min(1, 'must be from 1 to 65535').max(65535, 'must be from 1 to 65535').default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  WORKERS: z.coerce.number('must be a whole number').int('must be a whole number').min(1, 'must be from 1 to 64').max(64, 'must be from 1 to 64').optional(),
  BASE_URL: url('http:', 'https:').optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z.string().regex(/^[^<>\r\n]*<?[^<>@\s]+@[^<>@\s]+>?$/, 'must be a mail address, as in OGP-forum <forum@example.org>').default('OGP-forum <forum@example.org>'),
  EXAMPLE_DATA: z.enum(['auto', 'none'], 'must be auto or none').default('auto'),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  TRUST_PROXY: z.string().refine((value) => /^(true|false|\d+)$/.test(value) || value.split(',').every(isProxy), 'must be true, false, a number of proxies, or their addresses').default('false'),
  MAIL_INBOX: z.string().superRefine((value, context) => {
    const message = wrongInbox(value);
    if (message) context.addIssue({ code: 'custom', message });
  }).optional(),
  MAIL_LISTEN: z.string().regex(/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, 'must be an address and a port, as in 127.0.0.1:2525').refine((value) => Number(value.split(':').at(-1)) <= 65535, 'must have a port up to 65535').optional(),
  MAIL_HOOK_SECRET: z.string().min(24, 'must be 24 letters or more').optional(),
  MAIL_AUTHSERV_ID: z.string().regex(/^[\w.-]+$/, 'must be the name that your mail server writes first in Authentication-Results, as in mx.example.org').optional(),
  METRICS_TOKEN: z.string().min(24, 'must be 24 letters or more').optional(),
  FILES_URL: url('http:', 'https:').refine(isBucket, 'must be the address of a bucket, as in https://s3.example.org/bucket, without a name, password or query').optional(),
  FILES_REGION: z.string().regex(/^[\w-]+$/, 'must be a region, as in eu-north-1').default('us-east-1'),
  FILES_KEY_ID: z.string().optional(),
  FILES_SECRET: z.string().optional(),
}).superRefine((given, context) => {
  const keys = ['FILES_KEY_ID', 'FILES_SECRET'] as const;
  for (const name of keys) {
    if (given.FILES_URL !== undefined && given[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: 'must be set when FILES_URL is' });
    if (given.FILES_URL === undefined && given[name] !== undefined) context.addIssue({ code: 'custom', path: ['FILES_URL'], message: `must be set when ${name} is` });
  }
  // With the mark of 46 letters the part before the @ stays within 64 (RFC 5321, 4.5.3.1.1).
  const local = /([^<>@\s]+)@/.exec(given.MAIL_FROM)?.[1] ?? '';
  if ((given.MAIL_INBOX ?? given.MAIL_LISTEN ?? given.MAIL_HOOK_SECRET) && local.length > 18) context.addIssue({ code: 'custom', path: ['MAIL_FROM'], message: 'must have at most 18 letters before the @ where mail is read, for a mark is added to it' });
});

/** Settings that no message repeats. */
const secret = ['FILES_SECRET', 'MAIL_HOOK_SECRET', 'MAIL_INBOX', 'METRICS_TOKEN'];

/**
 * How mail comes in: read from a mailbox, taken by a listener of our own, or handed to an HTTP address by someone who holds
 * the secret. `answers`: any of them, so that what is sent out may ask for answers. `authserv`: the mail server whose
 * Authentication-Results must vouch for a sender; null: none is asked.
 */
export type Inbound = { mailbox: string | null; listen: { host: string; port: number } | null; hookSecret: string | null; answers: boolean; authserv: string | null };

/** A bucket of an S3-compatible service: `https://host/bucket/folder`. */
export type S3Setting = { url: string; region: string; keyId: string; secret: string };

export type Config = {
  port: number; host: string;
  /** How many processes serve. */
  workers: number;
  baseUrl: string; databaseUrl: string | undefined; dataDir: string;
  smtpUrl: string | undefined; mailFrom: string; exampleData: 'auto' | 'none'; logLevel: string; trustProxy: boolean | number | string; writesPerMinute: number;
  inbound: Inbound;
  /** Null: there is no /metrics. */
  metricsToken: string | null;
  /** Null: files are kept in DATA_DIR. */
  s3: S3Setting | null;
};

function inboundOf(s: { MAIL_INBOX?: string | undefined; MAIL_LISTEN?: string | undefined; MAIL_HOOK_SECRET?: string | undefined; MAIL_AUTHSERV_ID?: string | undefined }): Inbound {
  const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(s.MAIL_LISTEN ?? '') ?? [];
  return { mailbox: s.MAIL_INBOX ?? null, listen: s.MAIL_LISTEN ? { host, port: Number(port) } : null, hookSecret: s.MAIL_HOOK_SECRET ?? null, answers: Boolean(s.MAIL_INBOX ?? s.MAIL_LISTEN ?? s.MAIL_HOOK_SECRET), authserv: s.MAIL_AUTHSERV_ID ?? null };
}

const shownValue = (given: Record<string, string | undefined>, name: string): string => (secret.includes(name) && given[name] ? '…' : (given[name] ?? '').replace(/\/\/[^/@]*@/, '//…@'));

/** Reads the settings from the environment; answers the wrong ones as sentences, one a setting. */
export function readConfig(env: Record<string, string | undefined>): { config: Config } | { problems: string[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    return { problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message} (it is “${shownValue(given, String(issue.path[0]))}”)`) };
  }
  const s = parsed.data;
  const shown = s.HOST === '0.0.0.0' || s.HOST === '::' ? 'localhost' : s.HOST.includes(':') ? `[${s.HOST}]` : s.HOST;
  return {
    config: {
      port: s.PORT,
      host: s.HOST,
      workers: s.WORKERS ?? Math.min(availableParallelism(), 4),
      baseUrl: (s.BASE_URL ?? `http://${shown}:${s.PORT}`).replace(/\/+$/, ''),
      databaseUrl: s.DATABASE_URL,
      dataDir: path.resolve(s.DATA_DIR),
      smtpUrl: s.SMTP_URL,
      mailFrom: s.MAIL_FROM,
      exampleData: s.EXAMPLE_DATA,
      logLevel: s.LOG_LEVEL,
      writesPerMinute: 1_200,
      inbound: inboundOf(s),
      metricsToken: s.METRICS_TOKEN ?? null,
      s3: s.FILES_URL && s.FILES_KEY_ID && s.FILES_SECRET ? { url: s.FILES_URL, region: s.FILES_REGION, keyId: s.FILES_KEY_ID, secret: s.FILES_SECRET } : null,
      trustProxy: s.TRUST_PROXY === 'true' ? true : s.TRUST_PROXY === 'false' ? false : /^\d+$/.test(s.TRUST_PROXY) ? Number(s.TRUST_PROXY) : s.TRUST_PROXY,
    },
  };
}
