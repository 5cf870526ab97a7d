import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import type { Config } from '../config';

/** A mail that was written as a file, as a mail program would show it; `calendar`: its text/calendar part. */
export type WrittenMail = { headers: { name: string; value: string }[]; text: string; html: string; calendar: string | null; attachments: { name: string; type: string; bytes: number }[]; raw: string };

/** The mail of this id in DATA_DIR/mail; null where there is none. The caller has asked whether it may be read. */
export async function readWritten({ dataDir }: Pick<Config, 'dataDir'>, id: string): Promise<WrittenMail | null> {
  if (!/^[\da-f-]{36}$/.test(id)) return null;
  const bytes = await readFile(path.join(dataDir, 'mail', `${id}.eml`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!bytes) return null;
  const mail = await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const to = [mail.to].flat().map((one) => one?.text ?? '').join(', ');
  // As a person reads them; the source has them as they are written.
  const decoded: Record<string, string | undefined> = { subject: mail.subject, from: mail.from?.text, to };
  return {
    headers: mail.headerLines.map(({ key, line }) => {
      const [, name = '', value = ''] = /^([^:]+):\s*([\s\S]*)$/.exec(line) ?? [];
      return { name, value: decoded[key] ?? value.replace(/\r?\n\s*/g, ' ') };
    }),
    text: mail.text ?? '', html: mail.html || '',
    calendar: mail.attachments.find((part) => part.contentType === 'text/calendar')?.content.toString('utf8') ?? null,
    attachments: mail.attachments.filter((part) => part.contentDisposition === 'attachment').map((part) => ({ name: part.filename ?? '', type: part.contentType, bytes: part.size })),
    raw: bytes.toString('utf8'),
  };
}
