import type { Language } from '~/db/schema/states';
import type { OwnedInitiative } from '~/server/domain/members/queries';
import type { LinkItem } from './content';

/** The initiatives that a member answers for, as links to their pages. */
export const initiativeLinks = (owns: OwnedInitiative[], language: Language): LinkItem[] => owns.map(({ number, period, titleDa, titleEn }) => ({
  to: `/handlingsplaner/${period}/initiativer/${number}`, label: `${number} ${language === 'da' ? titleDa : titleEn}`, meta: period,
}));
