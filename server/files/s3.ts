import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import type { S3Setting } from '../config';
import { ensureKey, isKey, type FileStore } from './store';

/** How long one request may take (ms). */
const PATIENCE = 60_000;

/** Files in a bucket of an S3-compatible service, addressed as `https://host/bucket/folder/key`. */
export function makeS3Store({ url, region, keyId, secret }: S3Setting): FileStore {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, region, service: 's3', retries: 3 });
  const { origin, pathname } = new URL(url);
  const [bucket = '', ...folders] = pathname.split('/').filter(Boolean);
  const prefix = folders.map((folder) => `${folder}/`).join('');
  const addressOf = (key: string) => (ensureKey(key), `${origin}/${bucket}/${prefix}${key}`);

  async function ask(address: string, init: RequestInit, fine: number[]): Promise<Response> {
    const answer = await client.fetch(address, { ...init, signal: AbortSignal.timeout(PATIENCE) });
    if (fine.includes(answer.status)) return answer;
    await answer.body?.cancel();
    throw new Error(`the file store answered ${answer.status} to ${init.method ?? 'GET'}`);
  }

  async function page(from: string | null, most: number): Promise<string> {
    const query = new URLSearchParams({ 'list-type': '2', prefix: decodeURIComponent(prefix), 'max-keys': String(most), ...(from === null ? {} : { 'continuation-token': from }) });
    return (await ask(`${origin}/${bucket}?${query}`, {}, [200])).text();
  }

  return {
    async put(key, open, { sha256, mediaType }) {
      // One file at a time, as large as the limit of a file: whole, so that its length is known and it can be sent again.
      const body = await buffer(open());
      const answer = await ask(addressOf(key), { method: 'PUT', body: new Uint8Array(body), headers: { 'Content-Type': mediaType, 'X-Amz-Content-Sha256': sha256 } }, [200, 201, 204]);
      await answer.body?.cancel();
    },

    async get(key) {
      const answer = await ask(addressOf(key), {}, [200, 404]);
      if (answer.status === 200 && answer.body) return Readable.fromWeb(answer.body as ReadableStream);
      await answer.body?.cancel();
      return null;
    },

    async remove(key) {
      const answer = await ask(addressOf(key), { method: 'DELETE' }, [200, 204, 404]);
      await answer.body?.cancel();
    },

    async *list() {
      for (let from: string | null = null; ;) {
        const xml: string = await page(from, 1000);
        for (const [, entry = ''] of xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
          const key = textOf(entry, 'Key')?.split('/').at(-1) ?? '';
          if (isKey(key)) yield { key, storedAt: new Date(textOf(entry, 'LastModified') ?? '') };
        }
        from = textOf(xml, 'IsTruncated') === 'true' ? textOf(xml, 'NextContinuationToken') : null;
        if (from === null) return;
      }
    },

    async check() {
      await page(null, 1);
    },
  };
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text of an element that holds nothing but text. */
function textOf(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return found === undefined ? null : found.replace(/&(\w+);/g, (whole, entity: string) => entities[entity] ?? whole);
}
