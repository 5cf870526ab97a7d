import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from './program';

/** The mails that the program has written for a person, decoded as far as the tests need it. */
export async function mailsTo(dataDir: string, email: string): Promise<string[]> {
  const folder = path.join(dataDir, 'mail');
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    // No mail has been written yet.
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const letters = await Promise.all(files.filter((name) => name.endsWith('.eml')).sort().map((name) => readFile(path.join(folder, name), 'utf8')));
  return letters.filter((letter) => new RegExp(`^To: .*<?${email.replace('.', '\\.')}>?`, 'im').test(letter)).map((letter) => letter.replace(/=\r\n/g, '').replace(/=3D/g, '='));
}

/** Waits for a mail to a person that says a certain thing. */
export function mailSaying(dataDir: string, email: string, words: RegExp): Promise<string> {
  return eventually(async () => (await mailsTo(dataDir, email)).find((letter) => words.test(letter)), `a mail to ${email} saying ${words}`);
}
