import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Config } from '../config';

/** Sends a mail, or, without SMTP, lays it as a file where people can read it. The same id is the same file. */
export type Post = { send(id: string, mail: SendMailOptions): Promise<void>; close(): void };

export function makePost(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir'>): Post {
  if (config.smtpUrl) {
    const transport = createTransport(config.smtpUrl, { from: config.mailFrom });
    return { send: async (_id, mail) => void (await transport.sendMail(mail)), close: () => transport.close() };
  }
  const folder = path.join(config.dataDir, 'mail');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' }, { from: config.mailFrom });
  return {
    async send(id, mail) {
      const { message } = await transport.sendMail(mail);
      await mkdir(folder, { recursive: true });
      const file = path.join(folder, `${id}.eml`);
      await writeFile(`${file}.part`, message as Buffer);
      await rename(`${file}.part`, file);
    },
    close: () => transport.close(),
  };
}
