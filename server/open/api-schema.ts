import { z } from 'zod';
import { actionStates, agendaStates, amendmentKinds, completionLevels, datePrecisions, followUpStatuses, itemKinds, itemOutcomes, itemStates, meetingStates, minutesStates, proposalKinds, proposalStates, threadCategories } from '~/db/schema/states';
import { removalRules } from '../domain/threads/schema';

// The shapes of the open data. The description at /api/openapi.json is made from them, and the tests hold every answer to it.

const instant = z.iso.datetime();
const day = z.iso.date();
const address = z.url();
const whole = z.int().min(0).max(2 ** 31 - 1);
/** A text that the site holds in both languages; what people write is in the language they wrote it in. */
const both = z.object({ da: z.string(), en: z.string() });
const bothOrNone = z.object({ da: z.string().nullable(), en: z.string().nullable() });
/** `self`: this as data; `html`, `htmlEn`: its page in Danish and in English. */
const ways = { self: address, html: address, htmlEn: address };
const links = z.object(ways);
const pageLinks = z.object({ html: address, htmlEn: address });

export const problem = z.object({ type: z.string(), title: z.string(), status: whole, code: z.string(), detail: z.string() });

export const initiativeRef = z.object({ period: z.string(), number: z.string(), title: both, links });
/** The agenda item a thing in the minutes stands under. */
const itemRef = z.object({ id: z.uuid(), title: z.string(), html: address });

const meetingFields = {
  slug: z.string(), title: z.string(), day, startsAt: instant.nullable(), endsAt: instant.nullable(), place: z.string().nullable(), state: z.enum(meetingStates), agendaState: z.enum(agendaStates), proposalDeadline: instant.nullable(),
  /** Null until minutes are public. */
  minutesState: z.enum(minutesStates).nullable(), minutesElsewhere: z.string().nullable(), isExample: z.boolean(),
};
export const meetingSummary = z.object({ ...meetingFields, links });
export const meeting = z.object({
  ...meetingFields, purpose: z.string(), calledAt: instant.nullable(), startedAt: instant.nullable(), heldAt: instant.nullable(), cancelledAt: instant.nullable(), cancelReason: z.string().nullable(), note: z.string().nullable(),
  links: z.object({ ...ways, agenda: address, proposals: address, calendar: address.nullable(), minutes: address.nullable(), minutesData: address.nullable() }),
});

export const agendaItem = z.object({
  id: z.uuid(), position: whole, section: z.string().nullable(), title: z.string(), body: z.string(), kind: z.enum(itemKinds), minutes: whole.nullable(), startsAt: instant.nullable(), state: z.enum(itemStates), outcome: z.enum(itemOutcomes).nullable(),
  proposal: address.nullable(), continuedBy: address.nullable(), thread: address.nullable(), decisions: z.array(z.string()), initiatives: z.array(initiativeRef), html: address,
});
export const agenda = z.object({
  meeting: z.string(), basis: z.enum(['running', 'published', 'provisional']), version: whole.nullable(), publishedAt: instant.nullable(), items: z.array(agendaItem),
  /** Accepted after the agenda was published, and not yet in a version of it. */
  since: z.array(agendaItem), links,
});

const proposalFields = {
  id: z.uuid(), title: z.string(), kind: z.enum(proposalKinds), minutesWanted: whole, state: z.enum(proposalStates), late: z.boolean(), submittedAt: instant.nullable(), decidedAt: instant.nullable(),
  meeting: z.string(), organisation: z.string().nullable(), endorsements: whole, initiatives: z.array(initiativeRef), isExample: z.boolean(), links,
};
export const proposalSummary = z.object(proposalFields);
export const attachment = z.object({ name: z.string(), mediaType: z.string(), bytes: whole, addedAt: instant, address });
export const proposal = z.object({
  ...proposalFields, reason: z.string(), decisionReason: z.string().nullable(), deadlineThen: instant.nullable(), posts: whole,
  mergedInto: address.nullable(), continues: address.nullable(), continuedBy: address.nullable(), item: itemRef.nullable(), decisions: z.array(z.string()), attachments: z.array(attachment),
  /** What happened to it, the first step first. */
  history: z.array(z.object({ type: z.string(), at: instant })),
});

const inMinutes = { meeting: z.string(), day, item: itemRef, minutesState: z.enum(minutesStates), initiatives: z.array(initiativeRef), isExample: z.boolean(), links: pageLinks };
export const decision = z.object({ number: z.string(), text: z.string(), proposal: address.nullable(), ...inMinutes });
export const action = z.object({
  id: z.uuid(), text: z.string(), state: z.enum(actionStates), dueOn: day, closedAt: instant.nullable(), closedReason: z.string().nullable(),
  /** The organisation that answers for it; null where a member does. */
  organisation: z.string().nullable(), ...inMinutes,
});

/** A date as the plan prints it, and the days it spans where that can be told. */
const printedDate = z.object({ printed: z.string().nullable(), from: day.nullable(), to: day.nullable(), precision: z.enum(datePrecisions).nullable() });
const level = z.enum(completionLevels);
const planFields = { period: z.string(), title: both, summary: both, publishedOn: day, end: printedDate, coordinator: z.string(), links };
export const planSummary = z.object(planFields);
const initiativeSummary = z.object({ number: z.string(), title: both, summary: both, leadAuthority: z.string(), level, levelPrinted: z.string(), milestones: whole, links });
export const plan = z.object({
  ...planFields, themes: z.array(z.object({ number: whole, title: both, summary: both, initiatives: z.array(initiativeSummary) })),
  recommendations: z.array(z.object({ number: whole, text: both, followUp: bothOrNone, followUpStatus: z.enum(followUpStatuses) })),
});
export const milestone = z.object({ position: whole, title: both, start: printedDate, end: printedDate, statusPrinted: z.string().nullable(), level: level.nullable(), note: bothOrNone });
export const chainStep = z.object({ stage: z.enum(['proposal', 'item', 'decision', 'action']), id: z.uuid(), title: z.string(), number: z.string().nullable(), state: z.string().nullable(), at: instant.nullable(), meeting: z.string(), html: address });
export const initiative = z.object({
  period: z.string(), number: z.string(), title: both, summary: both, theme: z.object({ number: whole, title: both }), periodPrinted: z.string().nullable(),
  leadAuthority: z.string(), implementingAuthority: z.string(), department: z.string().nullable(), stateActors: z.array(z.string()), otherActors: z.array(z.string()), ogpCommitmentId: z.string().nullable(), level, levelPrinted: z.string(),
  milestones: z.array(milestone),
  amendments: z.array(z.object({ kind: z.enum(amendmentKinds), milestone: whole.nullable(), from: bothOrNone, to: bothOrNone, reason: bothOrNone, summary: both })),
  /** Where the printed sources disagree with themselves. */
  sourceNotes: z.array(both),
  /** Every proposal, agenda item, decision and action that concerned it, in the order of time. */
  chain: z.array(chainStep), links,
});

const threadFields = { id: z.uuid(), category: z.enum(threadCategories), title: z.string(), posts: whole, createdAt: instant, lastPostAt: instant.nullable(), about: address.nullable(), isExample: z.boolean(), links };
export const threadSummary = z.object(threadFields);
export const post = z.object({
  number: whole, at: instant, editedAt: instant.nullable(), organisation: z.string().nullable(), replyTo: whole.nullable(),
  /** Sanitised HTML; null for a post that was removed. */
  html: z.string().nullable(), removed: z.object({ at: instant, rule: z.enum(removalRules), reason: z.string() }).nullable(),
});

const pages = { page: whole, pages: whole, links: z.object({ self: address, next: address.nullable(), previous: address.nullable() }) };
const listOf = <T extends z.ZodType>(row: T) => z.object({ data: z.array(row), ...pages });
export const meetingList = listOf(meetingSummary);
export const proposalList = listOf(proposalSummary);
export const decisionList = listOf(decision);
export const actionList = listOf(action);
export const planList = listOf(planSummary);
export const threadList = listOf(threadSummary);
export const thread = z.object({ ...threadFields, data: z.array(post), page: whole, pages: whole, links: z.object({ ...ways, next: address.nullable(), previous: address.nullable() }) });

export const index = z.object({ name: z.string(), version: z.string(), description: both, openapi: address, collections: z.array(z.object({ name: z.string(), href: address })), feeds: z.array(z.object({ name: z.string(), href: address })) });

/** The shapes by the names that the description gives them. */
export const shapes = {
  Problem: problem, Index: index, InitiativeRef: initiativeRef, MeetingSummary: meetingSummary, Meeting: meeting, MeetingList: meetingList, AgendaItem: agendaItem, Agenda: agenda, Attachment: attachment,
  ProposalSummary: proposalSummary, Proposal: proposal, ProposalList: proposalList, Decision: decision, DecisionList: decisionList, Action: action, ActionList: actionList,
  PlanSummary: planSummary, Plan: plan, PlanList: planList, Milestone: milestone, ChainStep: chainStep, Initiative: initiative, ThreadSummary: threadSummary, ThreadList: threadList, Post: post, Thread: thread,
};
export type ShapeName = keyof typeof shapes;
export type Shape<N extends ShapeName> = z.output<(typeof shapes)[N]>;
