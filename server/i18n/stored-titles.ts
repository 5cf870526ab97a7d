import { limits } from '~/server/limits';

const within = (words: string, length: number): string => (words.length <= length ? words : `${words.slice(0, length - 1).trimEnd()}…`);
const approval = 'Godkendelse af referat: ';

/**
 * Titles that the program itself gives to agenda items. The record is kept in Danish, like all that people write in it; a page
 * in another language says these few in its own words (`readTitle`).
 */
export const storedTitles = {
  break: 'Pause',
  anyOtherBusiness: 'Eventuelt',
  followUp: 'Opfølgning fra tidligere møder',
  approvalOf: (meeting: string): string => `${approval}${within(meeting, limits.title - approval.length)}`,
};

export type TitleWords = { break: string; anyOtherBusiness: string; followUp: string; approvalOf(meeting: string): string };

/** A title in the reader's words: as it is stored, but for those that the program gave. */
export function readTitle(title: string, words: TitleWords): string {
  if (title === storedTitles.break) return words.break;
  if (title === storedTitles.anyOtherBusiness) return words.anyOtherBusiness;
  if (title === storedTitles.followUp) return words.followUp;
  return title.startsWith(approval) ? words.approvalOf(title.slice(approval.length)) : title;
}
