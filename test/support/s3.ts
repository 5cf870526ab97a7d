import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { S3Setting } from '~/server/config';

/** A small S3 on loopback: one bucket in memory, that takes nothing with a wrong signature (AWS Signature Version 4). */
export type S3 = { setting: S3Setting; objects: Map<string, { body: Buffer; type: string; at: Date }>; asked: string[]; failNext(times: number): void; stop(): Promise<void> };

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest();
const odd = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

function signedRight(req: IncomingMessage, url: URL, body: Buffer, { keyId, secret, region }: S3Setting): boolean {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([\da-f]{64})$/.exec(req.headers.authorization ?? '');
  if (!found) return false;
  const [, id, day = '', where = '', signed = '', signature] = found;
  const digest = String(req.headers['x-amz-content-sha256']);
  const date = String(req.headers['x-amz-date']);
  if (id !== keyId || where !== region || !date.startsWith(day) || !signed.split(';').includes('host')) return false;
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== sha256(body)) return false;
  const query = [...url.searchParams].map((pair) => pair.map(odd).join('=')).sort().join('&');
  const headers = signed.split(';').map((name) => `${name}:${String(req.headers[name]).trim()}\n`).join('');
  const path = url.pathname.split('/').map((part) => odd(decodeURIComponent(part))).join('/');
  const request = [req.method, path, query, headers, signed, digest].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>((before, part) => hmac(before, part), `AWS4${secret}`);
  return hmac(key, ['AWS4-HMAC-SHA256', date, `${day}/${region}/s3/aws4_request`, sha256(request)].join('\n')).toString('hex') === signature;
}

/** How many keys a page of the list holds: small, so that a test sees several. */
const PAGE = 2;

export async function startS3(): Promise<S3> {
  const objects: S3['objects'] = new Map();
  const asked: string[] = [];
  let failures = 0;
  const setting: S3Setting = { url: '', region: 'eu-test-1', keyId: 'AKEXAMPLE', secret: 'not/so+secret' };

  function list(url: URL): string {
    const prefix = url.searchParams.get('prefix') ?? '';
    const after = url.searchParams.get('continuation-token') ?? '';
    const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, PAGE);
    const more = names.length > page.length;
    const contents = page.map((name) => `<Contents><Key>${name.replace(/&/g, '&amp;')}</Key><LastModified>${objects.get(name)?.at.toISOString()}</LastModified></Contents>`).join('');
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${page.at(-1)?.replace(/&/g, '&amp;')}</NextContinuationToken>` : ''}${contents}</ListBucketResult>`;
  }

  const server = createServer((req, res) => {
    void buffer(req).then((body) => {
      const url = new URL(req.url ?? '/', setting.url);
      asked.push(`${req.method} ${url.pathname}`);
      const answer = (status: number, text: Buffer | string = '') => void res.writeHead(status).end(text);
      if (failures > 0) return (failures -= 1, answer(503));
      if (!signedRight(req, url, body, setting)) return answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
      const [, bucket, ...rest] = url.pathname.split('/');
      const name = decodeURIComponent(rest.join('/'));
      if (bucket !== 'bucket') return answer(404);
      if (name === '') return answer(200, list(url));
      if (req.method === 'PUT') return (objects.set(name, { body, type: req.headers['content-type'] ?? '', at: new Date() }), answer(200));
      if (req.method === 'DELETE') return (objects.delete(name), answer(204));
      const found = objects.get(name);
      return found ? answer(200, found.body) : answer(404);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  setting.url = `http://127.0.0.1:${port}/bucket/ogp-forum`;
  return {
    setting, objects, asked,
    failNext: (times) => void (failures = times),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
