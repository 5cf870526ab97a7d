import { simpleParser, type Attachment, type ParsedMail, type SimpleParserOptions } from 'mailparser';
import { readAnswer, type CalendarAnswer } from './calendar';
import { isAutomatic, isVouchedFor, senderOf, typeOf } from './headers';
import { readReport, type Returned } from './report';
import { spoken } from './words';

/** Octets of one mail, by every way in: what is larger is no answer. */
export const LARGEST_MAIL = 5_000_000;

/** A mail as far as we read it. Nothing in it is trusted. */
export type Incoming = {
  /** Small; null where it is not clear who. */
  from: string | null;
  /** Whether our mail server vouches for the sender's domain; true where no server is set. */
  vouched: boolean;
  /** Addresses that it was or says it was sent to, small. */
  to: string[];
  messageId: string | null;
  /** Sent by a program, not a person. */
  automatic: boolean;
  reply: CalendarAnswer | null;
  returned: Returned | null;
  /** The person's own words. Asked for only once it is known whose they are: HTML takes its time. */
  words: () => Promise<string>;
  /** Files that a person meant to send; not the calendar's answer, nor pictures in a signature. */
  attachments: number;
};

/** Parts, octets of headers and of HTML that are looked at, and how long (milliseconds): a person's mail needs a hundredth. */
const bounds = { maxChildNodes: 200, maxHeadSize: 256_000, maxHtmlLengthToParse: 300_000 };
const PATIENCE = 20_000;
/** A mail within a mail is a file like another: it is not the sender's own words or answer. */
const options = { ...bounds, ignoreEmbedded: true, keepDeliveryStatus: true, skipImageLinks: true, skipTextToHtml: true } as SimpleParserOptions;
/** Letters: the person's own stand first or last among what they quote, and a longer mail is no post. */
const MOST_WORDS = 200_000;

/** Reads a mail of the outside, whatever its sender made of the standards. Never throws on what is in it; null for what cannot be read at all. */
export async function readIncoming(raw: Buffer, { envelopeTo = [], authserv = null }: { envelopeTo?: string[]; authserv?: string | null } = {}): Promise<Incoming | null> {
  const mail = raw.length > LARGEST_MAIL ? null : await parse(raw, true);
  if (!mail?.headers || !mail.headerLines) return null;
  const reply = answerOf(mail);
  return {
    from: senderOf(mail), vouched: authserv === null || isVouchedFor(mail, authserv), to: [...new Set([...envelopeTo, ...addressesOf(mail)].map((address) => address.trim().toLowerCase()))],
    messageId: mail.messageId ?? null, automatic: isAutomatic(mail), reply, returned: readReport(mail), words: async () => spoken((await wordsOf(mail)).slice(0, MOST_WORDS)),
    attachments: mail.attachments.filter((part) => isFile(part, mail, reply !== null)).length,
  };
}

async function parse(raw: Buffer, skipHtmlToText: boolean): Promise<ParsedMail | null> {
  let given: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (given = setTimeout(() => resolve(null), PATIENCE)));
  try {
    return await Promise.race([simpleParser(raw, { ...options, skipHtmlToText }), late]);
  } catch {
    // Too many parts, too long a head, letters that are none: the sender's fault, and theirs to mend.
    return null;
  } finally {
    clearTimeout(given);
  }
}

function addressesOf(mail: ParsedMail): string[] {
  const named = [mail.to, mail.cc].flatMap((field) => field ?? []).flatMap((field) => field.value.map((one) => one.address ?? ''));
  // What servers on the way noted of the envelope.
  const delivered = mail.headerLines.filter(({ key }) => ['delivered-to', 'x-original-to', 'x-envelope-to', 'envelope-to'].includes(key)).flatMap(({ line }) => line.slice(line.indexOf(':') + 1).split(','));
  return [...named, ...delivered].map((address) => address.trim().replace(/^<|>$/g, '')).filter((address) => address.includes('@'));
}

const isCalendar = (part: Attachment): boolean => /^(text\/calendar|application\/ics)$/i.test(part.contentType);

/** The calendar's answer; some programs send it twice, as words and as a file. Two that differ are none. */
function answerOf(mail: ParsedMail): CalendarAnswer | null {
  const read = mail.attachments.filter(isCalendar).slice(0, 5).map((part) => {
    const { params } = typeOf(part);
    return readAnswer(inCharset(part.content, params.charset), params.method ?? null);
  }).filter((one) => one !== null);
  return new Set(read.map((one) => JSON.stringify(one))).size === 1 ? (read[0] ?? null) : null;
}

function inCharset(bytes: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset that nobody knows: what we look for is ASCII in all of them.
    return bytes.toString('latin1');
  }
}

/** Plain text, or what HTML says; some programs send nothing else. */
async function wordsOf({ text, html }: ParsedMail): Promise<string> {
  if (text?.trim() || !html) return text ?? '';
  return (await parse(Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`), false))?.text ?? '';
}

/** Parts that no person attached: signatures of the mail itself, and Outlook's own. */
const noFile = /^(application\/(pgp-signature|pgp-keys|pkcs7-signature|x-pkcs7-signature|ms-tnef)|message\/(global-)?delivery-status|text\/rfc822-headers)$/i;

function isFile(part: Attachment, { html }: ParsedMail, answers: boolean): boolean {
  const shown = part.related || (part.cid !== undefined && html !== false && html?.includes(`cid:${part.cid}`));
  return !noFile.test(part.contentType) && !(answers && isCalendar(part)) && !(shown && part.contentType.startsWith('image/'));
}
