import { z } from 'zod';
import { choice, line, optionalId, optionalText, seenVersion, text } from '~/server/fields';
import { limits } from '~/server/limits';

/** The categories in which members open threads themselves; the others open with their agenda item or proposal. */
export const startCategories = ['general', 'meeting', 'initiative'] as const;
/** The rules of the debate that an organiser can remove a post by. */
export const moderationRules = ['personal_data', 'abuse', 'off_topic', 'advertising', 'illegal'] as const;
/** `own`: the author took the post back. */
export const removalRules = ['own', ...moderationRules] as const;
export type RemovalRule = (typeof removalRules)[number];

export const POSTS_A_PAGE = 50;

export const startThreadSchema = z.object({
  category: choice(startCategories),
  subjectId: optionalId,
  title: line(limits.threadTitle),
  body: text(limits.post),
}).superRefine((thread, context) => {
  if (thread.category !== 'general' && !thread.subjectId) context.addIssue({ code: 'custom', path: ['subjectId'], message: 'choose_one' });
}).transform((thread) => ({ ...thread, subjectId: thread.category === 'general' ? null : thread.subjectId }));

/** A page of ours to come back to; anything else is nothing. A host or a scheme would lead elsewhere. */
export const sitePath = z.preprocess((value) => (typeof value === 'string' && /^\/(?![/\\])[^\s\\#]*$/.test(value) && value.length <= 1_000 ? value : null), z.string().nullable());

export const createPostSchema = z.object({ body: text(limits.post), replyToId: optionalId, back: sitePath });
export const editPostSchema = z.object({ body: text(limits.post), version: seenVersion });
export const removePostSchema = z.object({ rule: choice(removalRules), reason: optionalText(limits.decisionReason) }).superRefine((removal, context) => {
  if (removal.rule !== 'own' && removal.reason === '') context.addIssue({ code: 'custom', path: ['reason'], message: 'required' });
});

export type StartThread = z.output<typeof startThreadSchema>;
export type RemovePost = z.output<typeof removePostSchema>;
