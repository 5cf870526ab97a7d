import type { NextStep } from '~/server/domain/meetings/rules';

const below: Record<NextStep, string> = {
  call: '', decide: '/forslag', publish_agenda: '/dagsorden/rediger', start: '/live', lead: '/live', begin_minutes: '',
  write_minutes: '/referat/rediger', approve_minutes: '/referat', publish_minutes: '/referat', none: '',
};

/** The page on which an organiser takes the next step of a meeting. */
export const stepAddress = (step: NextStep, slug: string): string => `/moeder/${slug}${below[step]}`;
