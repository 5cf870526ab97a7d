import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { siteMap } from '~/remix.config.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const list = (folder: string) => readdirSync(path.join(root, folder));
const filesBelow = (folder: string): string[] => list(folder).flatMap((name) => {
  const inner = `${folder}/${name}`;
  return statSync(path.join(root, inner)).isDirectory() ? filesBelow(inner) : [inner];
});
const importsOf = (file: string) => [...readFileSync(path.join(root, file), 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? '');

describe('the house', () => {
  it('has only the known folders at the top', () => {
    const known = ['.cache', '.ci', '.git', 'app', 'build', 'data', 'db', 'docs', 'node_modules', 'server', 'test'];
    const folders = list('.').filter((name) => statSync(path.join(root, name)).isDirectory());
    expect(folders.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('keeps each noun to the closed list of files', () => {
    const allowed = ['commands.ts', 'events.ts', 'queries.ts', 'rules.ts', 'schema.ts'];
    for (const noun of list('server/domain')) expect([noun, list(`server/domain/${noun}`).filter((file) => !allowed.includes(file))]).toEqual([noun, []]);
  });

  it('has no circle between nouns', () => {
    const nouns = list('server/domain');
    const needs = new Map(nouns.map((noun) => [noun, new Set(filesBelow(`server/domain/${noun}`).flatMap(importsOf).flatMap((from) => nouns.filter((other) => other !== noun && new RegExp(`(^\\.\\./|domain/)${other}/`).test(from))))]));
    const path_: string[] = [];
    const walk = (noun: string): string[] | null => {
      if (path_.includes(noun)) return [...path_.slice(path_.indexOf(noun)), noun];
      path_.push(noun);
      for (const next of needs.get(noun) ?? []) {
        const circle = walk(next);
        if (circle) return circle;
      }
      path_.pop();
      return null;
    };
    for (const noun of nouns) expect(walk(noun)).toBeNull();
  });

  it('has a module for each address and an address for each route', () => {
    const addresses = siteMap as [string, string][];
    expect(new Set(addresses.map(([address]) => address)).size).toBe(addresses.length);
    const modules = new Set(filesBelow('app/routes'));
    expect(addresses.map(([, module]) => `app/routes/${module}`).filter((file) => !modules.has(file))).toEqual([]);
    const routed = new Set(addresses.map(([, module]) => `app/routes/${module}`));
    const unrouted = [...modules].filter((file) => !routed.has(file) && /export (default|const action|const loader)/.test(readFileSync(path.join(root, file), 'utf8')));
    expect(unrouted).toEqual([]);
  });

  it('names no place outside itself', () => {
    const sources = ['app', 'server', 'db', 'test', 'docs'].flatMap(filesBelow).filter((file) => /\.(ts|tsx|js|scss|md|json|sql)$/.test(file) && !file.endsWith('structure.test.ts'));
    expect(sources.filter((file) => /\.\.\/shared|\/root\/|\/home\//.test(readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
    expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
  });
});
