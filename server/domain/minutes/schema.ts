import { z } from 'zod';
import { day, isId, seenVersion, text } from '~/server/fields';
import { limits } from '~/server/limits';

export const reviewSchema = z.object({ due: day });

const wordings = { entry: text(limits.entry), decision: text(limits.decision) };
type Worded = { id: string; text: string };

/** The names under which an erratum's form sends the text of an entry and of a decision. */
export const erratumField = (kind: keyof typeof wordings, id: string) => `${kind}-${id}`;

/** A public note, the version it corrects, and each entry and decision as it shall read: `entry-<id>`, `decision-<id>`. */
export const erratumSchema = z.looseObject({ note: text(limits.decisionReason), number: seenVersion }).transform(({ note, number, ...fields }, context) => {
  const read = (kind: keyof typeof wordings): Worded[] => Object.entries(fields).flatMap(([name, value]) => {
    const id = name.startsWith(`${kind}-`) ? name.slice(kind.length + 1) : '';
    if (!isId(id)) return [];
    const worded = wordings[kind].safeParse(value);
    if (!worded.success) context.addIssue({ code: 'custom', path: [name], message: worded.error.issues[0]?.message ?? 'required' });
    return worded.success ? [{ id, text: worded.data }] : [];
  });
  return { note, number, entries: read('entry'), decisions: read('decision') };
});

export type SendToReview = z.output<typeof reviewSchema>;
export type Erratum = z.output<typeof erratumSchema>;
