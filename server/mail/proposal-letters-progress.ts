import { eq } from 'drizzle-orm';
import { actionItems } from '~/db/schema';
import { getProposal } from '../domain/proposals/queries';
import { progressOf } from '../domain/progress/queries';
import { catalogueOf } from '../i18n';
import { formatDay } from '../i18n/format';
import { asRefusal } from '../refusal';
import type { Services } from '../services';
import { layOut, type Body } from './layout';
import type { Letter, Queued } from './letter';

/** The proposal as anyone may read it; null where nobody may any more. */
async function read(services: Services, id: string) {
  const ctx = services.makeCtx(null);
  try {
    const proposal = await getProposal(ctx, id);
    return { proposal, progress: await progressOf(ctx, proposal) };
  } catch (error) {
    if (asRefusal(error)) return null;
    throw error;
  }
}

const words = (language: Queued<'proposal.placed'>['language']) => catalogueOf(language).mail.proposals;

function letter({ config }: Services, language: Queued<'proposal.placed'>['language'], title: string, body: Body): Letter {
  return { subject: `${body.heading}: ${title}`, ...layOut(config, language, body, words(language).decided.footer) };
}

/** Each says what is so when it leaves. */
export const proposalProgressLetters = {
  /** It stands on the published agenda. */
  'proposal.placed': async (services: Services, { language, params }: Queued<'proposal.placed'>): Promise<Letter | null> => {
    const found = await read(services, params.proposalId);
    if (!found?.progress?.placed || !found.proposal.item || found.proposal.meeting.state === 'cancelled') return null;
    const { proposal: { title, meeting, item }, progress: { placed } } = found;
    const t = words(language).progress;
    return letter(services, language, title, { heading: t.placed.heading, paragraphs: [t.placed.text(title, meeting.title, placed.position, formatDay(language, meeting.day))], link: { label: t.link, path: `/forslag/${params.proposalId}` }, links: [{ label: catalogueOf(language).proposals.toItem, path: `/moeder/${meeting.slug}/dagsorden#punkt-${item.id}` }] });
  },
  /** The meeting has closed its item. */
  'proposal.discussed': async (services: Services, { language, params }: Queued<'proposal.discussed'>): Promise<Letter | null> => {
    const proposal = (await read(services, params.proposalId))?.proposal;
    if (!proposal?.item?.outcome) return null;
    const t = words(language).progress;
    return letter(services, language, proposal.title, { heading: t.discussed.headings[proposal.item.outcome], paragraphs: [t.discussed[proposal.item.outcome](proposal.title, proposal.meeting.title)], link: { label: t.link, path: `/forslag/${params.proposalId}` } });
  },
  /** Published minutes hold a decision or a follow-up under its item. */
  'proposal.minuted': async (services: Services, { language, params }: Queued<'proposal.minuted'>): Promise<Letter | null> => {
    const found = await read(services, params.proposalId);
    if (!found?.progress || !found.proposal.item) return null;
    const { proposal: { title, meeting, item: { decisions } }, progress: { actions } } = found;
    if (decisions.length + actions.length === 0) return null;
    const t = words(language).progress.minuted;
    const paragraphs = [t.text(title, meeting.title), ...decisions.map(({ number, text }) => t.decision(number, text)), ...actions.map(({ text, responsible, dueOn }) => t.action(text, responsible, formatDay(language, dueOn, false)))];
    const path = decisions[0] ? `/moeder/${meeting.slug}/referat#beslutning-${decisions[0].number}` : `/moeder/${meeting.slug}/referat#opfoelgning-${actions[0]?.id ?? ''}`;
    return letter(services, language, title, { heading: t.heading, paragraphs, link: { label: t.link, path }, links: [{ label: words(language).progress.link, path: `/forslag/${params.proposalId}` }] });
  },
  /** An action that it led to was closed. */
  'proposal.followed_up': async (services: Services, { language, params }: Queued<'proposal.followed_up'>): Promise<Letter | null> => {
    const [action] = await services.db.select().from(actionItems).where(eq(actionItems.id, params.actionId));
    const proposal = (await read(services, params.proposalId))?.proposal;
    if (!proposal || !action || action.state === 'open') return null;
    const { decided, progress: t } = words(language);
    return letter(services, language, proposal.title, { heading: t.followedUp.headings[action.state], paragraphs: [t.followedUp.text(proposal.title, action.text), ...(action.closedReason ? [decided.reason(action.closedReason)] : [])], link: { label: t.link, path: `/forslag/${params.proposalId}` } });
  },
  /** It goes on, as the proposal named here, at the next meeting. */
  'proposal.carried_over': async (services: Services, { language, params }: Queued<'proposal.carried_over'>): Promise<Letter | null> => {
    const proposal = (await read(services, params.proposalId))?.proposal;
    if (!proposal) return null;
    const t = words(language).progress;
    return letter(services, language, proposal.title, { heading: t.carriedOver.heading, paragraphs: [t.carriedOver.text(proposal.title, proposal.meeting.title, formatDay(language, proposal.meeting.day))], link: { label: t.link, path: `/forslag/${params.proposalId}` } });
  },
};
