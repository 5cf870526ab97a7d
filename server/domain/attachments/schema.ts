import { z } from 'zod';

/** What the bytes of a file turn out to be. `macros`: a document that carries programs. */
export type FileContent = 'pdf' | 'png' | 'jpeg' | 'text' | 'odt' | 'ods' | 'odp' | 'docx' | 'xlsx' | 'pptx' | 'macros' | 'other';

type FileKind = { content: FileContent; endings: string[]; mediaType: string; alsoCalled?: string[] };

/** The files that may be attached. `alsoCalled`: what browsers call them too, beside what they call all others. */
export const fileKinds: FileKind[] = [
  { content: 'pdf', endings: ['pdf'], mediaType: 'application/pdf' },
  { content: 'png', endings: ['png'], mediaType: 'image/png' },
  { content: 'jpeg', endings: ['jpg', 'jpeg'], mediaType: 'image/jpeg' },
  { content: 'text', endings: ['txt'], mediaType: 'text/plain' },
  { content: 'text', endings: ['csv'], mediaType: 'text/csv', alsoCalled: ['text/plain', 'application/vnd.ms-excel'] },
  { content: 'odt', endings: ['odt'], mediaType: 'application/vnd.oasis.opendocument.text' },
  { content: 'ods', endings: ['ods'], mediaType: 'application/vnd.oasis.opendocument.spreadsheet' },
  { content: 'odp', endings: ['odp'], mediaType: 'application/vnd.oasis.opendocument.presentation' },
  { content: 'docx', endings: ['docx'], mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  { content: 'xlsx', endings: ['xlsx'], mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  { content: 'pptx', endings: ['pptx'], mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation' },
];

/** For the file chooser of a browser. */
export const acceptedFiles = fileKinds.flatMap(({ endings }) => endings.map((ending) => `.${ending}`)).join(',');

/** The ending by which people know a kind of file. */
export const endingOf = (mediaType: string): string => (fileKinds.find((kind) => kind.mediaType === mediaType)?.endings[0] ?? '').toUpperCase();

/** `from`: the page on which the button stood, to go back to. */
export const removeSchema = z.object({ from: z.enum(['edit', 'page']).catch('page') });
export type AttachedFrom = z.output<typeof removeSchema>['from'];

/** Where the files of a proposal stand on the page that someone came from. */
export const addressOf = (proposalId: string, from: string | undefined): string => `/forslag/${proposalId}${from === 'edit' ? '/rediger' : ''}#bilag`;
