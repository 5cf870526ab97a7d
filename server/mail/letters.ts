import type { SendMailOptions } from 'nodemailer';
import type { Language } from '~/db/schema';
import type { Services } from '../services';
import type { MailKind, MailMap } from '../write';
import { agendaLetters } from './agenda-letters';
import { meetingLetters } from './meeting-letters';
import { memberLetters } from './member-letters';
import { proposalLetters } from './proposal-letters';
import { minutesLetters } from './minutes-letters';
import { registrationLetters } from './registration-letters';

export type Letter = Pick<SendMailOptions, 'subject' | 'text' | 'html' | 'icalEvent'>;
export type Queued<K extends MailKind> = { id: string; memberId: string; language: Language; params: MailMap[K] };
/** Makes the words of a mail when it leaves; null where it no longer makes sense to send it. */
export type LetterWriters = { [K in MailKind]: (services: Services, mail: Queued<K>) => Promise<Letter | null> };

export const letters: LetterWriters = { ...memberLetters, ...meetingLetters, ...agendaLetters, ...proposalLetters, ...minutesLetters, ...registrationLetters };
/** Any of them, for the one place that sends them all. */
export type LetterWriter = (services: Services, mail: { id: string; memberId: string; language: Language; params: Record<string, unknown> }) => Promise<Letter | null>;
