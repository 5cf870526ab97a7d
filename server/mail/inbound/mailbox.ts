import { ImapFlow } from 'imapflow';
import type { Services } from '../../services';
import { LARGEST_MAIL } from './read';
import { receiveMail } from './receive';

/** In one reading; the next one, a minute later, takes the rest. */
const MOST = 50;
/** A server that does not answer is asked again in a minute (milliseconds). */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/**
 * Reads what is new in the mailbox and marks it as seen, each mail once it is settled: after a crash it is read again, and
 * known by its bytes. A mail that cannot be settled stays unseen and holds up no other. Throws where the mailbox cannot be
 * reached. `address`: `imaps://name:password@host/FOLDER`.
 */
export async function readMailbox(services: Services, address: string): Promise<{ read: number }> {
  const { hostname, port, protocol, username, password, pathname } = new URL(address);
  const secure = protocol === 'imaps:';
  const client = new ImapFlow({
    host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 993 : 143), secure, logger: false, disableAutoIdle: true,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) }, ...patience,
  });
  client.on('error', (error: unknown) => services.log.warn({ err: error }, 'mailbox connection'));
  try {
    await client.connect();
    const lock = await client.getMailboxLock(decodeURIComponent(pathname.slice(1)) || 'INBOX');
    try {
      return { read: await readUnseen(services, client) };
    } finally {
      lock.release();
    }
  } finally {
    // A connection that broke has nobody to say goodbye to.
    if (client.usable) await client.logout();
    else client.close();
  }
}

async function readUnseen(services: Services, client: ImapFlow): Promise<number> {
  const unseen = await client.search({ seen: false }, { uid: true });
  let read = 0;
  for (const uid of (unseen || []).slice(0, MOST)) {
    if (!client.usable) break;
    read += await readOne(services, client, uid);
  }
  return read;
}

async function readOne(services: Services, client: ImapFlow, uid: number): Promise<0 | 1> {
  try {
    const found = await client.fetchOne(String(uid), { size: true }, { uid: true });
    const mail = found && (found.size ?? 0) <= LARGEST_MAIL ? await client.fetchOne(String(uid), { source: true }, { uid: true }) : null;
    if (mail && mail.source) await receiveMail(services, mail.source);
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    return 1;
  } catch (error) {
    services.log.error({ err: error, uid }, 'mail not taken in, will be tried again');
    return 0;
  }
}
