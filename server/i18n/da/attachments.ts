import type { EventSentences } from '../types';

const inMegabytes = new Intl.NumberFormat('da-DK', { maximumFractionDigits: 1 });
const size = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${inMegabytes.format(bytes / 1024 / 1024)} MB`);

export const attachments = {
  title: 'Bilag',
  of: (proposal: string) => `Bilag til »${proposal}«`,
  none: 'Der er ingen bilag endnu.',
  full: (most: number) => `Der er ${most} bilag, og det er så mange, der kan være. Fjern et, hvis du vil vedhæfte et andet.`,
  added: 'vedhæftet',
  inherited: 'fra det forslag, dette fortsætter, vedhæftet',
  size,
  remove: 'Fjern',
  choose: 'Vælg filer',
  chooseHint: (megabytes: number, room: number) => `PDF, billeder (PNG, JPEG), tekst og CSV, og dokumenter fra Word, Excel, PowerPoint og LibreOffice uden makroer. Højst ${megabytes} MB hver, og ${room === 1 ? '1 fil' : `${room} filer`} til. Alle kan hente dem, når forslaget er offentligt.`,
  saveFirst: 'Gem først det, du har skrevet ovenfor.',
  attach: 'Vedhæft',
  sending: 'Filerne sendes',
  attached: (names: string[]) => `Vedhæftet: ${names.map((name) => `»${name}«`).join(', ')}.`,
  refused: 'Filerne blev ikke vedhæftet',
  someRefused: 'Nogle af filerne blev ikke vedhæftet',
  broken: 'Forbindelsen blev afbrudt. Send igen. Det, der allerede er kommet frem, bliver ikke vedhæftet to gange.',
  toProposal: 'Tilbage til forslaget',
  steps: { added: 'Et bilag blev vedhæftet', removed: 'Et bilag blev fjernet' },
};

export const attachmentEvents: Pick<EventSentences, 'attachment.added' | 'attachment.removed'> = {
  'attachment.added': 'Et bilag blev vedhæftet et forslag',
  'attachment.removed': 'Et bilag til et forslag blev fjernet',
};
