import type { Role, TokenKind } from '~/db/schema';
import { isOrganiser, type Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';

/** Who may write anything at all: a member whose e-mail address is confirmed. Refuses `not_signed_in`, `email_not_confirmed`. */
export function mayWrite(actor: Actor | null): Verdict {
  if (!actor) return refuse('not_signed_in');
  return actor.confirmed ? null : refuse('email_not_confirmed');
}

/** One's own page and profile, confirmed or not. Refuses `not_signed_in`. */
export function mayEditProfile(actor: Actor | null): Verdict {
  return actor ? null : refuse('not_signed_in');
}

/** The list with e-mail addresses. Refuses `not_signed_in`, `organisers_only`. */
export function maySeeMembers(actor: Actor | null): Verdict {
  if (!actor) return refuse('not_signed_in');
  return isOrganiser(actor) ? null : refuse('organisers_only');
}

/** Roles and owners of initiatives. Refuses what `mayWrite` refuses, and `admins_only`. */
export function mayManageMembers(actor: Actor | null): Verdict {
  return mayWrite(actor) ?? (actor?.role === 'admin' ? null : refuse('admins_only'));
}

export type MemberFacts = { id: string; role: Role; confirmed: boolean };

/**
 * Refuses what `mayManageMembers` refuses, `own_role_kept`, `member_not_confirmed` for someone whose address may be
 * another's, and `last_admin_kept`. `admins`: how many there are now.
 */
export function mayChangeRole(actor: Actor | null, member: MemberFacts, to: Role, admins: number): Verdict {
  const no = mayManageMembers(actor);
  if (no) return no;
  if (member.id === actor?.id) return refuse('own_role_kept');
  if (to !== 'member' && !member.confirmed) return refuse('member_not_confirmed');
  return member.role === 'admin' && to !== 'admin' && admins <= 1 ? refuse('last_admin_kept') : null;
}

/** Refuses what `mayManageMembers` refuses, and `member_not_confirmed`. */
export function maySetOwner(actor: Actor | null, member: MemberFacts): Verdict {
  return mayManageMembers(actor) ?? (member.confirmed ? null : refuse('member_not_confirmed'));
}

/** How long a one-time link works, in minutes. */
export const tokenMinutes: Record<TokenKind, number> = { confirm: 48 * 60, reset: 60, sign_in: 24 * 60 };

// The most used ones in Danish and English: as they are, or with figures and signs round them.
const common = [
  'password', 'passwords', 'passw0rd', 'adgangskode', 'adgangskoden', 'kodeord', 'kodeordet', 'hemmelig', 'hemmeligt', 'qwerty', 'qwertyuiop', 'qwertyui', 'asdfghjkl', 'asdfgh',
  'zxcvbnm', 'letmein', 'welcome', 'velkommen', 'iloveyou', 'jegelskerdig', 'elskerdig', 'danmark', 'danmarkdanmark', 'koebenhavn', 'københavn', 'kobenhavn', 'sommer', 'vinter', 'efteraar',
  'efterår', 'sommerferie', 'fodbold', 'football', 'baseball', 'basketball', 'superman', 'batman', 'dragon', 'monkey', 'princess', 'sunshine', 'administrator', 'admin', 'secret',
  'changeme', 'trustno', 'computer', 'internet', 'starwars', 'pokemon', 'brondby', 'brøndby', 'fckøbenhavn', 'fckobenhavn', 'ogpforum', 'forum', 'abcdefghij', 'abcdefghijk', 'abcdef', 'abcd', 'abc',
];
const rows = ['abcdefghijklmnopqrstuvwxyzæøå', '01234567890123456789', 'qwertyuiopå', 'asdfghjklæø', 'zxcvbnm'];
const bare = (words: string) => words.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const runs = (word: string) => rows.some((row) => row.includes(word) || [...row].reverse().join('').includes(word));
const repeats = (word: string) => /^(.{1,4})\1+$/u.test(word);

/** Whether a password is among the first that anyone would try: a common one, a row of keys, the e-mail address or the name. */
export function isTooCommon(password: string, { email, name }: { email: string; name: string }): boolean {
  const word = bare(password);
  const letters = word.replace(/^\d+|\d+$/g, '');
  const own = [email, email.split('@')[0] ?? '', name].map(bare).filter((part) => part.length > 2);
  return runs(word) || repeats(word) || common.includes(letters) || repeats(letters) || common.includes(word) || own.includes(word) || own.includes(letters);
}
