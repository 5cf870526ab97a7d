// What the program is measured beside, each as bare as it can be, in a process of its own on the same core as the program.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import { Server } from 'socket.io';

const [kind = '', file = ''] = process.argv.slice(2);
const ready = (port: number) => process.stdout.write(`ready ${port}\n`);

/** node:http with the same bytes: head and body of an answer of the program. */
function bareHttp(): void {
  const { headers, body } = JSON.parse(readFileSync(file, 'utf8')) as { headers: [string, string][]; body: string };
  const bytes = Buffer.from(body, 'base64');
  const flat = headers.flat();
  const server = createServer((_req, res) => res.writeHead(200, flat).end(bytes));
  server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
}

/** socket.io with the same payload: a POST, and every socket of the room is told. */
function bareSockets(): void {
  const payload: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const server = createServer((req, res) => {
    if (req.method !== 'POST') return void res.end();
    req.resume();
    io.to('room').emit('event', payload);
    res.writeHead(303, { Location: '/' }).end();
  });
  const io = new Server(server, { serveClient: false });
  io.on('connection', (socket) => socket.on('subscribe', (_asked: unknown, answer: (body: unknown) => void) => {
    void socket.join('room');
    answer({ ok: true, events: [], seq: 0 });
  }));
  server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
}

/** Transactions of one insert each, by 20 connections, for as many seconds as `SECONDS` says. */
async function bareInserts(): Promise<void> {
  const sql = postgres(process.env.DATABASE_URL ?? '', { max: 20, onnotice: () => undefined });
  await sql`create table if not exists bench_inserts (id uuid primary key default gen_random_uuid(), author uuid, body text not null, at timestamptz not null default now())`;
  const body = 'Et indlæg som alle andre, med nogle ord om åbenhed. '.repeat(4);
  const [author] = await sql<{ id: string }[]>`select gen_random_uuid() as id`;
  let n = 0;
  const began = performance.now();
  const end = began + Number(process.env.SECONDS ?? 1) * 1_000;
  await Promise.all(Array.from({ length: 20 }, async () => {
    while (performance.now() < end) {
      await sql.begin((tx) => tx`insert into bench_inserts (author, body) values (${author?.id ?? null}, ${body})`);
      n += 1;
    }
  }));
  process.stdout.write(`inserts ${n / ((performance.now() - began) / 1_000)}\n`);
  await sql`drop table bench_inserts`;
  await sql.end();
}

if (kind === 'http') bareHttp();
else if (kind === 'sockets') bareSockets();
else void bareInserts();
