import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';
import type { FileContent } from '../domain/attachments/schema';
import { zipNames } from './zip-names';

const found: Record<string, FileContent> = {
  'application/pdf': 'pdf', 'image/png': 'png', 'image/apng': 'png', 'image/jpeg': 'jpeg',
  'application/vnd.oasis.opendocument.text': 'odt', 'application/vnd.oasis.opendocument.spreadsheet': 'ods', 'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
};

/** What each office format cannot be without. */
const heart: Partial<Record<FileContent, string>> = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml', pptx: 'ppt/presentation.xml', odt: 'content.xml', ods: 'content.xml', odp: 'content.xml' };
const macro = /(^|\/)vbaProject\.bin$|^xl\/macrosheets\/|^(Basic|Scripts)\/./i;

/** What a file is by its bytes, whatever its name says. */
export async function contentOf(place: string, bytes: number): Promise<FileContent> {
  const type = await fileTypeFromFile(place);
  if (!type) return (await isPlainText(place)) ? 'text' : 'other';
  if (/macroenabled/i.test(type.mime)) return 'macros';
  const content = found[type.mime] ?? 'other';
  const needs = heart[content];
  return needs === undefined ? content : ofOffice(place, bytes, content, needs);
}

async function ofOffice(place: string, bytes: number, content: FileContent, needs: string): Promise<FileContent> {
  const file = await open(place);
  const names = await zipNames(file, bytes).finally(() => file.close());
  if (!names?.includes(needs)) return 'other';
  return names.some((name) => macro.test(name)) ? 'macros' : content;
}

/** Letters in UTF-8, tabs, line ends and page breaks, and no markup that a browser might run. */
async function isPlainText(place: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let opening = '';
  try {
    for await (const part of createReadStream(place) as AsyncIterable<Buffer>) {
      const text = decoder.decode(part, { stream: true });
      if (hasControls(text)) return false;
      if (opening.length < 512) opening += text.slice(0, 512);
    }
    decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
  return !/^\s*<(!doctype|html|svg|\?xml|script|head|body|iframe)\b/i.test(opening);
}

const hasControls = (text: string): boolean => [...text].some((letter) => (letter < ' ' && !'\t\n\r\f'.includes(letter)) || (letter >= '\u007f' && letter < '\u00a0'));
