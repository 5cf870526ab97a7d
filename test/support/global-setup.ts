import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '~/db/client';
import { startEmbedded } from '~/db/embedded';
import { migrateDatabase } from '~/db/migrate';
import { temporaryFolder } from './folder';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await temporaryFolder('test');
  const embedded = await startEmbedded({ dataDir, log: () => undefined, durable: false, maxConnections: 300 });
  const admin = connect(embedded.url, 1);
  await admin.sql`create database template_forum`;
  await admin.close();
  await migrateDatabase(withDatabase(embedded.url, 'template_forum'), path.join(project.config.root, 'db/migrations'));
  project.provide('databaseUrl', embedded.url);
  return async () => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
