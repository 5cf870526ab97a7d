import type { SendMailOptions } from 'nodemailer';
import type { Language } from '~/db/schema';
import type { Services } from '../services';
import type { MailKind, MailMap } from '../write';

/** `gist`: the letter in a line, for a digest. */
export type Letter = Pick<SendMailOptions, 'subject' | 'text' | 'html' | 'icalEvent'> & { gist?: Gist };
export type Gist = { heading: string; words: string; link: { label: string; path: string } | null };
export type Queued<K extends MailKind> = { id: string; memberId: string; language: Language; createdAt: Date; params: MailMap[K] };
/** Makes the words of a mail when it leaves; null where it no longer makes sense to send it. */
export type LetterWriters = { [K in MailKind]: (services: Services, mail: Queued<K>) => Promise<Letter | null> };
/** Any of them, for the one place that sends them all. */
export type LetterWriter = (services: Services, mail: { id: string; memberId: string; language: Language; createdAt: Date; params: Record<string, unknown> }) => Promise<Letter | null>;
