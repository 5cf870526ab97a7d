import { describe, expect, it } from 'vitest';
import { readAnswer } from '~/server/mail/inbound/calendar';
import { LARGEST_MAIL, readIncoming } from '~/server/mail/inbound/read';
import { letter, programs, report, type Partstat, type ReplyTo } from '../support/replies';

const partstats: Partstat[] = ['ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED'];
const reply: ReplyTo = { organizer: 'forum+mark@example.org', attendee: 'member@example.org', uid: '0190b7a2-1111@example.org', partstat: 'ACCEPTED', stamp: new Date('2027-03-02T09:15:00Z') };
const read = async (raw: string | Buffer, more = {}) => {
  const mail = await readIncoming(Buffer.from(raw), more);
  if (!mail) throw new Error('could not be read');
  return { ...mail, words: await mail.words() };
};
const person = (text: string) => letter({ from: 'member@example.org', to: 'forum@example.org', text });

describe('answers of calendar programs', () => {
  const table = Object.entries(programs).flatMap(([name, write]) => partstats.flatMap((partstat) => [undefined, 0, 3].map((sequence) => ({ name, write, partstat, sequence }))));
  it.each(table)('$name: $partstat, sequence $sequence', async ({ write, partstat, sequence }) => {
    const mail = await read(write({ ...reply, partstat, ...(sequence === undefined ? {} : { sequence }) }));
    expect(mail.reply).toEqual({ uid: reply.uid, attendee: 'member@example.org', partstat, sequence: sequence ?? 0, stamp: reply.stamp });
    expect(mail).toMatchObject({ from: 'member@example.org', to: ['forum+mark@example.org'], attachments: 0, returned: null });
  });

  const bare = (lines: string[], method: string | null = 'REPLY') => readAnswer(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'), method);
  const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
  const uid = 'UID:a@example.org';
  const stamp = 'DTSTAMP:20270302T091500Z';
  const attendee = 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:member@example.org';
  const good = { uid: 'a@example.org', attendee: 'member@example.org', partstat: 'ACCEPTED', sequence: 0, stamp: new Date('2027-03-02T09:15:00Z') };

  it.each([
    ['the method in the header alone', bare(event(uid, stamp, attendee), 'REPLY')],
    ['the method in the body alone', bare(['METHOD:REPLY', ...event(uid, stamp, attendee)], null)],
    ['small letters', bare(['method:reply', ...event(uid.replace('UID', 'uid'), stamp, 'attendee;partstat=accepted:MAILTO:Member@Example.ORG')], 'reply')],
    ['bare line feeds', readAnswer(['BEGIN:VCALENDAR', 'METHOD:REPLY', ...event(uid, stamp, attendee), 'END:VCALENDAR'].join('\n'), null)],
    ['a name with everything in quotes', bare(event(uid, stamp, `ATTENDEE;CN="Ærø; Åse: ph.d., ^'x^'";X-A="b,c":mailto:member@example.org`.replace('ATTENDEE', 'ATTENDEE;PARTSTAT=ACCEPTED')))],
    ['a line folded within a name, in the middle of a letter\'s octets or not', bare(event(uid, stamp, 'ATTENDEE;PARTSTAT=ACCEP\r\n TED:mail\r\n\tto:member@exa\r\n mple.org'))],
    ['an attendee by another scheme, with the address beside it', bare(event(uid, stamp, 'ATTENDEE;PARTSTAT=ACCEPTED;EMAIL=Member@example.org:urn:uuid:00000000-0000-0000-0000-000000000001'))],
    ['an address escaped as we escape it', bare(event(uid, stamp, 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:%6Dember@example.org'))],
    ['properties that nobody knows', bare(['X-WR-CALNAME:x', ...event('X-FOO;X-BAR="a:b":c', 'IANA-PROP:1', uid, stamp, attendee, 'REQUEST-STATUS:2.0;Success')])],
    ['a rule of repetition, not worked out', bare(event(uid, stamp, attendee, 'DTSTART:20270101T000000Z', 'RRULE:FREQ=SECONDLY;COUNT=999999999', 'RDATE:20270101T000000Z', 'EXRULE:FREQ=SECONDLY'))],
    ['a zone that is not described', bare(event(uid, stamp, attendee, 'DTSTART;TZID="(UTC+01:00) Brussels, Copenhagen, Madrid, Paris":20270505T100000'))],
  ])('understands %s', (_what, answer) => expect(answer).toEqual(good));

  it.each<[string, ReturnType<typeof readAnswer>]>([
    ['an invite', bare(event(uid, stamp, attendee), 'REQUEST')],
    ['a counter-proposal', bare(['METHOD:COUNTER', ...event(uid, stamp, attendee)], 'COUNTER')],
    ['a cancellation', bare(['METHOD:CANCEL', ...event(uid, stamp, attendee)], null)],
    ['two methods that differ', bare(['METHOD:REQUEST', ...event(uid, stamp, attendee)], 'REPLY')],
    ['no method', bare(event(uid, stamp, attendee), null)],
    ['two attendees', bare(event(uid, stamp, attendee, attendee.replace('member', 'other')))],
    ['no attendee', bare(event(uid, stamp))],
    ['two events', bare([...event(uid, stamp, attendee), ...event('UID:b@example.org', stamp, attendee)])],
    ['one occurrence of a series', bare(event(uid, stamp, attendee, 'RECURRENCE-ID:20270505T080000Z'))],
    ['no stamp', bare(event(uid, attendee))],
    ['a stamp of the sender\'s own clock', bare(event(uid, 'DTSTAMP:20270302T091500', attendee))],
    ['a stamp in a zone', bare(event(uid, 'DTSTAMP;TZID=Europe/Copenhagen:20270302T091500', attendee))],
    ['a day for a stamp', bare(event(uid, 'DTSTAMP;VALUE=DATE:20270302', attendee))],
    ['a stamp that is none', bare(event(uid, 'DTSTAMP:never', attendee))],
    ['no name of the meeting', bare(event(stamp, attendee))],
    ['a name with a NUL', bare(event('UID:a\0b', stamp, attendee))],
    ['a sequence below nought', bare(event(uid, stamp, attendee, 'SEQUENCE:-1'))],
    ['a sequence that no program counts to', bare(event(uid, stamp, attendee, 'SEQUENCE:99999999999'))],
    ['a task', bare(['BEGIN:VTODO', uid, stamp, attendee, 'END:VTODO'])],
    ['an end that does not come', readAnswer(`BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n${uid}\r\n${stamp}\r\n${attendee}\r\n`, 'REPLY')],
    ['two calendars', readAnswer(['BEGIN:VCALENDAR', ...event(uid, stamp, attendee), 'END:VCALENDAR', 'BEGIN:VCALENDAR', 'END:VCALENDAR', ''].join('\r\n'), 'REPLY')],
    ['nothing', readAnswer('', 'REPLY')],
    ['a card', readAnswer('BEGIN:VCARD\r\nFN:x\r\nEND:VCARD\r\n', 'REPLY')],
  ])('takes no answer from %s', (_what, answer) => expect(answer).toBeNull());

  it('takes none from a mail that says two things', async () => {
    const one = programs.google({ ...reply, partstat: 'ACCEPTED' });
    const file = /Content-Transfer-Encoding: base64\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--000000000000a1b2c3--/.exec(one)?.[1] ?? '';
    const other = Buffer.from(Buffer.from(file, 'base64').toString().replace('PARTSTAT=ACCEPTED', 'PARTSTAT=DECLINED')).toString('base64');
    expect((await read(one.replace(file, other))).reply).toBeNull();
  });

  it('takes none out of a mail within the mail', async () => {
    const inner = programs.apple(reply);
    const mail = await read(letter({ from: 'member@example.org', to: 'forum@example.org', body: `Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\nContent-Type: text/plain\r\n\r\nSe her\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--o--` }));
    expect(mail).toMatchObject({ reply: null, words: 'Se her', attachments: 1 });
  });

  it('reads one in another charset', async () => {
    const words = `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n${uid}\r\n${stamp}\r\nSUMMARY:Møde\r\n${attendee}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
    for (const [charset, bytes] of [['utf-16le', Buffer.from(words, 'utf16le')], ['iso-8859-1', Buffer.from(words, 'latin1')], ['x-unknown', Buffer.from(words, 'latin1')]] as const) {
      const mail = await read(letter({ from: 'member@example.org', to: 'forum@example.org', body: `Content-Type: text/calendar; method=REPLY; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}` }));
      expect([charset, mail.reply]).toEqual([charset, good]);
    }
  });
});

describe('what a person wrote', () => {
  const original = ['> Åse Ærø skrev indlæg 3:', '>', '> Kan vi få data ud?', '>', '> --', '> Du får mailen, fordi du følger tråden.'].join('\n');
  const da = 'Den ons. 3. mar. 2027 kl. 10.15 skrev OGP-forum <\nforum+abcdefghijklmnopqrstuvwxyz234567abcdefghijklm@example.org>:';
  const outlook = (fra: string, sendt: string, til: string, emne: string) => `${fra}: OGP-forum <forum@example.org>\n${sendt}: 3. marts 2027 10:15\n${til}: Åse Ærø <member@example.org>\n${emne}: Nyt indlæg: Åbne data\n\nÅse skrev indlæg 3:\n\nKan vi få data ud?`;
  it.each([
    ['Gmail, Danish', `Ja tak.\n\nHvornår?\n\n${da}\n\n${original}`],
    ['Gmail, English', `Ja tak.\n\nHvornår?\n\nOn Wed, Mar 3, 2027 at 10:15 AM OGP-forum <forum@example.org> wrote:\n\n${original}`],
    ['Gmail, English, without a year before a line end', `Ja tak.\n\nHvornår?\n\nOn Wed, Mar 3, 2027 at 10:15 AM OGP-forum <\nforum@example.org>\nwrote:\n\n${original}`],
    ['Apple Mail, Danish', `Ja tak.\n\nHvornår?\n\n> Den 3. mar. 2027 kl. 10.15 skrev OGP-forum <forum@example.org>:\n> \n${original}`],
    ['Apple Mail, English', `Ja tak.\n\nHvornår?\n\n> On 3 Mar 2027, at 10.15, OGP-forum <forum@example.org> wrote:\n> \n${original}`],
    ['iPhone, Danish', `Ja tak.\n\nHvornår?\n\nSendt fra min iPhone\n\n> Den 3. mar. 2027 kl. 10.15 skrev OGP-forum <forum@example.org>:\n> \n> ﻿${original}`],
    ['iPhone, English', `Ja tak.\n\nHvornår?\n\nSent from my iPhone\n\nOn 3 Mar 2027, at 10:15, OGP-forum <forum@example.org> wrote:\n\n${original}`],
    ['Thunderbird, Danish', `Ja tak.\n\nHvornår?\n\nDen 03.03.2027 kl. 10.15 skrev OGP-forum:\n${original}`],
    ['Thunderbird, English', `Ja tak.\n\nHvornår?\n\nOn 3/3/27 10:15, OGP-forum wrote:\n${original}`],
    ['Thunderbird, written below', `Den 03.03.2027 kl. 10.15 skrev OGP-forum:\n${original}\n\nJa tak.\n\nHvornår?\n\n-- \nÅse Ærø\nTlf. 12 34 56 78`],
    ['Thunderbird, written between', `On 3/3/27 10:15, OGP-forum wrote:\n> Kan vi få data ud?\n\nJa tak.\n\n> Og\n> mere\n\nHvornår?\n`],
    ['Outlook, Danish', `Ja tak.\n\nHvornår?\n\nMed venlig hilsen\n\nÅse Ærø\nKontorchef\nTlf. 12 34 56 78\n\n${outlook('Fra', 'Sendt', 'Til', 'Emne')}`],
    ['Outlook, English', `Ja tak.\n\nHvornår?\n\nKind regards,\n\nÅse Ærø\n\n${outlook('From', 'Sent', 'To', 'Subject')}`],
    ['Outlook, in bold', `Ja tak.\n\nHvornår?\n\n________________________________\n${outlook('*Fra*', '*Sendt*', '*Til*', '*Emne*').replaceAll('*:', ':*')}`],
    ['Outlook, old', `Ja tak.\n\nHvornår?\n\n-----Oprindelig meddelelse-----\n${outlook('Fra', 'Sendt', 'Til', 'Emne')}`],
    ['Outlook, old, English', `Ja tak.\n\nHvornår?\n\n-----Original Message-----\n${outlook('From', 'Sent', 'To', 'Subject')}`],
    ['Outlook for phones, Danish', `Ja tak.\n\nHvornår?\n\nHent Outlook til iOS<https://aka.ms/o0ukef>\n________________________________\n${outlook('Fra', 'Sendt', 'Til', 'Emne')}`],
    ['Outlook for phones, English', `Ja tak.\n\nHvornår?\n\nGet Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\n${outlook('From', 'Sent', 'To', 'Subject')}`],
    ['Samsung', `Ja tak.\n\nHvornår?\n\nSendt fra min Galaxy\n\n-------- Oprindelig besked --------\nFra: OGP-forum <forum@example.org>\nDato: 03.03.2027 10.15 (GMT+01:00)\nTil: member@example.org\nEmne: Nyt\n\nKan vi få data ud?`],
    ['a quotation that nothing announces', `Ja tak.\n\nHvornår?\n\n${original}\n`],
    ['nothing quoted', 'Ja tak.\n\nHvornår?\n'],
    ['a signature', 'Ja tak.\n\nHvornår?\n--\nÅse Ærø\nTlf. 12 34 56 78\n'],
    ['line ends of another kind and pictures of a signature', 'Ja tak.\r\n\r\nHvornår?\r\n\r\nMvh\r\nÅse\r\n[cid:image001.png@01D9]\r\n'],
  ])('%s', async (_program, text) => expect((await read(person(text))).words).toBe('Ja tak.\n\nHvornår?'));

  it.each([
    ['what a person quotes by hand', '> Kan vi få data ud?\n\nJa.'],
    ['a sentence that somebody wrote', 'On page 3 the minister wrote:\nopen data for all.'],
    ['a Danish one', 'Den 3. marts skrev ministeren:\nåbne data til alle.'],
    ['a rule and a list', 'Først\n\n---\n\n- et\n- to\n\n***'],
    ['a word of thanks in the middle', `Hilsen\n${Array.from({ length: 20 }, (_, n) => `linje ${n}`).join('\n')}`],
    ['a head of one line', 'Fra: i dag gælder reglen.\nDet er godt.'],
  ])('leaves %s', async (_what, text) => expect((await read(person(text))).words).toBe(text));

  it.each([
    ['only what they answer', `${da}\n\n${original}`], ['only a signature', '-- \nÅse'], ['only their telephone', 'Sendt fra min iPhone'], ['nothing', ''], ['white space', ' \r\n\t\r\n\u00a0'],
  ])('is nothing in a mail with %s', async (_what, text) => expect((await read(person(text))).words).toBe(''));

  it('is found in HTML that stands alone', async () => {
    const html = '<html><body><div>Ja tak.</div><div><br></div><div>Hvorn&aring;r?</div><div class="gmail_quote">Den ons. 3. mar. 2027 kl. 10.15 skrev OGP-forum &lt;<a href="mailto:forum@example.org">forum@example.org</a>&gt;:<br><blockquote>Kan vi f&aring; data ud?</blockquote></div></body></html>';
    for (const body of [`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`, `Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--b--`]) {
      expect((await read(letter({ from: 'member@example.org', to: 'forum@example.org', body }))).words.replace(/\n+/g, '\n')).toBe('Ja tak.\nHvornår?');
    }
  });

  it('is unwrapped where the program wrapped it, and decoded', async () => {
    expect((await read(letter({ from: 'member@example.org', to: 'forum@example.org', body: 'Content-Type: text/plain; charset=iso-8859-1; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBl=E5b=E6rgr=F8d=20\r\ner godt.' }))).words).toBe('Blåbærgrød er godt.');
  });
});

describe('files', () => {
  const parts = (...more: string[]) => letter({ from: 'member@example.org', to: 'forum@example.org', body: `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHej\r\n${more.map((part) => `--b\r\n${part}\r\n`).join('')}--b--` });
  it.each([
    ['a file', 'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx', 1],
    ['a file shown within the mail', 'Content-Type: application/pdf\r\nContent-Disposition: inline; filename=a.pdf\r\n\r\nx', 1],
    ['a picture', 'Content-Type: image/jpeg\r\nContent-Disposition: inline; filename=a.jpg\r\n\r\nx', 1],
    ['words as a file', 'Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx', 1],
    ['an invite', 'Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR', 1],
    ['a kind nobody knows', 'Content-Type: application/x-thing\r\n\r\nx', 1],
    ['a signature of the mail', 'Content-Type: application/pgp-signature\r\nContent-Disposition: attachment; filename=signature.asc\r\n\r\nx', 0],
    ['what Outlook adds', 'Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Disposition: attachment; filename=winmail.dat\r\n\r\nx', 0],
    ['a picture in the signature', 'Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<img src="cid:logo">\r\n--r\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n\r\nx\r\n--r--', 0],
  ])('%s: %#', async (_what, part, files) => expect(await read(parts(part))).toMatchObject({ words: 'Hej', attachments: files }));
});

describe('mails that no person wrote', () => {
  it.each([
    ['RFC 3834', ['Auto-Submitted: auto-replied'], 'Re: Nyt'], ['with a parameter', ['Auto-Submitted: auto-replied; owner-email="x"'], 'Re: Nyt'],
    ['Outlook', ['X-Auto-Response-Suppress: All', 'X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent'], 'Automatisk svar: Nyt'], ['Outlook, the words alone', [], 'Automatic reply: Nyt'], ['Danish words', [], 'Fraværende: Nyt'],
    ['Gmail', ['Precedence: bulk', 'X-Autoreply: yes'], 'Out of Office Re: Nyt'], ['old ones', ['X-Autorespond: vacation'], 'Re: Nyt'], ['a list', ['List-Id: <list.example.org>'], 'Re: Nyt'],
    ['an empty return path', ['Return-Path: <>'], 'Re: Nyt'], ['a bounce of no standard', ['X-Failed-Recipients: x@example.org'], 'Mail delivery failed'],
  ])('%s', async (_what, headers, subject) => expect((await read(letter({ from: 'member@example.org', to: 'forum@example.org', headers, subject }))).automatic).toBe(true));

  it('a read receipt', async () => expect((await read(letter({ from: 'member@example.org', to: 'forum@example.org', body: 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nRead\r\n--b--' }))).automatic).toBe(true));
  it.each([['Auto-Submitted: no'], ['Precedence: normal'], ['Return-Path: <member@example.org>'], ['X-Auto-Response-Suppress: DR']])('not %s', async (header) => expect((await read(letter({ from: 'member@example.org', to: 'forum@example.org', headers: [header] }))).automatic).toBe(false));
});

describe('the sender', () => {
  it.each([
    ['"Åse, ph.d." <Member@Example.org>', 'member@example.org'], ['member@example.org', 'member@example.org'], ['member@example.org (Åse)', 'member@example.org'],
    ['member@example.org, other@example.org', null], ['"member@example.org" <evil@example.net>', 'evil@example.net'], ['undisclosed:;', null], ['', null], ['=?utf-8?B?bWVtYmVyQGV4YW1wbGUub3Jn?= <evil@example.net>', 'evil@example.net'],
  ])('of %s', async (from, address) => expect((await read(letter({ from, to: 'forum@example.org' }))).from).toBe(address));
  it('is nobody where two are named', async () => expect((await read(letter({ from: 'member@example.org', to: 'forum@example.org', headers: ['From: evil@example.net'] }))).from).toBeNull());
});

describe('Authentication-Results', () => {
  const vouched = async (...values: string[]) => (await read(letter({ from: 'member@example.org', to: 'forum@example.org', headers: values.map((value) => `Authentication-Results: ${value}`) }), { authserv: 'MX.forum.example' })).vouched;
  it.each([
    [true, ['mx.forum.example; dmarc=pass (p=none dis=none) header.from=example.org']],
    [true, ['mx.forum.example 1;\r\n dkim=fail header.d=example.org;\r\n spf=pass smtp.mailfrom=bounce@example.org']],
    [true, ['mx.forum.example; dkim=pass header.i=@example.org header.s=a header.b="x"']],
    [true, ['other.example; dmarc=fail header.from=example.org', 'mx.forum.example; dmarc=pass header.from=example.org']],
    [false, ['mx.forum.example; dmarc=fail header.from=example.org; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example']],
    [false, ['mx.forum.example; none', 'mx.forum.example; dmarc=pass header.from=example.org']],
    [false, ['mx.forum.example; dmarc=pass header.from=evil.example']],
    [false, ['mx.forum.example; spf=pass smtp.helo=example.org']],
    [false, ['mx.forum.example; x=y (; dmarc=pass header.from=example.org)']],
    [false, ['mx.forum.example; dkim=pass header.d=notexample.org']],
    [false, ['mx.forum.example.evil; dmarc=pass header.from=example.org']],
    [false, ['evil.example; dmarc=pass header.from=example.org']],
    [false, []],
  ])('%s: %j', async (yes, values) => expect(await vouched(...values)).toBe(yes));
  it('is not asked where no server is set', async () => expect((await read(letter({ from: 'member@example.org', to: 'forum@example.org' }))).vouched).toBe(true));
});

describe('delivery reports', () => {
  it('says which mail, to whom, and whether it is final', async () => {
    expect((await read(report({ to: 'forum@example.org', recipient: 'Member@example.org', action: 'failed', status: '5.1.1', messageId: '<1@example.org>' }))).returned).toEqual({ messageId: '<1@example.org>', told: [{ addresses: ['member@example.org', 'member@example.org'], failed: true, status: '5.1.1' }] });
    expect((await read(report({ to: 'forum@example.org', recipient: null, action: 'delayed', status: '4.4.1', messageId: '<a\0b>' }))).returned).toEqual({ messageId: null, told: [{ addresses: [], failed: false, status: '4.4.1' }] });
    expect((await read(person('Status: 5.1.1\nAction: failed'))).returned).toBeNull();
  });
});

describe('whatever comes', () => {
  const top = 'From: member@example.org\r\nTo: forum@example.org\r\n';
  const nested = (depth: number) => `${top}${Array.from({ length: depth }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join('')}\r\n\r\nx`;
  const calendar = (inner: string) => `${top}Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\n${inner}\r\nEND:VCALENDAR\r\n`;
  const large = 4_900_000;
  it.each<[string, string | Buffer]>([
    ['nothing', ''], ['a line end', '\r\n'], ['no head', 'Hej\r\nmed dig'], ['NUL', `${top}\r\n\0\0\0`], ['NUL in the head', `From: mem\0ber@example.org\r\nTo: \0\r\nSubject: \0\r\nMessage-ID: <\0>\r\n\r\nx`],
    ['random octets', Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * 7919 + (n >> 3)) % 256))],
    ['base64 that is none', `${top}Content-Type: text/calendar; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n*** not base64 ===\r\n`],
    ['an encoding that nobody knows', `${top}Content-Transfer-Encoding: x-rot13\r\nContent-Type: text/plain; charset=x-none\r\n\r\nHej`],
    ['parts within parts', nested(5_000)], ['parts beside parts', `${top}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(50_000)}`],
    ['a boundary that never comes', `${top}Content-Type: multipart/mixed; boundary="${'b'.repeat(100_000)}"\r\n\r\nx`],
    ['a head without end', `${top}X: ${'y'.repeat(large)}\r\n\r\nx`], ['many fields', `${top}${'X-A: b\r\n'.repeat(300_000)}\r\nx`], ['many addresses', `From: member@example.org\r\nTo: ${Array.from({ length: 8_000 }, (_, n) => `a${n}@example.org`).join(', ')}\r\n\r\nx`],
    ['brackets in addresses', `From: ${'<'.repeat(50_000)}\r\nTo: ${'(@'.repeat(50_000)}\r\n\r\nx`], ['encoded words', `${top}Subject: ${'=?utf-8?Q?=?='.repeat(15_000)}\r\n\r\nx`],
    ['one line of quotation', `${top}\r\n${'>'.repeat(large)}`], ['lines of quotation', `${top}\r\n${'> \n'.repeat(large / 3)}`], ['white space', `${top}\r\n${' \t'.repeat(large / 2)}`], ['figures', `${top}\r\n${'2027 from < '.repeat(large / 12)}`],
    ['what almost announces a quotation', `${top}\r\n${`Den 3. mar. 2027 kl. 10.15 ${'skrev '.repeat(80)}\n`.repeat(9_000)}`], ['colons', `${top}\r\n${`On 10:15 ${'wrote x '.repeat(40)}:\n`.repeat(14_000)}`], ['heads of quotations', `${top}\r\n${'Fra: x\n'.repeat(large / 7)}`], ['farewells', `${top}\r\n${'Med venlig hilsen\n'.repeat(large / 19)}`],
    ['HTML without end', `${top}Content-Type: text/html\r\n\r\n${'<div>'.repeat(large / 5)}`], ['HTML as deep as is looked at', `${top}Content-Type: text/html\r\n\r\n${'<b>'.repeat(90_000)}x`], ['tables in HTML', `${top}Content-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(18_000)}`], ['quotations in HTML', `${top}Content-Type: text/html\r\n\r\n${'<blockquote>'.repeat(20_000)}x`],
    ['a calendar that begins and begins', calendar('BEGIN:VEVENT\r\n'.repeat(200_000))], ['as deep as is looked at', calendar('BEGIN:VEVENT\r\n'.repeat(13_000))], ['many events', calendar('BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\n'.repeat(5_000))],
    ['one line of a calendar', calendar(`BEGIN:VEVENT\r\nATTENDEE;CN=${'"'.repeat(180_000)}:mailto:x\r\nEND:VEVENT`)], ['a calendar folded at each letter', calendar('x\r\n '.repeat(45_000))], ['parameters', calendar(`BEGIN:VEVENT\r\nATTENDEE${';A=b'.repeat(45_000)}:mailto:x\r\nEND:VEVENT`)], ['rules of repetition', calendar(`BEGIN:VEVENT\r\n${'RRULE:FREQ=SECONDLY;BYSECOND=0,1,2,3;COUNT=2147483647\r\n'.repeat(3_000)}END:VEVENT`)], ['zones', calendar('BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nRRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n'.repeat(1_000))],
    ['a report without end', `${top}Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${'Action: failed\r\n\r\n'.repeat(200_000)}\r\n--b--`], ['results', `${top}Authentication-Results: mx; ${'dmarc=pass ('.repeat(15_000)}\r\n\r\nx`],
    ['pictures', `${top}Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${'cid:a '.repeat(500_000)}\r\n${'--b\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\nx\r\n'.repeat(150)}--b--`],
  ])('%s is read or not, soon', async (_what, raw) => {
    const began = performance.now();
    await (await readIncoming(Buffer.from(raw), { authserv: 'mx' }))?.words();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('of more than is taken is not looked at', async () => expect(await readIncoming(Buffer.alloc(LARGEST_MAIL + 1, 'a'))).toBeNull());
});
