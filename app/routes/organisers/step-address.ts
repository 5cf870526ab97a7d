import type { DeskStep } from '~/server/domain/desk/rules';

const below: Record<DeskStep, string> = {
  call: '', move: '/rediger', decide: '/forslag', publish_agenda: '/dagsorden/rediger', prepare: '/dagsorden', start: '/live', lead: '/live', begin_minutes: '',
  write_minutes: '/referat/rediger', decide_corrections: '/referat', await_corrections: '/referat', approve_minutes: '/referat', publish_minutes: '/referat', none: '',
};

/** The page on which the next step of a meeting is taken. */
export const stepAddress = (step: DeskStep, slug: string): string => `/moeder/${slug}${below[step]}`;

/** The address of the form where a step takes no more than a press of a button. */
export const pressAddress = (step: DeskStep, slug: string): string | null => {
  const ends: Partial<Record<DeskStep, string>> = { call: '/indkaldelse', begin_minutes: '/referat/begyndelse', approve_minutes: '/referat/godkendelse', publish_minutes: '/referat/offentliggoerelse' };
  const end = ends[step];
  return end === undefined ? null : `/moeder/${slug}${end}`;
};
