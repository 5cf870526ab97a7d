import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request } from 'express';
import type { ReceivedFile } from '../domain/attachments/commands';
import { contentOf } from '../files/content';
import { makeFolder } from '../folder';
import { fileLimits } from '../limits';
import { refuse } from '../refusal';

/** What one send of files may weigh (bytes), those that are too large included: they are read to their end, so that the answer can name them. */
export const SEND_BYTES = 400 * 1024 * 1024;
/** More files than a proposal can have are told one by one, up to so many. */
const SEND_FILES = 40;

export type Sent = { key: string | undefined; from: string | undefined; files: ReceivedFile[] };

const incoming = (dataDir: string) => path.join(dataDir, 'incoming');

/**
 * Takes the files of a multipart form to disk, never more of one in memory than a piece, hands them to `use`, and leaves nothing
 * behind. A form that is cut off or no form has no files. Refuses `too_many_files` for more than anybody sends.
 */
export async function withFiles<T>(req: Request, dataDir: string, use: (sent: Sent) => Promise<T>): Promise<T> {
  const folder = incoming(dataDir);
  await makeFolder(folder);
  const places: string[] = [];
  try {
    const { fields, arrived, tooMany } = await readForm(req, () => {
      const place = path.join(folder, randomUUID());
      places.push(place);
      return place;
    });
    if (tooMany) throw refuse('too_many_files', { most: fileLimits.each });
    const files: ReceivedFile[] = [];
    for (const { place, ...file } of arrived) files.push({ ...file, content: file.tooLarge || file.bytes === 0 ? 'other' : await contentOf(place, file.bytes), open: () => createReadStream(place) });
    return await use({ key: fields.get('_key'), from: fields.get('from'), files });
  } finally {
    await Promise.all(places.map((place) => rm(place, { force: true })));
  }
}

type Arrived = Pick<ReceivedFile, 'name' | 'says' | 'bytes' | 'tooLarge' | 'sha256'> & { place: string };
type Form = { fields: Map<string, string>; arrived: Arrived[]; tooMany: boolean };

async function readForm(req: Request, aPlace: () => string): Promise<Form> {
  const form: Form = { fields: new Map(), arrived: [], tooMany: false };
  const reader = readerOf(req);
  if (!reader) return form;
  const arriving: Promise<Arrived | null>[] = [];
  reader.on('field', (name, value) => void form.fields.set(name, value));
  reader.on('file', (_field, stream, { filename, mimeType }) => {
    // Looked at below, once the form is at its end; a failure before that must not go unheard.
    const arrival = arrive(stream, aPlace(), asNamed(filename ?? ''), mimeType);
    arrival.catch(() => undefined);
    arriving.push(arrival);
  });
  reader.on('filesLimit', () => void (form.tooMany = true));
  const whole = await pour(req, reader, () => void (form.tooMany = true));
  const settled = await Promise.allSettled(arriving);
  if (!whole) return form;
  for (const one of settled) {
    if (one.status === 'rejected') throw one.reason;
    if (one.value) form.arrived.push(one.value);
  }
  return form;
}

/** Browsers write a quote and a line end in a name as their code (HTML, multipart/form-data encoding algorithm). */
const asNamed = (name: string): string => name.replace(/%22/g, '"').replace(/%0[AD]/gi, ' ');

function readerOf(req: Request): busboy.Busboy | null {
  try {
    return busboy({ headers: req.headers, defParamCharset: 'utf8', limits: { fileSize: fileLimits.bytes + 1, files: SEND_FILES, fields: 10, fieldSize: 500, parts: SEND_FILES + 10 } });
  } catch (error) {
    // Not multipart, or without a boundary.
    if (error instanceof Error && /content type|boundary/i.test(error.message)) return null;
    throw error;
  }
}

/** Null for the part of a file chooser in which nothing was chosen. */
async function arrive(stream: Readable & { truncated?: boolean }, place: string, name: string, says: string): Promise<Arrived | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      hash.update(part);
      done(null, part);
    },
  });
  await pipeline(stream, count, createWriteStream(place, { flags: 'wx' }));
  return name === '' && bytes === 0 ? null : { place, name, says, bytes, tooLarge: bytes > fileLimits.bytes, sha256: hash.digest('hex') };
}

/** Pours a body into its reader; false where it was cut off, is no form, or goes on and on. The request itself stays open to be answered. */
async function pour(req: Request, reader: busboy.Busboy, tooMuch: () => void): Promise<boolean> {
  let bytes = 0;
  const limit = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      if (bytes > SEND_BYTES) tooMuch();
      done(bytes > SEND_BYTES ? new Error('more than any send of files') : null, part);
    },
  });
  // A visitor who goes away sends no end.
  const gone = () => void (req.readableEnded || limit.destroy(new Error('the visitor has gone')));
  req.once('close', gone).once('error', gone).pipe(limit);
  return pipeline(limit, reader).then(() => true, () => (req.unpipe(limit), false)).finally(() => req.off('close', gone));
}

const DAY = 86_400_000;

/** Removes what sends left behind whose process was killed, older than a day. */
export async function sweepIncoming(dataDir: string, now: Date): Promise<void> {
  const folder = incoming(dataDir);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    const place = path.join(folder, name);
    const found = await stat(place).catch(() => null);
    if (found && found.mtimeMs < now.getTime() - DAY) await rm(place, { force: true });
  }
}
