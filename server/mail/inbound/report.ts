import type { ParsedMail } from 'mailparser';
import { typeOf } from './headers';

/** What a delivery report (RFC 3464) says of one recipient; `addresses` are small. */
type Told = { addresses: string[]; failed: boolean; status: string };
/** Which mail came back, and what is said of each of its recipients. */
export type Returned = { messageId: string | null; told: Told[] };

/** Of a report no more is read than this (letters). */
const MOST = 20_000;

/** What a server says about a mail of ours that it could not deliver, or null for any other mail. */
export function readReport(mail: ParsedMail): Returned | null {
  const { value, params } = typeOf(mail);
  if (value !== 'multipart/report' || params['report-type']?.toLowerCase() !== 'delivery-status') return null;
  const part = (type: RegExp) => mail.attachments.find((one) => type.test(one.contentType))?.content.toString('utf8').slice(0, MOST).replace(/\r\n?/g, '\n') ?? '';
  const original = part(/^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)$/);
  return {
    messageId: /^message-id:\s{0,5}(<[^<>\s\p{Cc}]{3,400}>)/imu.exec(original)?.[1] ?? null,
    told: part(/^message\/(global-)?delivery-status$/).split(/\n[ \t]*\n/).map(readGroup).filter((one) => one !== null),
  };
}

/** The fields about one recipient; the first group of a report is about the mail as a whole. */
function readGroup(fields: string): Told | null {
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.{1,500})$`, 'im').exec(fields)?.[1]?.trim() ?? null;
  const action = field('action');
  if (!action) return null;
  const addresses = ['final-recipient', 'original-recipient'].flatMap((name) => /^(?:rfc822|utf-8)\s*;\s*<?([^<>\s]+)>?/i.exec(field(name) ?? '')?.[1]?.toLowerCase() ?? []);
  return { addresses, failed: action.toLowerCase() === 'failed', status: /^(\d\.\d{1,3}\.\d{1,3})/.exec(field('status') ?? '')?.[1] ?? '' };
}
