import { randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { and, eq, isNull } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { attachments, events, proposals } from '~/db/schema';
import { attachFiles, dropFile, removeAttachment, sweepFiles, type ReceivedFile } from '~/server/domain/attachments/commands';
import { attachmentsOf, ensureMayAttach, getAttachment } from '~/server/domain/attachments/queries';
import { cleanName, hasRoom, mayTakeFile, type FileFacts } from '~/server/domain/attachments/rules';
import { endingOf, fileKinds } from '~/server/domain/attachments/schema';
import { startMeeting } from '~/server/domain/meetings/commands';
import { decideProposal, editProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { contentOf } from '~/server/files/content';
import { fileLimits } from '~/server/limits';
import { addDays } from '~/server/time';
import { keysIn, received, samples } from '../support/files';
import { choose, outcomeOf, useProposals, words } from '../support/proposals';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, aMeeting, aReadyMeeting, propose, typesOn } = useProposals(world);

const aPdf = (name = 'notat.pdf') => received(name, samples.pdf, 'pdf');
const attach = (id: string, files: ReceivedFile[], key?: string, who = cast.author) => attachFiles(world.as(who), id, files, key);
const filesOn = async (id: string) => (await typesOn(`proposal:${id}`)).filter((type) => type.startsWith('attachment.'));
const listed = async (id: string, who = cast.author) => (await attachmentsOf(world.as(who), { proposalId: id })).files.map(({ name }) => name);

describe('what a file is', () => {
  const files: [keyof typeof samples, string][] = [
    ['pdf', 'pdf'], ['png', 'png'], ['jpeg', 'jpeg'], ['text', 'text'], ['csv', 'text'], ['docx', 'docx'], ['xlsx', 'xlsx'], ['pptx', 'pptx'], ['odt', 'odt'], ['ods', 'ods'], ['odp', 'odp'],
    ['docm', 'macros'], ['docxWithMacros', 'macros'], ['odtWithMacros', 'macros'],
    ['zip', 'other'], ['exe', 'other'], ['svg', 'other'], ['html', 'other'], ['latin1', 'other'], ['binary', 'other'],
  ];
  it.each(files)('%s is %s', async (sample, content) => {
    const place = path.join(world.config.dataDir, `sample-${sample}`);
    await writeFile(place, samples[sample]);
    expect(await contentOf(place, samples[sample].length)).toBe(content);
  });

  it('an office document that is cut off is none', async () => {
    const place = path.join(world.config.dataDir, 'cut');
    const cut = samples.docx.subarray(0, samples.docx.length - 10);
    await writeFile(place, cut);
    expect(await contentOf(place, cut.length)).toBe('other');
  });
});

describe('rules', () => {
  const file = (more: Partial<FileFacts>): FileFacts => ({ name: 'notat.pdf', says: 'application/pdf', bytes: 100, tooLarge: false, content: 'pdf', ...more });
  it.each<[string, Partial<FileFacts>, string | null]>([
    ['a PDF', {}, null],
    ['a PDF that the browser does not know', { says: 'application/octet-stream' }, null],
    ['a PDF without a media type', { says: '' }, null],
    ['capital letters', { name: 'NOTAT.PDF', says: 'Application/PDF; x=1' }, null],
    ['CSV as Windows calls it', { name: 'tal.csv', says: 'application/vnd.ms-excel', content: 'text' }, null],
    ['CSV as text', { name: 'tal.csv', says: 'text/plain', content: 'text' }, null],
    ['too large', { tooLarge: true }, 'file_too_large'],
    ['a byte too large', { bytes: fileLimits.bytes + 1 }, 'file_too_large'],
    ['just as large as may be', { bytes: fileLimits.bytes }, null],
    ['empty', { bytes: 0, content: 'other' }, 'file_empty'],
    ['a program', { name: 'x.exe', content: 'other' }, 'file_type_not_allowed'],
    ['no ending', { name: 'notat' }, 'file_type_not_allowed'],
    ['SVG', { name: 'x.svg', says: 'image/svg+xml', content: 'other' }, 'file_type_not_allowed'],
    ['HTML', { name: 'x.html', says: 'text/html', content: 'other' }, 'file_type_not_allowed'],
    ['macros by the ending', { name: 'x.docm', content: 'macros' }, 'file_type_not_allowed'],
    ['macros inside', { name: 'x.docx', says: '', content: 'macros' }, 'file_with_macros'],
    ['a picture that says it is a PDF', { content: 'png' }, 'file_not_what_it_says'],
    ['a spreadsheet that says it is a text', { name: 'x.docx', says: '', content: 'xlsx' }, 'file_not_what_it_says'],
    ['a text that the browser calls HTML', { name: 'x.txt', says: 'text/html', content: 'text' }, 'file_not_what_it_says'],
    ['a PDF that the browser calls a picture', { says: 'image/png' }, 'file_not_what_it_says'],
  ])('%s', (_what, facts, code) => {
    const no = mayTakeFile(file(facts));
    expect(no?.code ?? null).toBe(code);
    if (no) expect(no.data.name).toBe(facts.name ?? 'notat.pdf');
  });

  it('has room for ten', () => {
    expect([hasRoom('a', 9), hasRoom('a', 10)?.code]).toEqual([null, 'too_many_files']);
  });

  it('names every kind that can be attached', () => {
    expect(fileKinds.map(({ mediaType }) => endingOf(mediaType))).toEqual(['PDF', 'PNG', 'JPG', 'TXT', 'CSV', 'ODT', 'ODS', 'ODP', 'DOCX', 'XLSX', 'PPTX']);
  });

  it.each([
    ['notat.pdf', 'notat.pdf'], ['C:\\Brugere\\mig\\notat.pdf', 'notat.pdf'], ['../../etc/passwd.txt', 'passwd.txt'], ['bla\u030aba\u0301r.pdf', 'blåbár.pdf'], ['ond\u202efdp.txt', 'ondfdp.txt'], ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie_ x.pdf'], ['.pdf', 'pdf'], ['', 'fil'], ['a"b<c>.csv', 'a_b_c_.csv'], [`${'x'.repeat(400)}.pdf`, `${'x'.repeat(120)}.pdf`],
  ])('calls %j %j', (name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });
});

describe('attaching', () => {
  let meetingId: string;
  beforeAll(async () => {
    meetingId = (await aMeeting('Med bilag')).id;
  });

  it('keeps the bytes, the name and the digest, and tells it on the record', async () => {
    const { id } = await propose(meetingId, 'Et bilag');
    const { added, refused } = await attach(id, [aPdf('årsnotat.pdf'), received('tal.csv', samples.csv, 'text')]);
    expect([added.map(({ name }) => name), refused]).toEqual([['årsnotat.pdf', 'tal.csv'], []]);
    const file = await getAttachment(world.as(null), added[1]?.id ?? '');
    expect(file).toMatchObject({ mediaType: 'text/csv', bytes: samples.csv.length, proposalId: id });
    const bytes = await world.services.files.get(file.storageKey);
    expect(bytes && await text(bytes)).toBe(samples.csv.toString());
    expect(await filesOn(id)).toEqual(['attachment.added', 'attachment.added']);
    const [event] = await world.connection.db.select().from(events).where(and(eq(events.stream, `proposal:${id}`), eq(events.type, 'attachment.added')));
    expect(JSON.stringify(event?.payload)).not.toContain('notat');
  });

  it('takes the good ones and names the others', async () => {
    const { id } = await propose(meetingId, 'Blandet');
    const { added, refused } = await attach(id, [received('x.exe', samples.exe, 'other'), aPdf(), received('tom.txt', Buffer.alloc(0), 'other'), received('skjult.pdf', samples.html, 'other')]);
    expect(added.map(({ name }) => name)).toEqual(['notat.pdf']);
    expect(refused.map(({ name, code }) => [name, code])).toEqual([['x.exe', 'file_type_not_allowed'], ['tom.txt', 'file_empty'], ['skjult.pdf', 'file_not_what_it_says']]);
    expect(await listed(id)).toEqual(['notat.pdf']);
  });

  it('refuses nothing at all, and stores nothing of what is refused', async () => {
    const { id } = await propose(meetingId, 'Intet');
    const before = await keysIn(world.services.files);
    await expectRefusal(attach(id, []), 'file_missing');
    expect((await attach(id, [received('x.exe', samples.exe, 'other')])).added).toEqual([]);
    await expectRefusal(attach(id, [aPdf()], undefined, cast.other), 'author_only');
    await expectRefusal(attach(id, [aPdf()], undefined, cast.organiser), 'author_only');
    await expectRefusal(attachFiles(world.as(null), id, [aPdf()]), 'not_signed_in');
    await expectRefusal(attach(randomUUID(), [aPdf()]), 'proposal_not_found');
    await expectRefusal(attach('ikke-et-id', [aPdf()]), 'proposal_not_found');
    await expectRefusal(ensureMayAttach(world.as(cast.other), id), 'author_only');
    expect(await keysIn(world.services.files)).toEqual(before);
  });

  it('takes no more than ten, of those who send at once too, and keeps no bytes of the rest', async () => {
    const { id } = await propose(meetingId, 'Mange');
    const some = (n: number, name: string) => Array.from({ length: n }, (_, index) => aPdf(`${name}${index}.pdf`));
    const before = (await keysIn(world.services.files)).length;
    const answers = await Promise.all([attach(id, some(7, 'a')), attach(id, some(7, 'b'))]);
    expect(answers.flatMap(({ added }) => added)).toHaveLength(fileLimits.each);
    expect(answers.flatMap(({ refused }) => refused).map(({ code }) => code)).toEqual(Array(4).fill('too_many_files'));
    expect((await keysIn(world.services.files)).length).toBe(before + fileLimits.each);
    const full = await attach(id, [aPdf('en til.pdf')]);
    expect(full.refused).toEqual([{ name: 'en til.pdf', code: 'too_many_files', data: { name: 'en til.pdf', most: fileLimits.each } }]);
  });

  it('lands once when it is sent twice at once', async () => {
    const { id } = await propose(meetingId, 'To gange');
    const before = (await keysIn(world.services.files)).length;
    const key = randomUUID();
    const [first, second] = await Promise.all([attach(id, [aPdf()], key), attach(id, [aPdf()], key)]);
    expect(second).toEqual(first);
    expect(await listed(id)).toEqual(['notat.pdf']);
    expect((await keysIn(world.services.files)).length).toBe(before + 1);
  });

  it('has no events on a draft, which only its author sees, and keeps the files when it is submitted', async () => {
    const { id } = await propose(meetingId, 'Kladde', { intent: 'draft' });
    const { added } = await attach(id, [aPdf()]);
    const fileId = added[0]?.id ?? '';
    expect(await typesOn(`proposal:${id}`)).toEqual([]);
    expect(await listed(id)).toEqual(['notat.pdf']);
    for (const other of [null, cast.other, cast.organiser]) {
      await expectRefusal(getAttachment(world.as(other), fileId), 'file_not_found');
      await expectRefusal(attachmentsOf(world.as(other), { proposalId: id }), 'proposal_not_found');
    }
    await editProposal(world.as(cast.author), id, { ...words('Kladde'), version: 1 });
    expect((await getAttachment(world.as(null), fileId)).name).toBe('notat.pdf');
  });

  it('ends when the proposal is decided, withdrawn or the meeting has started', async () => {
    const decided = await propose(meetingId, 'Afgjort');
    await decideProposal(world.as(cast.organiser), decided.id, choose({ decision: 'decline' }));
    await expectRefusal(attach(decided.id, [aPdf()]), 'proposal_decided');
    const withdrawn = await propose(meetingId, 'Trukket');
    const { added } = await attach(withdrawn.id, [aPdf()]);
    await withdrawProposal(world.as(cast.author), withdrawn.id);
    await expectRefusal(attach(withdrawn.id, [aPdf()]), 'proposal_withdrawn');
    await expectRefusal(getAttachment(world.as(null), added[0]?.id ?? ''), 'proposal_withdrawn');
    expect((await getAttachment(world.as(cast.organiser), added[0]?.id ?? '')).name).toBe('notat.pdf');
    const ready = await aReadyMeeting('Begynder snart');
    const draft = await propose(ready.id, 'Stadig kladde', { intent: 'draft' });
    await startMeeting(world.as(cast.organiser), ready.id);
    await expectRefusal(attach(draft.id, [aPdf()]), 'proposals_closed');
  });

  it('leaves nothing behind when the decision comes first', async () => {
    const { id } = await propose(meetingId, 'Kapløb');
    const before = (await keysIn(world.services.files)).length;
    const [sent, decided] = await Promise.allSettled([attach(id, [aPdf()]), decideProposal(world.as(cast.organiser), id, choose({ decision: 'decline' }))]);
    expect(outcomeOf(decided)).toBe('done');
    const rows = await world.connection.db.$count(attachments, eq(attachments.proposalId, id));
    expect([outcomeOf(sent), rows]).toEqual(rows === 1 ? ['done', 1] : ['proposal_decided', 0]);
    expect((await keysIn(world.services.files)).length).toBe(before + rows);
  });

  it('goes along when the proposal goes on at a later meeting', async () => {
    const later = await aMeeting('Senere', 30);
    const { id } = await propose(meetingId, 'Udsættes');
    await attach(id, [aPdf()]);
    await decideProposal(world.as(cast.organiser), id, choose({ decision: 'defer', deferredToMeetingId: later.id }));
    const [next] = await world.connection.db.select({ id: proposals.id }).from(proposals).where(eq(proposals.continuesId, id));
    await attach(next?.id ?? '', [aPdf('nyt.pdf')]);
    expect((await attachmentsOf(world.as(null), { proposalId: next?.id ?? '' })).files.map(({ name, inherited }) => [name, inherited])).toEqual([['notat.pdf', true], ['nyt.pdf', false]]);
  });
});

describe('removing', () => {
  let meetingId: string;
  beforeAll(async () => {
    meetingId = (await aMeeting('Fjerner bilag')).id;
  });

  it('takes the file away, deletes its bytes, and leaves the trace', async () => {
    const { id } = await propose(meetingId, 'Fortrudt');
    const { added } = await attach(id, [aPdf()]);
    const fileId = added[0]?.id ?? '';
    const { storageKey } = await getAttachment(world.as(null), fileId);
    await dropFile(world.as(null), fileId);
    expect(await keysIn(world.services.files)).toContain(storageKey);
    for (const other of [cast.other, cast.organiser]) await expectRefusal(removeAttachment(world.as(other), fileId), 'author_only');
    const key = randomUUID();
    expect(await removeAttachment(world.as(cast.author), fileId, key)).toEqual({ proposalId: id });
    expect(await removeAttachment(world.as(cast.author), fileId, key)).toEqual({ proposalId: id });
    await expectRefusal(removeAttachment(world.as(cast.author), fileId), 'file_removed');
    await expectRefusal(getAttachment(world.as(cast.author), fileId), 'file_removed');
    expect([await listed(id), await filesOn(id)]).toEqual([[], ['attachment.added', 'attachment.removed']]);
    await dropFile(world.as(null), fileId);
    expect(await world.services.files.get(storageKey)).toBeNull();
    await dropFile(world.as(null), fileId);
  });

  it('ends with the decision', async () => {
    const { id } = await propose(meetingId, 'Blivende');
    const { added } = await attach(id, [aPdf()]);
    await decideProposal(world.as(cast.organiser), id, choose({ decision: 'accept' }));
    await expectRefusal(removeAttachment(world.as(cast.author), added[0]?.id ?? ''), 'proposal_decided');
    for (const unknown of [randomUUID(), 'ikke-et-id']) await expectRefusal(removeAttachment(world.as(cast.author), unknown), 'file_not_found');
  });
});

describe('the sweep', () => {
  it('deletes what no standing file has, older than a day, and nothing else', async () => {
    const { id: meetingId } = await aMeeting('Fejes');
    const { id } = await propose(meetingId, 'Fejet');
    await attach(id, [aPdf('bliver.pdf'), aPdf('fjernes.pdf')]);
    const rows = await world.connection.db.select().from(attachments).where(eq(attachments.proposalId, id));
    const keyOf = (name: string) => rows.find((row) => row.name === name)?.storageKey ?? '';
    await removeAttachment(world.as(cast.author), rows.find((row) => row.name === 'fjernes.pdf')?.id ?? '');
    const lost = randomUUID();
    const fresh = randomUUID();
    for (const key of [lost, fresh]) await world.services.files.put(key, received('x.pdf', samples.pdf, 'pdf').open, { bytes: 1, sha256: '', mediaType: '' });
    const old = addDays(world.clock.now, -2);
    const placeOf = (key: string) => path.join(world.config.dataDir, 'files', key.slice(-2), key);
    for (const key of [lost, keyOf('bliver.pdf'), keyOf('fjernes.pdf')]) await utimes(placeOf(key), old, old);
    await utimes(placeOf(fresh), world.clock.now, world.clock.now);
    const before = (await keysIn(world.services.files)).length;
    const { swept } = await sweepFiles(world.as(null));
    const kept = await keysIn(world.services.files);
    expect(before - kept.length).toBe(swept);
    expect([lost, fresh, keyOf('bliver.pdf'), keyOf('fjernes.pdf')].map((key) => kept.includes(key))).toEqual([false, true, true, false]);
  });

  it('finds nothing where nothing was ever stored', async () => {
    const { makeDiskStore } = await import('~/server/files/disk');
    expect(await keysIn(makeDiskStore(path.join(world.config.dataDir, 'intet')))).toEqual([]);
  });
});

describe('the store on disk', () => {
  it('takes a file whole or not at all, and no key that leads elsewhere', async () => {
    const broken = () => Readable.from((function* () {
      yield samples.pdf;
      throw new Error('broken off');
    })());
    const key = randomUUID();
    const { files } = world.services;
    await expect(files.put(key, broken, { bytes: 1, sha256: '', mediaType: '' })).rejects.toThrow();
    expect(await files.get(key)).toBeNull();
    await mkdir(path.join(world.config.dataDir, 'files', key.slice(-2)), { recursive: true });
    expect((await readdir(path.join(world.config.dataDir, 'files', key.slice(-2)))).filter((name) => name.includes(key))).toEqual([]);
    for (const odd of ['../../etc/passwd', '', 'x', `${key}/..`]) await expect((async () => files.get(odd))()).rejects.toThrow('not a key');
    await files.remove(randomUUID());
    await files.check();
  });
});

describe('rows that must never be', () => {
  it('are refused by the database', async () => {
    const { id: meetingId } = await aMeeting('Umuligt bilag');
    const { id: proposalId } = await propose(meetingId, 'Umuligt');
    const row = { proposalId, uploadedBy: cast.author.id, name: 'a.pdf', mediaType: 'application/pdf', bytes: 1, sha256: 'a'.repeat(64), addedAt: world.clock.now };
    for (const impossible of [{ bytes: 0 }, { sha256: 'kort' }, { proposalId: null }]) {
      const code = await world.connection.db.insert(attachments).values({ ...row, storageKey: randomUUID(), ...impossible }).catch((error: { cause?: { code?: string } }) => error.cause?.code);
      expect([impossible, code]).toEqual([impossible, '23514']);
    }
    expect(await world.connection.db.$count(attachments, and(eq(attachments.proposalId, proposalId), isNull(attachments.removedAt)))).toBe(0);
  });
});
