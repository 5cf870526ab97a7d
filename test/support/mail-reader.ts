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

export type Taken = { from: string; to: string[]; raw: string };
/** Where in the talk a server answers: to the connection, MAIL FROM, RCPT TO, DATA, and when the mail has come to its end. */
type Step = 'greet' | 'mail' | 'rcpt' | 'data' | 'end';
/** What it says there instead of yes; `hang`: nothing, ever; `cut`: it hangs up. A function is asked each time. */
type Say = string | ((address: string) => string | undefined | Promise<string | undefined>);

/**
 * A mail server that takes what it is sent, unless `says` has it answer otherwise. `cutInData`: it hangs up after so many octets
 * of a mail.
 */
export async function startMailServer() {
  const taken: Taken[] = [];
  const state: { refuse: boolean; says: Partial<Record<Step, Say>>; cutInData: number | null; talks: number } = { refuse: false, says: {}, cutInData: null, talks: 0 };
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    state.talks += 1;
    socket.on('close', () => open.delete(socket));
    // A client that is killed breaks off in the middle.
    socket.on('error', () => socket.destroy());
    let buffer = '';
    let letter: Taken = { from: '', to: [], raw: '' };
    let inData = false;
    const answer = async (step: Step, usual: string) => {
      const say = state.says[step];
      const words = (typeof say === 'function' ? await say(letter.to[0] ?? '') : say) ?? usual;
      if (words === 'cut') socket.destroy();
      else if (words !== 'hang') socket.write(`${words}\r\n`);
      return words;
    };
    let turn = answer('greet', '220 test ESMTP').then(() => undefined);
    const take = async (chunk: string) => {
      buffer += chunk;
      for (;;) {
        if (inData && state.cutInData !== null && buffer.length >= state.cutInData) return void socket.destroy();
        const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          if ((await answer('end', '250 taken')).startsWith('2')) taken.push({ ...letter, raw: `${line.replace(/^\.\./gm, '.')}\r\n` });
        } else if (/^(EHLO|HELO)/i.test(line)) socket.write('250 test\r\n');
        else if (/^MAIL FROM/i.test(line)) {
          letter = { from: /<([^>]*)>/.exec(line)?.[1] ?? '', to: [], raw: '' };
          await answer('mail', state.refuse ? '451 not now' : '250 ok');
        } else if (/^RCPT TO/i.test(line)) {
          letter.to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
          await answer('rcpt', '250 ok');
        } else if (/^DATA/i.test(line)) inData = (await answer('data', '354 go on')).startsWith('3');
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    };
    socket.on('data', (chunk: Buffer) => void (turn = turn.then(() => take(chunk.toString('latin1')))));
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
