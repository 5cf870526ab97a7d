// Answers to invites as calendar programs write them, made by hand after RFC 5545, 5546 and 6047: the structure of each program's
// mail, its order of properties, its ways with names, addresses, time zones and line lengths. No mail of anybody's was copied.

export type Partstat = 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | 'DELEGATED';
export type ReplyTo = {
  /** The address that the answer is sent to: the organizer of the invite. */
  organizer: string;
  attendee: string; uid: string; partstat: Partstat; stamp: Date;
  /** Left out: the program writes none. */
  sequence?: number;
  /** Who sends it, if not the attendee. */
  from?: string;
  startsAt?: Date;
};

export const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');
const crlf = (lines: string[]): string => `${lines.join('\r\n')}\r\n`;
/** Folds at 75 octets, never inside a letter. */
export function fold(line: string): string {
  let folded = '';
  let width = 0;
  for (const letter of line) {
    const octets = Buffer.byteLength(letter);
    if (width + octets > 75) {
      folded += '\r\n ';
      width = 1;
    }
    folded += letter;
    width += octets;
  }
  return folded;
}
const ics = (lines: (string | null)[]): string => crlf(lines.filter((line) => line !== null).map(fold));
const base64 = (words: string | Buffer): string => crlf(Buffer.from(words).toString('base64').match(/.{1,76}/g) ?? ['']).trimEnd();
/** Quoted-printable, RFC 2045: everything that is not plain, and soft line ends. */
export function quoted(words: string): string {
  return words.split('\r\n').map((line) => {
    let coded = '';
    let width = 0;
    for (const byte of Buffer.from(line)) {
      const part = (byte >= 33 && byte <= 126 && byte !== 61) || byte === 32 ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      if (width + part.length > 75) {
        coded += '=\r\n';
        width = 0;
      }
      coded += part;
      width += part.length;
    }
    return coded.replace(/ $/, '=20');
  }).join('\r\n');
}

const romance = ['BEGIN:VTIMEZONE', 'TZID:Romance Standard Time', 'BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD', 'BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'];
const sequenceLine = ({ sequence }: ReplyTo) => (sequence === undefined ? null : `SEQUENCE:${sequence}`);
const delegate = ({ partstat }: ReplyTo, quote = '"') => (partstat === 'DELEGATED' ? `;DELEGATED-TO=${quote}mailto:colleague@example.org${quote}` : '');
const from = (reply: ReplyTo): string => reply.from ?? reply.attendee;
const subjects: Record<Partstat, string> = { ACCEPTED: 'Accepteret', DECLINED: 'Afslået', TENTATIVE: 'Foreløbig', DELEGATED: 'Uddelegeret' };
const word = (words: string) => `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`;
const starts = ({ startsAt = new Date('2027-05-05T08:00:00Z') }: ReplyTo) => startsAt;
const head = (reply: ReplyTo, id: string, more: string[]) => ['MIME-Version: 1.0', `Date: ${reply.stamp.toUTCString().replace('GMT', '+0000')}`, `Message-ID: <${id}.${reply.stamp.getTime()}.${reply.partstat.toLowerCase()}@mail.example.org>`, `Subject: ${word(`${subjects[reply.partstat]}: Møde om åbne data`)}`, `From: "Åse Ærø, ph.d." <${from(reply)}>`, `To: OGP-forum <${reply.organizer}>`, ...more];
const attendeeName = '"Åse Ærø, ph.d."';

const googleIcs = (reply: ReplyTo) => ics([
  'BEGIN:VCALENDAR', 'PRODID:-//Google Inc//Google Calendar 70.9054//EN', 'VERSION:2.0', 'CALSCALE:GREGORIAN', 'METHOD:REPLY', 'BEGIN:VEVENT', `DTSTART:${utc(starts(reply))}`, `DTEND:${utc(new Date(starts(reply).getTime() + 7_200_000))}`, `DTSTAMP:${utc(reply.stamp)}`,
  `ORGANIZER;CN=OGP-forum:mailto:${reply.organizer}`, `UID:${reply.uid}`, `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${reply.partstat}${delegate(reply)};CN=${attendeeName};X-NUM-GUESTS=0:mailto:${reply.attendee}`,
  'X-MICROSOFT-CDO-OWNERAPPTID:-1044112233', `CREATED:${utc(reply.stamp)}`, 'DESCRIPTION:Dagsorden\\n\\n1. Velkommen\\, og en lang linje med æøå\\, der må foldes midt i ordene\\; også', `LAST-MODIFIED:${utc(reply.stamp)}`, 'LOCATION:Mødelokale 1', sequenceLine(reply), 'STATUS:CONFIRMED', 'SUMMARY:Møde om åbne data', 'TRANSP:OPAQUE', 'END:VEVENT', 'END:VCALENDAR',
]);

/** Google: the calendar as words within the alternative, and once more as a file. */
export function google(reply: ReplyTo): string {
  const calendar = googleIcs(reply);
  return crlf([
    ...head(reply, 'calendar-google', [`Reply-To: ${from(reply)}`, `Sender: Google Calendar <calendar-notification@example.org>`, 'Auto-Submitted: auto-generated', 'Content-Type: multipart/mixed; boundary="000000000000a1b2c3"']), '',
    '--000000000000a1b2c3', 'Content-Type: multipart/alternative; boundary="000000000000a1b2c1"', '',
    '--000000000000a1b2c1', 'Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes', 'Content-Transfer-Encoding: base64', '', base64('Åse Ærø har svaret på invitationen\r\n'), '--000000000000a1b2c1', 'Content-Type: text/html; charset="UTF-8"', 'Content-Transfer-Encoding: quoted-printable', '', quoted('<p>Åse Ærø har svaret</p>'),
    '--000000000000a1b2c1', 'Content-Type: text/calendar; charset="UTF-8"; method=REPLY', 'Content-Transfer-Encoding: 8bit', '', calendar.trimEnd(), '', '--000000000000a1b2c1--', '',
    '--000000000000a1b2c3', 'Content-Type: application/ics; name="invite.ics"', 'Content-Disposition: attachment; filename="invite.ics"', 'Content-Transfer-Encoding: base64', '', base64(calendar), '--000000000000a1b2c3--',
  ]);
}

const outlookIcs = (reply: ReplyTo) => ics([
  'BEGIN:VCALENDAR', 'METHOD:REPLY', 'PRODID:Microsoft Exchange Server 2010', 'VERSION:2.0', ...romance, 'BEGIN:VEVENT', `ATTENDEE;PARTSTAT=${reply.partstat}${delegate(reply)};CN=${attendeeName}:MAILTO:${reply.attendee.toUpperCase()}`,
  'COMMENT;LANGUAGE=da-DK:Jeg kommer lidt før\\, måske\\n', `UID:${reply.uid}`, `SUMMARY;LANGUAGE=da-DK:${subjects[reply.partstat]}: Møde om åbne data`, 'DTSTART;TZID=Romance Standard Time:20270505T100000', 'DTEND;TZID=Romance Standard Time:20270505T120000', 'CLASS:PUBLIC', 'PRIORITY:5', `DTSTAMP:${utc(reply.stamp)}`, 'TRANSP:OPAQUE', 'STATUS:CONFIRMED', sequenceLine(reply),
  'LOCATION;LANGUAGE=da-DK:Mødelokale 1', `X-MICROSOFT-CDO-APPT-SEQUENCE:${reply.sequence ?? 0}`, 'X-MICROSOFT-CDO-OWNERAPPTID:0', 'X-MICROSOFT-CDO-BUSYSTATUS:BUSY', 'X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY', 'X-MICROSOFT-CDO-ALLDAYEVENT:FALSE', 'X-MICROSOFT-CDO-IMPORTANCE:1', 'X-MICROSOFT-CDO-INSTTYPE:0', 'X-MICROSOFT-DISALLOW-COUNTER:FALSE', 'END:VEVENT', 'END:VCALENDAR',
]);

/** Outlook 365: three alternatives, the calendar last and in base64, a zone by Microsoft's name, addresses in capitals. */
export function outlook365(reply: ReplyTo): string {
  return crlf([
    ...head(reply, 'outlook365', ['Thread-Topic: =?utf-8?B?TcO4ZGU=?=', 'Accept-Language: da-DK, en-US', 'Content-Language: da-DK', 'X-MS-Has-Attach:', 'X-MS-TNEF-Correlator:', 'x-ms-exchange-calendar-originator-id: ab', 'Content-Type: multipart/alternative;', '\tboundary="_000_AB1234_"']), '',
    '--_000_AB1234_', 'Content-Type: text/plain; charset="iso-8859-1"', 'Content-Transfer-Encoding: quoted-printable', '', 'Jeg kommer lidt f=F8r', '',
    '--_000_AB1234_', 'Content-Type: text/html; charset="iso-8859-1"', 'Content-Transfer-Encoding: quoted-printable', '', '<html><body><p>Jeg kommer lidt f=F8r</p></body></html>', '',
    '--_000_AB1234_', 'Content-Type: text/calendar; charset="utf-8"; method=REPLY', 'Content-Transfer-Encoding: base64', '', base64(outlookIcs(reply)), '', '--_000_AB1234_--',
  ]);
}

/** Outlook for Windows, sending by itself: the mail is the calendar. */
export function outlookDesktop(reply: ReplyTo): string {
  return crlf([...head(reply, 'outlook16', ['X-Mailer: Microsoft Outlook 16.0', 'Content-Type: text/calendar; method=REPLY;', '\tcharset="utf-8"', 'Content-Transfer-Encoding: quoted-printable', 'Content-class: urn:content-classes:calendarmessage']), '', quoted(outlookIcs(reply).trimEnd())]);
}

const appleIcs = (reply: ReplyTo) => ics([
  'BEGIN:VCALENDAR', 'CALSCALE:GREGORIAN', 'VERSION:2.0', 'X-WR-RELCALID:4D8D2A31', 'METHOD:REPLY', 'PRODID:-//Apple Inc.//macOS 15.3//EN', 'BEGIN:VTIMEZONE', 'TZID:Europe/Copenhagen', 'BEGIN:DAYLIGHT', 'TZOFFSETFROM:+0100', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'DTSTART:19810329T020000', 'TZNAME:CEST', 'TZOFFSETTO:+0200', 'END:DAYLIGHT', 'BEGIN:STANDARD', 'TZOFFSETFROM:+0200', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'DTSTART:19961027T030000', 'TZNAME:CET', 'TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE',
  'BEGIN:VEVENT', `ATTENDEE;CN=Aase;CUTYPE=INDIVIDUAL;EMAIL=${reply.attendee};PARTSTAT=${reply.partstat}${delegate(reply)};RO`.concat(`LE=REQ-PARTICIPANT:mailto:${reply.attendee}`), 'DTEND;TZID=Europe/Copenhagen:20270505T120000', `UID:${reply.uid}`, `DTSTAMP:${utc(reply.stamp)}`, 'LOCATION:Mødelokale 1', 'SUMMARY:Møde om åbne data', 'DTSTART;TZID=Europe/Copenhagen:20270505T100000', sequenceLine(reply), `ORGANIZER;CN=OGP-forum;EMAIL=${reply.organizer}:mailto:${reply.organizer}`, 'X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC', 'BEGIN:VALARM', 'X-WR-ALARMUID:1', 'UID:1', 'TRIGGER:-PT15M', 'DESCRIPTION:Påmindelse', 'ACTION:DISPLAY', 'END:VALARM', 'END:VEVENT', 'END:VCALENDAR',
]);

/** Apple: words and the calendar as a file, both as they are. */
export function apple(reply: ReplyTo): string {
  return crlf([
    ...head(reply, 'apple', ['X-Mailer: Apple Mail (2.3826.300.87.4.3)', 'Content-Type: multipart/mixed;', ' boundary="Apple-Mail=_5C9E"']), '',
    '--Apple-Mail=_5C9E', 'Content-Transfer-Encoding: 7bit', 'Content-Type: text/plain;', ' charset=us-ascii', '', 'Aase has answered', '',
    '--Apple-Mail=_5C9E', 'Content-Disposition: attachment;', ' filename=iCal-20270302-111500.ics', 'Content-Type: text/calendar;', ' x-unix-mode=0644;', ' method=REPLY;', ' name="iCal-20270302-111500.ics";', ' charset=utf-8', 'Content-Transfer-Encoding: 7bit', '', appleIcs(reply).trimEnd(), '', '--Apple-Mail=_5C9E--',
  ]);
}

const thunderbirdIcs = (reply: ReplyTo) => ics([
  'BEGIN:VCALENDAR', 'PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT', `CREATED:${utc(reply.stamp)}`, `LAST-MODIFIED:${utc(reply.stamp)}`, `DTSTAMP:${utc(reply.stamp)}`, `UID:${reply.uid}`, 'SUMMARY:Møde om åbne data', `ORGANIZER;CN="OGP-forum":mailto:${reply.organizer}`,
  `ATTENDEE;RSVP=TRUE;CN=${attendeeName};PARTSTAT=${reply.partstat}${delegate(reply)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;X-NUM-GUESTS=0:mailto:${reply.attendee}`, 'DTSTART;TZID=Europe/Copenhagen:20270505T100000', 'DTEND;TZID=Europe/Copenhagen:20270505T120000', sequenceLine(reply), 'X-MOZ-RECEIVED-SEQUENCE:0', `X-MOZ-RECEIVED-DTSTAMP:${utc(reply.stamp)}`, 'X-MOZ-GENERATION:1', 'END:VEVENT', 'END:VCALENDAR',
]);

/** Thunderbird: words and calendar side by side, in quoted-printable. */
export function thunderbird(reply: ReplyTo): string {
  return crlf([
    ...head(reply, 'thunderbird', ['User-Agent: Mozilla Thunderbird', 'Content-Language: da', 'Content-Type: multipart/mixed; boundary="------------0A1B2C"']), '',
    'This is a multi-part message in MIME format.', '--------------0A1B2C', 'Content-Type: multipart/alternative; boundary="------------0A1B2D"', '',
    '--------------0A1B2D', 'Content-Type: text/plain; charset=UTF-8; format=flowed', 'Content-Transfer-Encoding: quoted-printable', '', quoted('Åse Ærø har svaret'),
    '--------------0A1B2D', 'Content-Type: text/calendar; method=REPLY; charset=UTF-8', 'Content-Transfer-Encoding: quoted-printable', '', quoted(thunderbirdIcs(reply).trimEnd()), '', '--------------0A1B2D--', '',
    '--------------0A1B2C', 'Content-Type: application/ics; name="invite.ics"', 'Content-Disposition: attachment; filename="invite.ics"', 'Content-Transfer-Encoding: quoted-printable', '', quoted(thunderbirdIcs(reply).trimEnd()), '--------------0A1B2C--',
  ]);
}

export const programs = { google, outlook365, outlookDesktop, apple, thunderbird };

export type Letter = { from: string; to: string; subject?: string; id?: string; headers?: string[]; text?: string; body?: string };
let count = 0;
/** A mail as a person's program sends it; `body` with its own Content-Type instead of plain words. */
export function letter({ from: sender, to, subject = 'Re: Nyt indlæg', id, headers = [], text = 'Enig.', body }: Letter): Buffer {
  count += 1;
  const top = ['MIME-Version: 1.0', 'Date: Tue, 2 Mar 2027 10:15:00 +0100', `Message-ID: <${id ?? `person.${count}`}@mail.example.org>`, `Subject: ${word(subject)}`, `From: ${sender}`, `To: ${to}`, ...headers];
  return Buffer.from(crlf(body === undefined ? [...top, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text.replaceAll('\n', '\r\n')] : [...top, body]));
}

/** A delivery report, RFC 3464. */
export function report({ to, recipient, action, status, messageId = '<unknown@example.org>' }: { to: string; recipient: string | null; action: string; status: string; messageId?: string }): Buffer {
  return Buffer.from(crlf([
    'From: Mail Delivery System <MAILER-DAEMON@relay.example.org>', `To: ${to}`, 'Subject: Undelivered Mail Returned to Sender', 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0', `Message-ID: <report.${count += 1}@relay.example.org>`, 'Content-Type: multipart/report; report-type=delivery-status;', '\tboundary="4C0F.1234/relay.example.org"', '',
    '--4C0F.1234/relay.example.org', 'Content-Description: Notification', 'Content-Type: text/plain; charset=us-ascii', '', 'I could not deliver your message.', '',
    '--4C0F.1234/relay.example.org', 'Content-Description: Delivery report', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; relay.example.org', 'Arrival-Date: Tue,  2 Mar 2027 10:15:00 +0100 (CET)', '', ...(recipient ? [`Final-Recipient: rfc822; ${recipient}`, `Original-Recipient: rfc822;${recipient}`] : []), `Action: ${action}`, `Status: ${status}`, 'Remote-MTA: dns; mx.example.org', 'Diagnostic-Code: smtp; 550 5.1.1 <x>: Recipient address rejected', '',
    '--4C0F.1234/relay.example.org', 'Content-Description: Undelivered Message', 'Content-Type: message/rfc822', '', `Message-ID: ${messageId}`, 'Subject: Nyt', 'Auto-Submitted: auto-generated', '', 'Words', '', '--4C0F.1234/relay.example.org--',
  ]));
}
