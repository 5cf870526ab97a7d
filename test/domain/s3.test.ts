import { createHash, randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '~/server/config';
import { makeS3Store } from '~/server/files/s3';
import type { FileStore } from '~/server/files/store';
import { keysIn, received, samples } from '../support/files';
import { startS3, type S3 } from '../support/s3';

let s3: S3;
let store: FileStore;
beforeAll(async () => {
  s3 = await startS3();
  store = makeS3Store(s3.setting);
});
afterAll(() => s3.stop());

const about = { bytes: samples.text.length, sha256: createHash('sha256').update(samples.text).digest('hex'), mediaType: 'text/plain' };
const open = received('x.txt', samples.text, 'text').open;

describe('S3-compatible storage', () => {
  it('keeps, gives back, lists page by page and removes, each request signed', async () => {
    await store.check();
    const keys = Array.from({ length: 5 }, () => randomUUID()).sort();
    for (const key of keys) await store.put(key, open, about);
    expect(s3.objects.get(`ogp-forum/${keys[0]}`)).toMatchObject({ type: 'text/plain', body: samples.text });
    const bytes = await store.get(keys[1] ?? '');
    expect(bytes && await text(bytes)).toBe(samples.text.toString());
    expect(await keysIn(store)).toEqual(keys);
    await store.remove(keys[0] ?? '');
    await store.remove(keys[0] ?? '');
    expect(await store.get(keys[0] ?? '')).toBeNull();
    expect(await keysIn(store)).toEqual(keys.slice(1));
  });

  it('asks again when the service has a bad moment', async () => {
    const key = randomUUID();
    s3.failNext(2);
    await store.put(key, open, about);
    expect(s3.objects.has(`ogp-forum/${key}`)).toBe(true);
  });

  it('says so when it is not let in', async () => {
    const stranger = makeS3Store({ ...s3.setting, secret: 'wrong' });
    await expect(stranger.check()).rejects.toThrow('the file store answered 403');
    await expect(stranger.put(randomUUID(), open, about)).rejects.toThrow('403');
    await expect(makeS3Store({ ...s3.setting, url: s3.setting.url.replace('bucket', 'another') }).check()).rejects.toThrow('404');
  });

  it('takes bytes with another digest for broken', async () => {
    await expect(store.put(randomUUID(), open, { ...about, sha256: 'a'.repeat(64) })).rejects.toThrow('403');
  });
});

describe('its settings', () => {
  const all = { FILES_URL: 'https://s3.example.org/bucket', FILES_KEY_ID: 'id', FILES_SECRET: 'hemmelig' };
  it('are read, with a region where none is given', () => {
    const read = readConfig(all);
    expect('config' in read && read.config.s3).toEqual({ url: all.FILES_URL, region: 'us-east-1', keyId: 'id', secret: 'hemmelig' });
    const none = readConfig({});
    expect('config' in none && none.config.s3).toBeNull();
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ ...all, FILES_URL: 's3://bucket' }, /^FILES_URL must be an address/],
    [{ ...all, FILES_URL: 'https://s3.example.org/' }, /^FILES_URL must be the address of a bucket/],
    [{ ...all, FILES_URL: 'https://me:pass@s3.example.org/bucket' }, /^FILES_URL must be the address of a bucket/],
    [{ ...all, FILES_KEY_ID: '' }, /^FILES_KEY_ID must be set when FILES_URL is/],
    [{ ...all, FILES_SECRET: '' }, /^FILES_SECRET must be set when FILES_URL is/],
    [{ FILES_SECRET: 'hemmelig' }, /^FILES_URL must be set when FILES_SECRET is/],
    [{ ...all, FILES_REGION: 'a b' }, /^FILES_REGION must be a region/],
  ])('%j', (env, sentence) => {
    const read = readConfig(env);
    const problems = 'problems' in read ? read.problems : [];
    expect(problems.join('\n')).toMatch(sentence);
    expect(problems.join()).not.toContain('hemmelig');
    expect(problems.join()).not.toContain('me:pass');
  });
});
