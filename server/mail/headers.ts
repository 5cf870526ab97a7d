import type { Config } from '../config';
import type { Language } from '~/db/schema/states';
import type { Db } from '~/db/client';
import { catalogueOf } from '../i18n';
import { aboutOf } from '../mail-topics';
import type { MailKind } from '../write';
import { address } from './layout';
import { sealedToken } from './sealed';

type Row = { id: string; memberId: string; kind: string; language: Language; params: Record<string, unknown> };
type Headers = { headers: Record<string, string>; messageId: string; references?: string; inReplyTo?: string };
/** `waysOut`: the links that stand under the letter, for who reads it. */
type Envelope = { ids: Omit<Headers, 'headers'>; headers: Headers['headers']; waysOut: { label: string; url: string }[] };

export const hostOf = (config: Pick<Config, 'baseUrl'>): string => new URL(config.baseUrl).hostname;

/** What a mail belongs to; mails about the same thing stand together in the recipient's program. */
function subjectOf(params: Row['params']): string | null {
  for (const name of ['threadId', 'proposalId', 'meetingId', 'initiativeId'] as const) if (typeof params[name] === 'string') return `${name.slice(0, -2)}.${params[name]}`;
  return null;
}

/**
 * The header fields beside the words: a Message-ID that stays the same when it is sent again, References so that mails about
 * one thing stand together, List-Id, and a way out with one click (RFC 2919, 2369, 8058). All of them are sent by a program
 * (RFC 3834).
 */
export async function headersOf(db: Pick<Db, 'select' | 'insert'>, config: Config, mail: Row): Promise<Envelope> {
  const host = hostOf(config);
  const about = aboutOf[mail.kind as MailKind];
  const root = subjectOf(mail.params);
  const topic = mail.kind === 'digest' ? 'digests' : typeof about === 'object' ? about.topic : null;
  const thread = root ? { references: `<${root}@${host}>`, inReplyTo: `<${root}@${host}>` } : {};
  const base = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' };
  const ids = { messageId: `<${mail.id}@${host}>`, ...thread };
  if (!topic) return { ids, headers: base, waysOut: [] };
  const t = catalogueOf(mail.language).mailChoices;
  const out = address(config, mail.language, `/afmeld/${topicPath[topic]}/${await sealedToken(db, 'unsubscribe', [mail.memberId])}`);
  const named = Buffer.from(`OGP-forum: ${t.lists[topic]}`).toString('base64');
  return {
    ids,
    headers: { ...base, Precedence: 'bulk', 'List-Id': `=?utf-8?B?${named}?= <${topicPath[topic]}.${host}>`, 'List-Unsubscribe': `<${out}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    waysOut: [{ label: t.out.choose, url: address(config, mail.language, '/min-side/mails') }, { label: t.out.title(t.out.from[topic]), url: out }],
  };
}

/** The topics as they stand in addresses. */
export const topicPath = { meetings: 'moeder', proposals: 'forslag', threads: 'debat', initiatives: 'initiativer', digests: 'samlet' } as const;
