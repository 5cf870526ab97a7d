import { SMTPServer } from 'smtp-server';
import { organizerOf } from '../../calendar/meeting-ics';
import type { Services } from '../../services';
import { markIn, openMark } from '../sealed';
import { LARGEST_MAIL } from './read';
import { receiveMail } from './receive';

/** Of one mail; its sender names the rest in another. */
const MOST_RECIPIENTS = 10;

const no = (code: number, words: string): Error => Object.assign(new Error(words), { responseCode: code });

/**
 * A mail server of our own for what comes in, for installations that route it here; off unless it is set. It takes mail for
 * the forum's own address and its marked ones only, relays nothing, and says yes only once the mail is settled.
 */
export async function startListener(services: Services, { host, port }: { host: string; port: number }): Promise<{ port: number; stop(): Promise<void> }> {
  const own = organizerOf(services.config).email.toLowerCase();
  const isOurs = async (address: string): Promise<boolean> => {
    const mark = markIn(own, address);
    return address.toLowerCase() === own || (mark !== null && (await openMark(services.db, 'reply', mark)) !== null);
  };
  const later = (error: unknown): Error => {
    services.log.error({ err: error }, 'mail not taken in, its sender is asked to try again');
    return no(451, 'Try again later');
  };
  const server = new SMTPServer({
    name: own.split('@')[1] ?? 'localhost', disabledCommands: ['AUTH', 'STARTTLS'], size: LARGEST_MAIL, logger: false, maxClients: 20, socketTimeout: 60_000, closeTimeout: 5_000, disableReverseLookup: true,
    onRcptTo: ({ address }, session, done) => {
      if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return done(no(452, 'Too many recipients'));
      isOurs(address).then((ours) => done(ours ? null : no(550, 'No such mailbox here')), (error: unknown) => done(later(error)));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        // What is too large is read to its end, as the protocol wants, but not kept.
        if (stream.sizeExceeded) chunks.length = 0;
        else chunks.push(chunk);
      });
      stream.on('error', (error: Error) => done(error));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(no(552, 'The mail is too large'));
        receiveMail(services, Buffer.concat(chunks), session.envelope.rcptTo.map(({ address }) => address)).then(() => done(), (error: unknown) => done(later(error)));
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => services.log.warn({ err: error }, 'mail listener'));
  const at = server.server.address();
  return { port: typeof at === 'object' && at ? at.port : port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
