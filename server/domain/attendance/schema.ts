import { z } from 'zod';
import { attendanceWays, organisationKinds } from '~/db/schema/states';
import { choice, id, line } from '~/server/fields';
import { limits } from '~/server/limits';
import type { Tick } from './rules';

export const arriveSchema = z.object({ way: choice(attendanceWays) });

const oneWay = z.enum(attendanceWays).nullable().catch(null);
const GROUP = 'way-';
const SHOWN = 'was-';

/** A group of the desk's form by its member: what is ticked now, and what was shown when the page was made. */
export const tickNames = (memberId: string) => ({ way: GROUP + memberId, was: SHOWN + memberId });

/** The desk: a group for each person shown. Anything else in the form is left alone. */
export const keepSchema = z.record(z.string(), z.unknown()).transform((fields) => ({
  ticks: Object.entries(fields).flatMap(([name, was]): Tick[] => {
    const member = id.safeParse(name.slice(SHOWN.length));
    return name.startsWith(SHOWN) && member.success ? [{ memberId: member.data, was: oneWay.parse(was), way: oneWay.parse(fields[GROUP + member.data]) }] : [];
  }),
}));

/** Guests of one organisation; `was` is the figure that stood there, 0 for none. */
export const guestsSchema = z.object({
  organisation: line(limits.organisation),
  kind: choice(organisationKinds),
  count: z.coerce.number('not_a_number').int('not_a_number').min(0, 'too_small:0').max(500, 'too_large:500'),
  was: z.coerce.number().int().min(0).catch(0),
});

/** For steps that need no words (leave). */
export const stepSchema = z.object({});

export type CountGuests = z.output<typeof guestsSchema>;
