import { z } from 'zod';
import { itemKinds, itemOutcomes } from '~/db/schema/states';
import { checkbox, choice, id, ids, line, optionalId, optionalLine, optionalText, optionalWhole, seenVersion } from '~/server/fields';
import { limits } from '~/server/limits';

const fields = {
  title: line(limits.title),
  body: optionalText(limits.itemBody),
  kind: choice(itemKinds),
  minutes: optionalWhole(1, 480),
  section: optionalLine(limits.section),
  /** A guest by name, or a member; with either, that the person has agreed to be named. */
  presenter: optionalLine(limits.presenter),
  presenterMemberId: optionalId,
  presenterConsent: checkbox,
  initiatives: ids,
};

export const addItemSchema = z.object(fields);
export const editItemSchema = z.object({ ...fields, version: seenVersion });
/** `stay`: the page has moved its focus by itself and wants no jump. */
export const moveItemSchema = z.object({ direction: choice(['up', 'down']), stay: checkbox });
/** The items that have not begun, in their new order; the list of a drag comes as one field. */
export const orderItemsSchema = z.object({ order: z.string().transform((list) => list.split(',')).pipe(z.array(id).min(1).max(200)) });
export const openItemSchema = z.object({ itemId: id });
/** No outcome chosen is for the command to refuse: the chair's form has no page of its own. */
export const closeItemSchema = z.object({ itemId: id, outcome: z.enum(itemOutcomes).nullable().catch(null), next: checkbox });
/** For steps that need no words (publish, remove). */
export const stepSchema = z.object({});

type Sometimes = 'section' | 'presenterMemberId' | 'presenterConsent';
type Fields = z.output<typeof addItemSchema>;
/** What is left out is none. */
export type AddItem = Omit<Fields, Sometimes> & Partial<Pick<Fields, Sometimes>>;
export type EditItem = AddItem & { version: number };
