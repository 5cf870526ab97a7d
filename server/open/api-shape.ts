import type { publicAgenda } from '../domain/agenda/queries';
import type { attachmentsOf } from '../domain/attachments/queries';
import type { meetingsByDay, publicActions, publicDecisions, RowOf, submittedProposals } from '../domain/open-data/queries';
import type { getMeeting } from '../domain/meetings/queries';
import type { initiativeChain } from '../domain/chain/queries';
import type { getInitiative, getPlan, listPlans } from '../domain/plans/queries';
import type { getProposal } from '../domain/proposals/queries';
import type { getThread, ThreadSummary } from '../domain/threads/queries';
import type { HistoryEntry } from '../history';
import type { Shape } from './api-schema';

// From what the domain answers to what the open data says. Of people it says nothing but the organisation they spoke for.

type Of<F extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<F>>;
type Bilingual = { titleDa: string; titleEn: string };

const iso = (at: Date | string): string => new Date(at).toISOString();
const isoOrNull = (at: Date | string | null): string | null => (at === null ? null : iso(at));
const titleOf = ({ titleDa, titleEn }: Bilingual) => ({ da: titleDa, en: titleEn });

/** Shapes for a site at `base`. */
export function makeShape(base: string) {
  const data = (path: string) => `${base}/api/v1${path}`;
  const html = (path: string) => ({ html: `${base}${path}`, htmlEn: `${base}/en${path}` });
  const both = (api: string, page: string) => ({ self: data(api), ...html(page) });
  const proposalData = (id: string) => data(`/proposals/${id}`);
  const itemPage = (slug: string, id: string) => `${base}/moeder/${slug}/dagsorden#punkt-${id}`;
  const initiativePath = (period: string, number: string) => [`/plans/${period}/initiatives/${number}`, `/handlingsplaner/${period}/initiativer/${number}`] as const;

  const initiativeRef = ({ period, number, ...titles }: Bilingual & { period: string; number: string }): Shape<'InitiativeRef'> => ({ period, number, title: titleOf(titles), links: both(...initiativePath(period, number)) });

  const meetingFields = (row: Omit<RowOf<typeof meetingsByDay>, never>) => ({
    slug: row.slug, title: row.title, day: row.day, startsAt: isoOrNull(row.startsAt), endsAt: isoOrNull(row.endsAt), place: row.place, state: row.state, agendaState: row.agendaState,
    proposalDeadline: isoOrNull(row.proposalDeadline), minutesState: row.minutesState === 'draft' ? null : row.minutesState, minutesElsewhere: row.minutesElsewhere, isExample: row.isExample,
  });

  function agendaItem(slug: string, item: Of<typeof publicAgenda>['items'][number]): Shape<'AgendaItem'> {
    return {
      id: item.id, position: item.position, section: item.section, title: item.title, body: item.body, kind: item.kind, minutes: item.minutes, startsAt: isoOrNull(item.startsAt), state: item.state, outcome: item.outcome,
      proposal: item.proposalId && proposalData(item.proposalId), continuedBy: item.carriedTo && proposalData(item.carriedTo.id), thread: item.threadId && data(`/threads/${item.threadId}`),
      decisions: item.decisions.map(({ number }) => number), initiatives: item.initiatives.map(initiativeRef), html: itemPage(slug, item.id),
    };
  }

  const proposalFields = (row: Omit<RowOf<typeof submittedProposals>, never>): Shape<'ProposalSummary'> => ({
    id: row.id, title: row.title, kind: row.kind, minutesWanted: row.minutesWanted, state: row.state, late: row.late, submittedAt: isoOrNull(row.submittedAt), decidedAt: isoOrNull(row.decidedAt),
    meeting: row.meeting, organisation: row.organisation, endorsements: row.endorsements, initiatives: row.initiatives.map(initiativeRef), isExample: row.isExample, links: both(`/proposals/${row.id}`, `/forslag/${row.id}`),
  });

  const inMinutes = (row: Pick<RowOf<typeof publicDecisions>, 'meeting' | 'day' | 'itemId' | 'itemTitle' | 'minutesState' | 'initiatives' | 'isExample'>) => ({
    meeting: row.meeting, day: row.day, item: { id: row.itemId, title: row.itemTitle, html: itemPage(row.meeting, row.itemId) }, minutesState: row.minutesState, initiatives: row.initiatives.map(initiativeRef), isExample: row.isExample,
  });

  const planFields = (plan: Of<typeof listPlans>[number] | Of<typeof getPlan>): Shape<'PlanSummary'> => ({
    period: plan.period, title: titleOf(plan), summary: { da: plan.summaryDa, en: plan.summaryEn }, publishedOn: plan.publishedOn,
    end: { printed: plan.endPrinted, from: plan.endFrom, to: plan.endTo, precision: null }, coordinator: plan.coordinator, links: both(`/plans/${plan.period}`, `/handlingsplaner/${plan.period}`),
  });

  function milestone(row: Of<typeof getInitiative>['milestones'][number]): Shape<'Milestone'> {
    return {
      position: row.position, title: titleOf(row), statusPrinted: row.statusPrinted, level: row.level, note: { da: row.noteDa, en: row.noteEn },
      start: { printed: row.startPrinted, from: row.startFrom, to: row.startTo, precision: row.startPrecision }, end: { printed: row.endPrinted, from: row.endFrom, to: row.endTo, precision: row.endPrecision },
    };
  }

  function chainStep(step: Of<typeof initiativeChain>['steps'][number]): Shape<'ChainStep'> {
    const shared = { stage: step.stage, id: step.id, at: isoOrNull(step.at), meeting: step.meeting.slug };
    const minutesPage = `${base}/moeder/${step.meeting.slug}/referat`;
    switch (step.stage) {
      case 'proposal': return { ...shared, title: step.title, number: null, state: step.state, html: `${base}/forslag/${step.id}` };
      case 'item': return { ...shared, title: step.title, number: String(step.position), state: step.outcome ?? step.state, html: itemPage(step.meeting.slug, step.id) };
      case 'decision': return { ...shared, title: step.text, number: step.number, state: null, html: `${minutesPage}#beslutning-${step.number}` };
      case 'action': return { ...shared, title: step.text, number: null, state: step.state, html: `${minutesPage}#opfoelgning-${step.id}` };
    }
  }

  function about({ subject }: Pick<ThreadSummary, 'subject'>): string | null {
    switch (subject?.kind) {
      case 'meeting': return data(`/meetings/${subject.slug}`);
      case 'agenda_item': return data(`/meetings/${subject.slug}/agenda`);
      case 'proposal': return proposalData(subject.id);
      case 'initiative': return data(initiativePath(subject.period, subject.number)[0]);
      default: return null;
    }
  }

  const threadFields = (row: Pick<ThreadSummary, 'id' | 'category' | 'title' | 'postCount' | 'createdAt' | 'lastPostAt' | 'subject' | 'isExample'>) => ({
    id: row.id, category: row.category, title: row.title, posts: row.postCount, createdAt: iso(row.createdAt), lastPostAt: isoOrNull(row.lastPostAt), about: about(row), isExample: row.isExample,
  });

  return {
    meetingSummary: (row: RowOf<typeof meetingsByDay>): Shape<'MeetingSummary'> => ({ ...meetingFields(row), links: both(`/meetings/${row.slug}`, `/moeder/${row.slug}`) }),

    meeting(row: Of<typeof getMeeting>, minutesState: Shape<'Meeting'>['minutesState']): Shape<'Meeting'> {
      const page = `/moeder/${row.slug}`;
      return {
        ...meetingFields({ ...row, minutesState }), purpose: row.purpose, calledAt: isoOrNull(row.calledAt), startedAt: isoOrNull(row.startedAt), heldAt: isoOrNull(row.heldAt), cancelledAt: isoOrNull(row.cancelledAt), cancelReason: row.cancelReason, note: row.note,
        links: {
          ...both(`/meetings/${row.slug}`, page), agenda: data(`/meetings/${row.slug}/agenda`), proposals: data(`/proposals?meeting=${row.slug}`), calendar: row.startsAt && `${base}${page}.ics`,
          minutes: minutesState && `${base}${page}/referat`, minutesData: minutesState && `${base}${page}/referat.json`,
        },
      };
    },

    agenda: (slug: string, { basis, newest, items, since }: Of<typeof publicAgenda>): Shape<'Agenda'> => ({
      meeting: slug, basis, version: newest?.number ?? null, publishedAt: isoOrNull(newest?.publishedAt ?? null), items: items.map((item) => agendaItem(slug, item)), since: since.map((item) => agendaItem(slug, item)),
      links: both(`/meetings/${slug}/agenda`, `/moeder/${slug}/dagsorden`),
    }),

    proposalSummary: proposalFields,

    proposal: (row: Of<typeof getProposal>, files: Of<typeof attachmentsOf>['files'], history: HistoryEntry[]): Shape<'Proposal'> => ({
      ...proposalFields({ ...row, meeting: row.meeting.slug }), reason: row.reason, decisionReason: row.decisionReason, deadlineThen: isoOrNull(row.deadlineThen), posts: row.posts,
      mergedInto: row.mergedInto && proposalData(row.mergedInto.id), continues: row.continues && proposalData(row.continues.id), continuedBy: row.continuedBy && proposalData(row.continuedBy.id),
      item: row.item && { id: row.item.id, title: row.item.title, html: itemPage(row.meeting.slug, row.item.id) }, decisions: row.item?.decisions.map(({ number }) => number) ?? [],
      attachments: files.map(({ id, name, mediaType, bytes, addedAt }) => ({ name, mediaType, bytes, addedAt: iso(addedAt), address: `${base}/bilag/${id}/${encodeURIComponent(name)}` })),
      history: [...history].reverse().map(({ type, at }) => ({ type, at: iso(at) })),
    }),

    decision: (row: RowOf<typeof publicDecisions>): Shape<'Decision'> => ({ number: row.number, text: row.text, proposal: row.proposalId && proposalData(row.proposalId), ...inMinutes(row), links: html(`/moeder/${row.meeting}/referat#beslutning-${row.number}`) }),

    action: (row: RowOf<typeof publicActions>): Shape<'Action'> => ({
      id: row.id, text: row.text, state: row.state, dueOn: row.dueOn, closedAt: isoOrNull(row.closedAt), closedReason: row.closedReason, organisation: row.organisation, ...inMinutes(row), links: html(`/moeder/${row.meeting}/referat#opfoelgning-${row.id}`),
    }),

    planSummary: planFields,

    plan: (plan: Of<typeof getPlan>): Shape<'Plan'> => ({
      ...planFields(plan),
      themes: plan.themes.map((theme) => ({
        number: theme.number, title: titleOf(theme), summary: { da: theme.summaryDa, en: theme.summaryEn },
        initiatives: theme.initiatives.map((row) => ({ number: row.number, title: titleOf(row), summary: { da: row.summaryDa, en: row.summaryEn }, leadAuthority: row.leadAuthority, level: row.level, levelPrinted: row.levelPrinted, milestones: row.milestones.length, links: both(...initiativePath(plan.period, row.number)) })),
      })),
      recommendations: plan.recommendations.map((row) => ({ number: row.number, text: { da: row.textDa, en: row.textEn }, followUp: { da: row.followUpDa, en: row.followUpEn }, followUpStatus: row.followUpStatus })),
    }),

    initiative: (row: Of<typeof getInitiative>, steps: Of<typeof initiativeChain>['steps']): Shape<'Initiative'> => ({
      period: row.plan.period, number: row.number, title: titleOf(row), summary: { da: row.summaryDa, en: row.summaryEn }, theme: { number: row.theme.number, title: titleOf(row.theme) }, periodPrinted: row.periodPrinted,
      leadAuthority: row.leadAuthority, implementingAuthority: row.implementingAuthority, department: row.department, stateActors: row.stateActors, otherActors: row.otherActors, ogpCommitmentId: row.ogpCommitmentId, level: row.level, levelPrinted: row.levelPrinted,
      milestones: row.milestones.map(milestone),
      amendments: row.amendments.map((one) => ({ kind: one.kind, milestone: one.milestone?.position ?? null, from: { da: one.fromDa, en: one.fromEn }, to: { da: one.toDa, en: one.toEn }, reason: { da: one.reasonDa, en: one.reasonEn }, summary: { da: one.summaryDa, en: one.summaryEn } })),
      sourceNotes: row.sourceNotes.map(({ textDa, textEn }) => ({ da: textDa, en: textEn })), chain: steps.map(chainStep), links: both(...initiativePath(row.plan.period, row.number)),
    }),

    threadSummary: (row: ThreadSummary): Shape<'ThreadSummary'> => ({ ...threadFields(row), links: both(`/threads/${row.id}`, `/debat/traad/${row.id}`) }),

    thread: (row: Of<typeof getThread>, next: string | null, previous: string | null): Shape<'Thread'> => ({
      ...threadFields(row), page: row.discussion.page, pages: row.discussion.pages, links: { ...both(`/threads/${row.id}`, `/debat/traad/${row.id}`), next, previous },
      data: row.discussion.posts.map((post) => ({
        number: post.number, at: iso(post.at), editedAt: isoOrNull(post.editedAt), organisation: post.organisation, replyTo: post.replyTo?.number ?? null, html: post.html,
        removed: post.removed && { at: iso(post.removed.at), rule: post.removed.rule, reason: post.removed.reason },
      })),
    }),
  };
}
export type ApiShape = ReturnType<typeof makeShape>;
