import { z } from 'zod';
import { choice, line, optionalId, optionalText, seenVersion, sitePath, text } from '~/server/fields';
import { limits } from '~/server/limits';

/** The categories in which members open threads themselves; the others open with their agenda item or proposal. */
export const startCategories = ['general', 'meeting', 'initiative'] as const;
type StartCategory = (typeof startCategories)[number];
/** The rules of the debate that an organiser can remove a post by. */
export const moderationRules = ['personal_data', 'abuse', 'off_topic', 'advertising', 'illegal'] as const;
/** `own`: the author took the post back. */
export const removalRules = ['own', ...moderationRules] as const;
export type RemovalRule = (typeof removalRules)[number];

export const POSTS_A_PAGE = 50;

const aboutPattern = /^(?:general|(meeting|initiative):([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}))$/;

/** What the thread is about is chosen in one list: `general`, `meeting:<id>` or `initiative:<id>`. */
export const startThreadSchema = z.object({
  about: z.string('choose_one').regex(aboutPattern, 'choose_one'),
  title: line(limits.threadTitle),
  body: text(limits.post),
}).transform(({ about, ...thread }) => {
  const [, category, subjectId] = aboutPattern.exec(about) ?? [];
  return { ...thread, category: (category ?? 'general') as StartCategory, subjectId: subjectId ?? null };
});

export const createPostSchema = z.object({ body: text(limits.post), replyToId: optionalId, back: sitePath });
export const editPostSchema = z.object({ body: text(limits.post), version: seenVersion });
export const removePostSchema = z.object({ rule: choice(removalRules), reason: optionalText(limits.decisionReason) }).superRefine((removal, context) => {
  if (removal.rule !== 'own' && removal.reason === '') context.addIssue({ code: 'custom', path: ['reason'], message: 'required' });
});

export type StartThread = z.output<typeof startThreadSchema>;
export type RemovePost = z.output<typeof removePostSchema>;
