import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { markedAddress, markIn, openMark, openToken, sealedMark, sealedToken } from '~/server/mail/sealed';
import { useWorld } from '../support/world';

const world = useWorld();
const db = () => world.connection.db;
const letters = 'abcdefghijklmnopqrstuvwxyz234567';

describe('the mark in an address', () => {
  it('leads back to its id, also written in capitals by a server on the way', async () => {
    const id = randomUUID();
    const mark = await sealedMark(db(), 'reply', id);
    expect(mark).toMatch(/^[a-z2-7]{45}$/);
    expect(await openMark(db(), 'reply', mark)).toBe(id);
    expect(await openMark(db(), 'reply', mark.toUpperCase())).toBe(id);
    expect(await sealedMark(db(), 'reply', id)).toBe(mark);
    // An address holds at most 64 letters before the @.
    expect(markedAddress('forum@example.org', mark).split('@')[0]?.length).toBeLessThanOrEqual(64);
  });

  it('is nobody\'s with any one letter changed, cut, longer or for another purpose', async () => {
    const mark = await sealedMark(db(), 'reply', randomUUID());
    for (let at = 0; at < mark.length; at += 1) {
      const other = letters[(letters.indexOf(mark[at] ?? '') + 1) % 32];
      expect([at, await openMark(db(), 'reply', mark.slice(0, at) + other + mark.slice(at + 1))]).toEqual([at, null]);
    }
    for (const wrong of [mark.slice(1), `${mark}a`, '', `${mark.slice(0, 44)}\n`, `${mark.slice(0, 44)}ø`, '0'.repeat(45), 'a'.repeat(100_000)]) expect(await openMark(db(), 'reply', wrong)).toBeNull();
    expect(await openMark(db(), 'unsubscribe', mark)).toBeNull();
  });

  it.each([
    ['forum@example.org', (mark: string) => `forum+${mark}@example.org`, true],
    ['forum@example.org', (mark: string) => ` Forum+${mark.toUpperCase()}@EXAMPLE.org `, true],
    ['fo.rum+x@example.org', (mark: string) => `fo.rum+x+${mark}@example.org`, true],
    ['fo.rum@example.org', (mark: string) => `foxrum+${mark}@example.org`, false],
    ['forum@example.org', (mark: string) => `forum+${mark}@example.org.evil.example`, false],
    ['forum@example.org', (mark: string) => `x@evil.example,forum+${mark}@example.org`, false],
    ['forum@example.org', () => 'forum+short@example.org', false],
    ['forum@example.org', () => 'forum@example.org', false],
  ])('of %s is found in its own addresses only', async (own, address, found) => {
    const mark = await sealedMark(db(), 'reply', randomUUID());
    expect(markIn(own, address(mark))).toBe(found ? mark : null);
  });
});

describe('the token in a link', () => {
  it('leads back to its ids and has one way of being written', async () => {
    const ids = [randomUUID(), randomUUID()];
    const token = await sealedToken(db(), 'answer', ids);
    expect(await openToken(db(), 'answer', token, 2)).toEqual(ids);
    expect(await openToken(db(), 'answer', token, 1)).toBeNull();
    expect(await openToken(db(), 'reply', token, 2)).toBeNull();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < token.length; at += 1) {
      const other = alphabet[(alphabet.indexOf(token[at] ?? '') + 1) % 64];
      expect([at, await openToken(db(), 'answer', token.slice(0, at) + other + token.slice(at + 1), 2)]).toEqual([at, null]);
    }
    for (const wrong of ['', `${token}=`, `${token}A`, token.slice(0, -1), 'é', '../../etc']) expect(await openToken(db(), 'answer', wrong, 2)).toBeNull();
  });

  it('cannot be made with the ids of another', async () => {
    const [one, other, meeting] = [randomUUID(), randomUUID(), randomUUID()];
    const seal = Buffer.from(await sealedToken(db(), 'answer', [one, meeting]), 'base64url').subarray(32);
    const forged = Buffer.concat([Buffer.from((other + meeting).replaceAll('-', ''), 'hex'), seal]).toString('base64url');
    expect(await openToken(db(), 'answer', forged, 2)).toBeNull();
  });
});
