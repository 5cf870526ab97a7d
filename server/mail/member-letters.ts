import { eq } from 'drizzle-orm';
import { members } from '~/db/schema';
import { issueToken } from '../domain/members/commands';
import { catalogueOf } from '../i18n';
import type { Services } from '../services';
import { address, layOut } from './layout';
import type { Letter, Queued } from './letter';

// The secrets of these links are made here, as the letter leaves: the queue and its rows never hold one.
export const memberLetters = {
  /** The link that confirms an address. Not sent once it is confirmed. */
  'member.confirm': async (services: Services, { language, memberId }: Queued<'member.confirm'>): Promise<Letter | null> => {
    const [member] = await services.db.select({ confirmed: members.emailConfirmedAt }).from(members).where(eq(members.id, memberId));
    if (!member || member.confirmed) return null;
    const { confirm: words, footer } = catalogueOf(language).mail.members;
    const token = await issueToken(services.makeCtx(null), memberId, 'confirm');
    const body = { heading: words.heading, paragraphs: [words.body], link: { label: words.link, path: `/bekraeft/${token}` }, after: [words.after] };
    return { subject: words.subject, ...layOut(services.config, language, body, footer) };
  },
  /** Someone joined with an address that has an account. */
  'member.address_known': async ({ config }: Services, { language }: Queued<'member.address_known'>): Promise<Letter | null> => {
    const { addressKnown: words, footer } = catalogueOf(language).mail.members;
    const after = [words.after(address(config, language, '/glemt-adgangskode')), words.notYou];
    return { subject: words.subject, ...layOut(config, language, { heading: words.heading, paragraphs: [words.body], link: { label: words.link, path: '/log-ind' }, after }, footer) };
  },
  /** The link for a new password. */
  'member.reset': async (services: Services, { language, memberId }: Queued<'member.reset'>): Promise<Letter | null> => {
    const { reset: words, footer } = catalogueOf(language).mail.members;
    const token = await issueToken(services.makeCtx(null), memberId, 'reset');
    const body = { heading: words.heading, paragraphs: [words.body], link: { label: words.link, path: `/ny-adgangskode/${token}` }, after: [words.after] };
    return { subject: words.subject, ...layOut(services.config, language, body, footer) };
  },
};
