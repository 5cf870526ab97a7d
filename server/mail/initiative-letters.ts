import { and, asc, eq } from 'drizzle-orm';
import { actionItemInitiatives, actionItems, actionPlans, decisionInitiatives, decisions, initiatives, meetings, minutes, minutesEntries } from '~/db/schema';
import { getProposal } from '../domain/proposals/queries';
import { catalogueOf } from '../i18n';
import { formatDay } from '../i18n/format';
import { asRefusal } from '../refusal';
import type { Services } from '../services';
import { layOut, type Body } from './layout';
import type { Letter, LetterWriters, Queued } from './letter';

type News = Queued<'initiative.news'>;
type Told = Pick<Body, 'heading' | 'paragraphs' | 'link'>;

const wordsOf = ({ language }: News) => catalogueOf(language).mail.initiatives;

/** A proposal about it is on an agenda. Not told of one that nobody may read any more. */
async function accepted(services: Services, mail: News): Promise<Told | null> {
  const t = wordsOf(mail);
  try {
    const { title, state, meeting } = await getProposal(services.makeCtx(null), mail.params.aboutId);
    if (state !== 'accepted') return null;
    return { heading: t.accepted, paragraphs: [t.acceptedText(title, meeting.title, formatDay(mail.language, meeting.day))], link: { label: t.seeProposal, path: `/forslag/${mail.params.aboutId}` } };
  } catch (error) {
    if (asRefusal(error)) return null;
    throw error;
  }
}

/** What published minutes decided about it, and who is to do what. */
async function minuted({ db }: Services, mail: News): Promise<Told | null> {
  const t = wordsOf(mail);
  const { initiativeId, aboutId: meetingId } = mail.params;
  const [meeting] = await db.select({ slug: meetings.slug, title: meetings.title, day: meetings.day }).from(meetings).where(eq(meetings.id, meetingId));
  const published = and(eq(minutes.meetingId, meetingId), eq(minutes.state, 'published'));
  const decided = await db.select({ number: decisions.number, text: decisions.text }).from(decisions).innerJoin(decisionInitiatives, and(eq(decisionInitiatives.decisionId, decisions.id), eq(decisionInitiatives.initiativeId, initiativeId)))
    .innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).where(published).orderBy(asc(decisions.year), asc(decisions.serial)).limit(50);
  const todo = await db.select({ text: actionItems.text, dueOn: actionItems.dueOn }).from(actionItems).innerJoin(actionItemInitiatives, and(eq(actionItemInitiatives.actionItemId, actionItems.id), eq(actionItemInitiatives.initiativeId, initiativeId)))
    .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).where(published).orderBy(asc(actionItems.dueOn)).limit(50);
  if (!meeting || decided.length + todo.length === 0) return null;
  const paragraphs = [t.minutedText(meeting.title, formatDay(mail.language, meeting.day)), ...decided.map(({ number, text }) => t.decision(number, text)), ...todo.map(({ text, dueOn }) => t.action(text, formatDay(mail.language, dueOn, false)))];
  return { heading: decided.length > 0 ? t.decided : t.followUp, paragraphs, link: { label: t.seeMinutes, path: `/moeder/${meeting.slug}/referat` } };
}

/** Something that was to be done about it is done, or dropped with a reason. */
async function closed({ db }: Services, mail: News): Promise<Told | null> {
  const t = wordsOf(mail);
  const [action] = await db.select({ text: actionItems.text, state: actionItems.state, reason: actionItems.closedReason }).from(actionItems).where(eq(actionItems.id, mail.params.aboutId));
  if (!action || action.state === 'open') return null;
  return { heading: t.closed[action.state], paragraphs: [action.text, ...(action.reason ? [t.reason(action.reason)] : [])], link: { label: t.seeAction, path: `/opfoelgninger/${mail.params.aboutId}` } };
}

const sorts = { 'proposal.accepted': accepted, 'minutes.published': minuted, 'minutes.action_closed': closed };

export const initiativeLetters: Pick<LetterWriters, 'initiative.news'> = {
  async 'initiative.news'(services, mail): Promise<Letter | null> {
    const { initiativeId, news } = mail.params;
    const [initiative] = await services.db.select({ number: initiatives.number, da: initiatives.titleDa, en: initiatives.titleEn, period: actionPlans.period }).from(initiatives).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).where(eq(initiatives.id, initiativeId));
    const told = initiative && (await sorts[news](services, mail));
    if (!told) return null;
    const t = wordsOf(mail);
    const name = `${initiative.number} ${initiative[mail.language]}`;
    const body = { ...told, paragraphs: [t.about(name), ...told.paragraphs], links: [{ label: t.seeInitiative, path: `/handlingsplaner/${initiative.period}/initiativer/${initiative.number}` }] };
    return { subject: `${told.heading}: ${name}`, ...layOut(services.config, mail.language, body, t.footer) };
  },
};
