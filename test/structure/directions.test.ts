import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });

describe('the directions', () => {
  it.each([
    ['server/domain/meetings/commands.ts', `import { redirect } from '@remix-run/node';\nexport const go = redirect;`, 'The domain knows no transport'],
    ['server/domain/meetings/queries.ts', `import { Server } from 'socket.io';\nexport const io = Server;`, 'The domain knows no transport'],
    ['server/domain/meetings/rules.ts', `import { eq } from 'drizzle-orm';\nexport const same = eq;`, 'Rules are pure decisions'],
    ['db/schema/members.ts', `import express from 'express';\nexport const app = express;`, 'db is the lowest floor'],
    ['app/components/page.tsx', `import { getMeeting } from '~/server/domain/meetings/queries';\nexport const get = getMeeting;`, 'A client bundle takes from server/'],
    ['app/components/page.tsx', `import { catalogueOf } from '~/server/i18n';\nexport const all = catalogueOf;`, 'The index holds both languages'],
    ['app/routes/meetings/list.tsx', `import { eq } from 'drizzle-orm';\nexport const same = eq;`, 'Routes are thin'],
    ['app/components/page.tsx', `export const Box = () => <p style={{ color: 'red' }} />;`, 'refuses inline styles'],
    ['server/http/app.ts', `import { Refusal } from '../refusal';\nexport const no = (e: unknown) => e instanceof Refusal;`, 'instanceof lies'],
  ])('%s refuses what it must not do', async (filePath, code, reason) => {
    const [result] = await eslint.lintText(code, { filePath });
    expect(result?.messages.map((message) => message.message).join('\n')).toContain(reason);
  });
});
