import { z } from 'zod';
import { languages, organisationKinds, roles } from '~/db/schema/states';
import { checkbox, choice, email, line, newPassword, optionalLine, seenVersion } from '~/server/fields';
import { limits } from '~/server/limits';

const belonging = { organisation: optionalLine(limits.organisation), kind: z.preprocess((v) => v || 'citizen', choice(organisationKinds)) };

/** On one's own, or for an organisation of a kind: half of it is a mistake, said at its field. */
function wholeBelonging({ organisation, kind }: { organisation: string | null; kind: string }, context: z.RefinementCtx) {
  if (organisation && kind === 'citizen') context.addIssue({ code: 'custom', path: ['kind'], message: 'kind_of_organisation' });
  if (!organisation && kind !== 'citizen') context.addIssue({ code: 'custom', path: ['organisation'], message: 'name_of_organisation' });
}

export const joinSchema = z.object({ name: line(limits.name), email, password: newPassword, ...belonging }).superRefine(wholeBelonging);
/** `videre`: the path to go on to afterwards. */
export const signInSchema = z.object({ videre: z.string().max(2_000).optional().catch(undefined), email, password: z.string('required').min(1, 'required').max(limits.password, `too_long:${limits.password}`) });
export const addressSchema = z.object({ email });
export const newPasswordSchema = z.object({ password: newPassword });
export const changePasswordSchema = z.object({ currentPassword: z.string('required').min(1, 'required').max(limits.password, `too_long:${limits.password}`), password: newPassword });
export const editProfileSchema = z.object({ name: line(limits.name), ...belonging, language: choice(languages), showsAttendance: checkbox, wantsNotices: checkbox, version: seenVersion }).superRefine(wholeBelonging);
export const roleSchema = z.object({ role: choice(roles) });
/** An initiative by its number (`3.3`) in the newest plan. */
export const ownerSchema = z.object({ number: line(20) });
/** For steps that need no words (sign out, confirm, a new letter). */
export const stepSchema = z.object({});

export type Join = z.output<typeof joinSchema>;
export type EditProfile = z.output<typeof editProfileSchema>;
