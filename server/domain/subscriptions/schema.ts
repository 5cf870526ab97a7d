import { z } from 'zod';
import { followStates, mailPaces, type mailTopics } from '~/db/schema/states';
import { choice, sitePath } from '~/server/fields';

export const ownCalendarSchema = z.object({ intent: choice(['open', 'close']) });

const pace = choice(mailPaces);
export const mailChoicesSchema = z.object({ meetings: pace, proposals: pace, threads: pace, initiatives: pace } satisfies Record<(typeof mailTopics)[number], typeof pace>);
export const unsubscribeSchema = z.object({});

export const followSchema = z.object({ state: choice([...followStates, 'none']), back: sitePath });

export type MailChoices = z.output<typeof mailChoicesSchema>;
