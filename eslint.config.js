import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** A direction that must not be taken, with the reason that the linter prints. */
const never = (group, message, allowTypeImports = false) => ({ group, message, allowTypeImports });
const inDirection = (files, patterns, ignores = []) => ({ files, ignores, rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } });

const transports = never(
  ['@remix-run/*', 'express', 'socket.io', 'socket.io-client', 'lucia', '@lucia-auth/*', 'nodemailer', 'ical-generator', 'react', '~/app/*', '**/http/*', '**/realtime/*', '**/mail/*', '**/calendar/*', '**/jobs/*', '**/auth/sessions', '~/server/files', '~/server/files/*'],
  'The domain knows no transport: a route, a socket, a job, the seed and a test all call the same command.',
);
const seeds = never(['~/db/seed/*', '~/db/client', '~/db/embedded', '~/db/migrate', '~/server/index', '~/server/services'], 'What lives long is made in server/index.ts and handed on through Ctx.');
const clientTakes = never(
  ['~/server/domain/*/commands', '~/server/domain/*/queries', '~/server/domain/*/rules', '~/server/auth/*', '~/server/http/*', '~/server/jobs/*', '~/server/mail/*', '~/server/realtime/*', '~/server/calendar/*', '~/server/write', '~/db/client'],
  'A client bundle takes from server/ only schema.ts files, limits and the catalogues; types are free (import type).', true,
);
const bothCatalogues = { regex: '^~/server/i18n(/index)?$', allowTypeImports: true, message: 'The index holds both languages; a page takes its texts from useT().' };
const refusalByInstance = { selector: "BinaryExpression[operator='instanceof'][right.name='Refusal']", message: 'A refusal is told by its code: this module is loaded twice (server and Remix bundle), so instanceof lies.' };
const inlineStyle = { selector: "JSXAttribute[name.name='style']", message: 'The Content-Security-Policy refuses inline styles: use a class.' };

export default tseslint.config(
  { ignores: ['build/', 'node_modules/', 'data/', '.cache/', 'db/migrations/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', refusalByInstance, inlineStyle],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { files: ['app/**'], plugins: { 'react-hooks': hooks }, rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' } },
  inDirection(['server/domain/**/*.ts'], [transports, seeds]),
  inDirection(['server/domain/*/rules.ts'], [transports, seeds, never(['drizzle-orm', 'drizzle-orm/*', '**/write', '~/server/write', 'node:*'], 'Rules are pure decisions: no input, no output.')]),
  inDirection(['db/**/*.ts'], [never(['~/app/*', '@remix-run/*', 'express', 'socket.io'], 'db is the lowest floor: it knows nothing of what stands on it.')], ['db/seed/**']),
  inDirection(['app/components/**', 'app/live/**', 'app/shell/**'], [clientTakes, bothCatalogues]),
  inDirection(['app/routes/**'], [never(['drizzle-orm', 'drizzle-orm/*', 'postgres', '~/db/client', '~/db/embedded'], 'Routes are thin: they ask the domain, never the database.')]),
  { files: ['server/index.ts', 'server/admin.ts', 'server/build.js', 'db/seed/run.ts', 'test/bench/**'], rules: { 'no-console': 'off' } },
  { files: ['db/seed/plan-*/**', 'server/i18n/**'], rules: { 'max-lines': 'off' } },
);
