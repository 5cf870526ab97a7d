import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Config } from '../config';

/** Sends a mail, or, without SMTP, lays it as a file where people can read it. The same id is the same file. */
export type Post = { send(id: string, mail: SendMailOptions): Promise<void>; close(): void };

// A letter is words only: none may make the server read a file or fetch an address.
const wordsOnly = { disableFileAccess: true, disableUrlAccess: true };
/** A server that does not answer holds up its own mail, not the whole queue (milliseconds). */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

export function makePost(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir'>): Post {
  if (config.smtpUrl) {
    const transport = createTransport({ url: config.smtpUrl, ...patience, ...wordsOnly }, { from: config.mailFrom });
    return { send: async (_id, mail) => void (await transport.sendMail(mail)), close: () => transport.close() };
  }
  const folder = path.join(config.dataDir, 'mail');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...wordsOnly }, { from: config.mailFrom });
  return {
    async send(id, mail) {
      const { message } = await transport.sendMail(mail);
      // They hold people's addresses and one-time links: for the owner of the data alone.
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, `${id}.eml`);
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${file}.part`, file);
    },
    close: () => transport.close(),
  };
}
