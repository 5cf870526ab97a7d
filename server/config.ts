import { isIP } from 'node:net';
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

const settings = z.object({
  PORT: z.coerce.number('must be a whole number').int('must be a whole number').min(1, 'must be from 1 to 65535').max(65535, 'must be from 1 to 65535').default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  BASE_URL: url('http:', 'https:').optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z.string().regex(/^[^<>\r\n]*<?[^<>@\s]+@[^<>@\s]+>?$/, 'must be a mail address, as in OGP-forum <forum@example.org>').default('OGP-forum <forum@example.org>'),
  EXAMPLE_DATA: z.enum(['auto', 'none'], 'must be auto or none').default('auto'),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  TRUST_PROXY: z.string().refine((value) => /^(true|false|\d+)$/.test(value) || value.split(',').every(isProxy), 'must be true, false, a number of proxies, or their addresses').default('false'),
});

export type Config = {
  port: number; host: string; baseUrl: string; databaseUrl: string | undefined; dataDir: string;
  smtpUrl: string | undefined; mailFrom: string; exampleData: 'auto' | 'none'; logLevel: string; trustProxy: boolean | number | string; writesPerMinute: number;
};

/** Reads the settings from the environment; answers the wrong ones as sentences, one a setting. */
export function readConfig(env: Record<string, string | undefined>): { config: Config } | { problems: string[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    return { problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message} (it is “${given[String(issue.path[0])] ?? ''}”)`) };
  }
  const s = parsed.data;
  const shown = s.HOST === '0.0.0.0' || s.HOST === '::' ? 'localhost' : s.HOST.includes(':') ? `[${s.HOST}]` : s.HOST;
  return {
    config: {
      port: s.PORT,
      host: s.HOST,
      baseUrl: (s.BASE_URL ?? `http://${shown}:${s.PORT}`).replace(/\/+$/, ''),
      databaseUrl: s.DATABASE_URL,
      dataDir: path.resolve(s.DATA_DIR),
      smtpUrl: s.SMTP_URL,
      mailFrom: s.MAIL_FROM,
      exampleData: s.EXAMPLE_DATA,
      logLevel: s.LOG_LEVEL,
      writesPerMinute: 240,
      trustProxy: s.TRUST_PROXY === 'true' ? true : s.TRUST_PROXY === 'false' ? false : /^\d+$/.test(s.TRUST_PROXY) ? Number(s.TRUST_PROXY) : s.TRUST_PROXY,
    },
  };
}
