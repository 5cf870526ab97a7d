import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail in the test's mailbox. `broken`: the server cannot give it out. */
export type Stored = { uid: number; raw: Buffer; flags: Set<string>; broken?: boolean };

/**
 * A mailbox on loopback that speaks as much IMAP4rev1 (RFC 3501) as a reader needs: sign in, select, search for what is unseen,
 * fetch size and source, set flags. What is asked of it stands in `asked`.
 */
export async function startImap({ user = 'forum', password = 'secret', folder = 'INBOX' }: { user?: string; password?: string; folder?: string } = {}) {
  const stored: Stored[] = [];
  const asked: string[] = [];
  const state = { hangUpOnFetch: false, failStore: false };
  const open = new Set<Socket>();
  const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');
  const unquote = (word: string) => word.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1');

  function answer(socket: Socket, tag: string, command: string, rest: string): void {
    const say = (...lines: string[]) => socket.write(`${lines.join('\r\n')}\r\n`);
    const ok = (words = 'done') => say(`${tag} OK ${words}`);
    switch (command) {
      case 'CAPABILITY': return void (say('* CAPABILITY IMAP4rev1 AUTH=PLAIN LOGINDISABLED'), ok());
      case 'LIST': return void (say(rest === '"" ""' ? '* LIST (\\Noselect) "/" ""' : `* LIST () "/" "${folder}"`), ok());
      case 'SELECT': {
        if (unquote(rest.split(' ')[0] ?? '') !== folder && unquote(rest) !== folder) return void say(`${tag} NO [NONEXISTENT] no such folder`);
        return void (say('* FLAGS (\\Seen \\Answered)', `* ${stored.length} EXISTS`, '* OK [UIDVALIDITY 1] yes', `* OK [UIDNEXT ${(stored.at(-1)?.uid ?? 0) + 1}] next`, '* OK [PERMANENTFLAGS (\\Seen)] kept'), ok('[READ-WRITE] selected'));
      }
      case 'UID SEARCH': return void (say(`* SEARCH ${stored.filter(({ flags }) => !flags.has('\\Seen')).map(({ uid }) => uid).join(' ')}`.trimEnd()), ok());
      case 'UID FETCH': {
        const mail = stored.find(({ uid }) => uid === Number(rest.split(' ')[0]));
        const wantsSource = /BODY(\.PEEK)?\[\]/.test(rest);
        if (wantsSource && state.hangUpOnFetch) return void socket.destroy();
        if (wantsSource && mail?.broken) return void say(`${tag} NO [SERVERBUG] cannot read it`);
        if (mail && wantsSource) {
          socket.write(`* ${stored.indexOf(mail) + 1} FETCH (UID ${mail.uid} BODY[] {${mail.raw.length}}\r\n`);
          socket.write(mail.raw);
          say(')');
        } else if (mail) say(`* ${stored.indexOf(mail) + 1} FETCH (UID ${mail.uid} RFC822.SIZE ${mail.raw.length})`);
        return void ok();
      }
      case 'UID STORE': {
        const [, uid, names = ''] = /^(\d+) \+FLAGS(?:\.SILENT)? \(([^)]*)\)/.exec(rest) ?? [];
        if (state.failStore) return void say(`${tag} NO not now`);
        for (const name of names.split(' ')) stored.find((one) => one.uid === Number(uid))?.flags.add(name);
        return void ok();
      }
      case 'LOGOUT': return void (say('* BYE bye'), ok(), socket.end());
      case 'NOOP': case 'CLOSE': case 'UNSELECT': case 'EXPUNGE': return void ok();
      default: return void say(`${tag} BAD unknown`);
    }
  }

  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    socket.write('* OK test ready\r\n');
    let buffer = '';
    // The tag of a sign-in whose name and password come on the next line.
    let signingIn = '';
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('utf8');
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        if (signingIn !== '') {
          socket.write(buffer.slice(0, end) === plain ? `${signingIn} OK done\r\n` : `${signingIn} NO [AUTHENTICATIONFAILED] no\r\n`);
          signingIn = '';
          buffer = buffer.slice(end + 2);
          continue;
        }
        const [, tag = '*', command = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/.exec(buffer.slice(0, end)) ?? [];
        buffer = buffer.slice(end + 2);
        asked.push(`${command.toUpperCase()} ${rest}`.trim());
        if (command.toUpperCase() === 'AUTHENTICATE') {
          signingIn = tag;
          socket.write('+ \r\n');
        } else answer(socket, tag, command.toUpperCase(), rest);
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const at = server.address() as AddressInfo;
  return {
    url: `imap://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${at.port}/${folder === 'INBOX' ? '' : encodeURIComponent(folder)}`, stored, asked, state,
    put(raw: Buffer, broken = false): Stored {
      const mail = { uid: (stored.at(-1)?.uid ?? 100) + 1, raw, flags: new Set<string>(), broken };
      stored.push(mail);
      return mail;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
