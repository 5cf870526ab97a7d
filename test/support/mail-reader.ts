import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** One part of a mail: its header fields by small name, its words decoded, the parts within. */
export type Part = { headers: Map<string, string>; type: string; words: string; parts: Part[] };

const words = /=\?utf-8\?([bq])\?([^?]*)\?=\s*/gi;
const fromQuoted = (text: string) => Buffer.from(text.replace(/=\r\n/g, '').replace(/=([\dA-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');
const decodeHeader = (value: string) => value.replace(words, (_all, kind: string, text: string) => (kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : fromQuoted(text.replaceAll('_', ' '))));

/** Reads a mail as a mail program does: MIME parts, transfer encodings, encoded words. */
export function readMail(raw: string): Part {
  const split = raw.indexOf('\r\n\r\n');
  const headers = new Map(raw.slice(0, split).replace(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), decodeHeader(line.slice(colon + 1).trim())] as const;
  }));
  const body = raw.slice(split + 4);
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map((part) => readMail(part.replace(/^\r\n/, '').replace(/\r\n$/, ''))) : [];
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  return { headers, type, parts, words: encoding === 'base64' ? Buffer.from(body, 'base64').toString() : encoding === 'quoted-printable' ? fromQuoted(body) : body };
}

/** The part of a type, however deep. */
export function partOf(mail: Part, type: string): Part | undefined {
  if (mail.parts.length === 0) return mail.type.startsWith(type) ? mail : undefined;
  for (const part of mail.parts) {
    const found = partOf(part, type);
    if (found) return found;
  }
  return undefined;
}

type Taken = { from: string; to: string[]; raw: string };

/** A mail server that takes what it is sent; `refuse` makes it say no to the next ones. */
export async function startMailServer() {
  const taken: Taken[] = [];
  const state = { refuse: false };
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.write('220 test ESMTP\r\n');
    let buffer = '';
    let letter: Taken = { from: '', to: [], raw: '' };
    let inData = false;
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('utf8');
      for (;;) {
        const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          taken.push({ ...letter, raw: line.replace(/^\.\./gm, '.') });
          socket.write('250 taken\r\n');
        } else if (/^(EHLO|HELO)/i.test(line)) socket.write('250 test\r\n');
        else if (/^MAIL FROM/i.test(line)) {
          letter = { from: /<([^>]*)>/.exec(line)?.[1] ?? '', to: [], raw: '' };
          socket.write(state.refuse ? '451 not now\r\n' : '250 ok\r\n');
        } else if (/^RCPT TO/i.test(line)) {
          letter.to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
          socket.write('250 ok\r\n');
        } else if (/^DATA/i.test(line)) {
          inData = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, taken, state,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
