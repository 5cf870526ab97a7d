import type { FileHandle } from 'node:fs/promises';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** Bytes: the end record with the longest comment; a directory larger than any document has. */
const TAIL = 22 + 0xffff;
const DIRECTORY_MOST = 4 * 1024 * 1024;

/** The names in a ZIP archive's directory; nothing is unpacked. Null for what is no whole archive, or too large a one. */
export async function zipNames(file: FileHandle, bytes: number): Promise<string[] | null> {
  const tail = await readAt(file, Math.max(0, bytes - TAIL), Math.min(bytes, TAIL));
  const end = lastEnd(tail);
  if (end < 0) return null;
  const size = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (size > DIRECTORY_MOST || offset + size > bytes) return null;
  return namesIn(await readAt(file, offset, size), tail.readUInt16LE(end + 10));
}

function lastEnd(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at -= 1) if (tail.readUInt32LE(at) === END) return at;
  return -1;
}

function namesIn(directory: Buffer, count: number): string[] | null {
  const names: string[] = [];
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) return null;
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [number, number, number];
    names.push(directory.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
