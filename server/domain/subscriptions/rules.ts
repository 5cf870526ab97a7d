import type { Actor } from '~/server/context';
import type { Verdict } from '~/server/refusal';
import { mayOrganise } from '../meetings/rules';
import { mayWrite } from '../members/rules';

/** One's own calendar address, and one's own choice of mail. Refuses `not_signed_in`, `email_not_confirmed`. */
export const maySubscribe = (actor: Actor | null): Verdict => mayWrite(actor);

/** Says that a paused address works again: its owner, or an organiser. Refuses what `mayWrite` and `mayOrganise` refuse. */
export const mayResumeMail = (actor: Actor | null, memberId: string): Verdict => mayWrite(actor) ?? (actor?.id === memberId ? null : mayOrganise(actor));
