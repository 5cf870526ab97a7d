import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayOrganise } from '../meetings/rules';

/**
 * Reads a mail as it was written: organisers, of mails to people who do not exist, where no mail leaves the house. Anything else
 * is private: `mail_not_found`. Refuses what `mayOrganise` refuses.
 */
export const mayReadMail = (actor: Actor | null, { isExample, leaves }: { isExample: boolean; leaves: boolean }): Verdict => mayOrganise(actor) ?? (isExample && !leaves ? null : refuse('mail_not_found'));
