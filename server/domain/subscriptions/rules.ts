import type { Actor } from '~/server/context';
import type { Verdict } from '~/server/refusal';
import { mayWrite } from '../members/rules';

/** One's own calendar address, and one's own choice of mail. Refuses `not_signed_in`, `email_not_confirmed`. */
export const maySubscribe = (actor: Actor | null): Verdict => mayWrite(actor);
