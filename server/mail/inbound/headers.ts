import type { ParsedMail } from 'mailparser';

/** The values of a header field as they came, unfolded, the topmost first. */
export function fieldsOf(mail: ParsedMail, name: string): string[] {
  return mail.headerLines.filter(({ key }) => key === name).map(({ line }) => line.slice(line.indexOf(':') + 1).replace(/\r?\n[ \t]+/g, ' ').trim());
}

export function typeOf({ headers }: Pick<ParsedMail, 'headers'>): { value: string; params: Partial<Record<string, string>> } {
  const type = headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined;
  return { value: type?.value?.toLowerCase() ?? 'text/plain', params: type?.params ?? {} };
}

/** The one who says they wrote it, small. Null where none is named, or more than one: then the checks of others were of whom? */
export function senderOf(mail: ParsedMail): string | null {
  if (fieldsOf(mail, 'from').length !== 1 || mail.from?.value.length !== 1) return null;
  return mail.from.value[0]?.address?.toLowerCase() || null;
}

/** Words that programs begin an answer with, by themselves, where they leave out the header that says so. */
const awaySubject = /^(?:automatisk svar|autosvar|auto[- ]?svar|automatic reply|auto[- ]?reply|autoreply|out of (?:the )?office|fraværende|fravær|ikke til stede|ikke på kontoret|feriesvar|on holiday|on vacation)\b/i;

/** Sent by a program and not a person (RFC 3834), by a list, or as a receipt. Answers of calendars may be, and count all the same. */
export function isAutomatic(mail: ParsedMail): boolean {
  const said = (name: string) => fieldsOf(mail, name).join(' ').toLowerCase();
  const submitted = said('auto-submitted');
  return (submitted !== '' && !submitted.startsWith('no')) || ['bulk', 'junk', 'list', 'auto_reply'].includes(said('precedence'))
    || ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'x-failed-recipients', 'list-id', 'list-unsubscribe'].some((name) => said(name) !== '')
    || /\b(all|oof|autoreply)\b/.test(said('x-auto-response-suppress')) || fieldsOf(mail, 'return-path').some((path) => /^<\s*>$/.test(path))
    || typeOf(mail).value === 'multipart/report' || /^(mailer-daemon|postmaster|no-?reply|donotreply)@/.test(senderOf(mail) ?? '') || awaySubject.test(mail.subject ?? '');
}

/**
 * Whether the mail server named `authserv` vouches for the sender's domain (RFC 8601): its topmost field says that DMARC
 * passed, or that DKIM or SPF did for that very domain. Fields of other servers say nothing to us.
 */
export function isVouchedFor(mail: ParsedMail, authserv: string): boolean {
  const domain = senderOf(mail)?.split('@').at(-1);
  const field = fieldsOf(mail, 'authentication-results').find((value) => value.split(/[;\s]/)[0]?.toLowerCase() === authserv.toLowerCase());
  if (!domain || !field) return false;
  // Comments hold any words; what is left is `method=result property=value …`, one method between semicolons.
  return withoutComments(field).toLowerCase().split(';').slice(1).some((said) => {
    const [, method, properties = ''] = /^\s*(dmarc|dkim|spf)\s*=\s*pass\b(.*)$/.exec(said) ?? [];
    const about = (name: string) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*"?(?:[^\\s"@]*@)?([^\\s"@]+)`).exec(properties)?.[1] ?? null;
    return (method === 'dmarc' && about('header\\.from') === domain) || (method === 'dkim' && (about('header\\.d') ?? about('header\\.i')) === domain) || (method === 'spf' && about('smtp\\.mailfrom') === domain);
  });
}

function withoutComments(words: string): string {
  let kept = '';
  let depth = 0;
  for (const letter of words.slice(0, 10_000)) {
    if (letter === '(') depth += 1;
    else if (letter === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += letter;
  }
  return kept;
}
