import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReceivedFile } from '~/server/domain/attachments/commands';
import type { FileContent } from '~/server/domain/attachments/schema';
import type { FileStore } from '~/server/files/store';

/** A ZIP archive of plain entries, as office programs begin theirs. */
export function zip(entries: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const body = Buffer.from(text);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(body), 10);
    shared.writeUInt32LE(body.length, 14);
    shared.writeUInt32LE(body.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, Buffer.from(name), body]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, place, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const ooxml = (type: string, heart: string, more: Record<string, string> = {}) => zip({ '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${heart}" ContentType="application/vnd.${type}.main+xml"/></Types>`, '_rels/.rels': '<x/>', [heart]: '<x/>', ...more });
const odf = (kind: string, more: Record<string, string> = {}) => zip({ mimetype: `application/vnd.oasis.opendocument.${kind}`, 'content.xml': '<x/>', ...more });

/** Small files of each kind that a test needs, real enough to be told apart. */
export const samples = {
  pdf: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  png: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  jpeg: Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z', 'base64'),
  text: Buffer.from('Æbler, øl og å\n'),
  csv: Buffer.from('navn;antal\r\nÅbne data;3\r\n'),
  docx: ooxml('openxmlformats-officedocument.wordprocessingml.document', 'word/document.xml'),
  xlsx: ooxml('openxmlformats-officedocument.spreadsheetml.sheet', 'xl/workbook.xml'),
  pptx: ooxml('openxmlformats-officedocument.presentationml.presentation', 'ppt/presentation.xml'),
  docm: ooxml('ms-word.document.macroEnabled', 'word/document.xml', { 'word/vbaProject.bin': 'x' }),
  docxWithMacros: ooxml('openxmlformats-officedocument.wordprocessingml.document', 'word/document.xml', { 'word/vbaProject.bin': 'x' }),
  odt: odf('text'), ods: odf('spreadsheet'), odp: odf('presentation'),
  odtWithMacros: odf('text', { 'Basic/Standard/Module1.xml': '<x/>' }),
  zip: zip({ 'readme.txt': 'hej' }),
  exe: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]),
  svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  html: Buffer.from('<!doctype html><script>alert(1)</script>'),
  latin1: Buffer.from('navn;\xe6bler\n', 'latin1'),
  binary: Buffer.from([65, 66, 0, 67]),
};

/** A file as the door hands it to the domain. */
export function received(name: string, body: Buffer, content: FileContent, more: Partial<ReceivedFile> = {}): ReceivedFile {
  return { name, says: '', bytes: body.length, tooLarge: false, content, sha256: createHash('sha256').update(body).digest('hex'), open: () => Readable.from([body]), ...more };
}

export async function keysIn(store: FileStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list()) keys.push(key);
  return keys.sort();
}
