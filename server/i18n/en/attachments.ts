import type { da } from '../da';
import type { EventSentences } from '../types';

const inMegabytes = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const size = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${inMegabytes.format(bytes / 1024 / 1024)} MB`);

export const attachments: typeof da.attachments = {
  title: 'Attachments',
  of: (proposal: string) => `Attachments to “${proposal}”`,
  none: 'There are no attachments yet.',
  full: (most: number) => `There are ${most} attachments, which is as many as there can be. Remove one if you want to attach another.`,
  added: 'attached',
  inherited: 'from the proposal that this one continues, attached',
  size,
  remove: 'Remove',
  choose: 'Choose files',
  chooseHint: (megabytes: number, room: number) => `PDF, pictures (PNG, JPEG), text and CSV, and documents from Word, Excel, PowerPoint and LibreOffice without macros. ${megabytes} MB each at most, and ${room === 1 ? '1 more file' : `${room} more files`}. Everyone can download them once the proposal is public.`,
  saveFirst: 'Save what you have written above first.',
  attach: 'Attach',
  sending: 'Sending the files',
  attached: (names: string[]) => `Attached: ${names.map((name) => `“${name}”`).join(', ')}.`,
  refused: 'The files were not attached',
  someRefused: 'Some of the files were not attached',
  broken: 'The connection broke. Send again. What has already arrived is not attached twice.',
  toProposal: 'Back to the proposal',
  steps: { added: 'A file was attached', removed: 'An attachment was removed' },
};

export const attachmentEvents: Pick<EventSentences, 'attachment.added' | 'attachment.removed'> = {
  'attachment.added': 'A file was attached to a proposal',
  'attachment.removed': 'An attachment of a proposal was removed',
};
