import { z } from 'zod';
import { actionStates, proposalStates, threadCategories } from '~/db/schema/states';
import type { Ctx } from '../context';
import { publicAgenda } from '../domain/agenda/queries';
import { attachmentsOf } from '../domain/attachments/queries';
import { getMeeting } from '../domain/meetings/queries';
import { minutesAtHand } from '../domain/minutes/queries';
import { meetingsByDay, publicActions, publicDecisions, submittedProposals } from '../domain/open-data/queries';
import { initiativeChain } from '../domain/chain/queries';
import { getInitiative, getPlan, listPlans } from '../domain/plans/queries';
import { getProposal } from '../domain/proposals/queries';
import { getThread, threadsIn } from '../domain/threads/queries';
import { historyOf } from '../history';
import type { Shape, ShapeName } from './api-schema';
import { makeShape, type ApiShape } from './api-shape';

/** `param`: a part of the address. `at`: the address of this answer with another page. */
type Ask = { ctx: Ctx; shape: ApiShape; base: string; param: (name: string) => string; page: number; at: (page: number) => string };

export type ApiRoute = {
  /** Below `/api/v1`; `{name}` is a part that is filled in. */
  path: string; name: string; summary: string; shape: ShapeName; query: z.ZodObject; refuses: number[];
  answer: (ask: Ask, query: Record<string, unknown>) => Promise<Shape<ShapeName>>;
};

type Given<N extends ShapeName, Q extends z.ZodObject> = Omit<ApiRoute, 'shape' | 'query' | 'answer' | 'refuses'> & { shape: N; query?: Q; refuses?: number[]; answer: (ask: Ask, query: z.output<Q>) => Promise<Shape<N>> };

/** An address whose answer has the shape it says. */
function route<N extends ShapeName, Q extends z.ZodObject = z.ZodObject>({ query, answer, refuses = [], ...rest }: Given<N, Q>): ApiRoute {
  return { ...rest, refuses, query: query ?? z.object({}), answer: (ask, given) => answer(ask, given as z.output<Q>) };
}

const page = z.coerce.number().int().min(1).max(100_000).default(1).describe('Which page, from 1; follow `links.next` instead of counting.');
const paged = z.object({ page });

const around = ({ at }: Ask, here: number, pages: number) => ({ next: here < pages ? at(here + 1) : null, previous: here > 1 ? at(Math.min(here - 1, pages)) : null });

const list = <T>(ask: Ask, data: T[], pages: number) => ({ data, page: ask.page, pages, links: { self: ask.at(ask.page), ...around(ask, ask.page, pages) } });

const endorsing = ['proposal.endorsed', 'proposal.endorsement_withdrawn'] as const;

export const apiRoutes: ApiRoute[] = [
  route({
    path: '', name: 'index', summary: 'What there is', shape: 'Index',
    answer: ({ base }) => Promise.resolve({
      name: 'OGP-forum', version: '1',
      description: { da: 'Åbne data om det danske netværk for åben regeringsførelse: møder, forslag, beslutninger, opfølgning og handlingsplaner.', en: 'Open data about the Danish open government network: meetings, proposals, decisions, follow-up and action plans.' },
      openapi: `${base}/api/openapi.json`,
      collections: ['meetings', 'proposals', 'decisions', 'actions', 'plans', 'threads'].map((name) => ({ name, href: `${base}/api/v1/${name}` })),
      feeds: [{ name: 'calendar', href: `${base}/kalender.ics` }],
    }),
  }),
  route({
    path: '/meetings', name: 'listMeetings', summary: 'Meetings, the latest day first', shape: 'MeetingList', query: paged,
    answer: async (ask) => {
      const { rows, pages } = await meetingsByDay(ask.ctx, ask.page);
      return list(ask, rows.map(ask.shape.meetingSummary), pages);
    },
  }),
  route({
    path: '/meetings/{slug}', name: 'getMeeting', summary: 'One meeting', shape: 'Meeting', refuses: [404],
    answer: async ({ ctx, shape, param }) => {
      const meeting = await getMeeting(ctx, param('slug'));
      return shape.meeting(meeting, (await minutesAtHand(ctx, meeting))?.state ?? null);
    },
  }),
  route({
    path: '/meetings/{slug}/agenda', name: 'getAgenda', summary: 'The agenda of a meeting as anyone may read it', shape: 'Agenda', refuses: [404],
    answer: async ({ ctx, shape, param }) => {
      const { id, slug } = await getMeeting(ctx, param('slug'));
      return shape.agenda(slug, await publicAgenda(ctx, id));
    },
  }),
  route({
    path: '/proposals', name: 'listProposals', summary: 'Submitted proposals, the newest first', shape: 'ProposalList',
    query: paged.extend({ meeting: z.string().optional().describe('The slug of the meeting they are for.'), state: z.enum(proposalStates).exclude(['draft', 'withdrawn']).optional() }),
    answer: async (ask, { meeting, state }) => {
      const { rows, pages } = await submittedProposals(ask.ctx, { meeting, state }, ask.page);
      return list(ask, rows.map(ask.shape.proposalSummary), pages);
    },
  }),
  route({
    path: '/proposals/{id}', name: 'getProposal', summary: 'One proposal with what became of it', shape: 'Proposal', refuses: [404, 410],
    answer: async ({ ctx, shape, param }) => {
      const proposal = await getProposal(ctx, param('id'));
      const [{ files }, history] = await Promise.all([attachmentsOf(ctx, { proposalId: proposal.id }), historyOf(ctx, `proposal:${proposal.id}`, 100, [...endorsing])]);
      return shape.proposal(proposal, files, history);
    },
  }),
  route({
    path: '/decisions', name: 'listDecisions', summary: 'Decisions of minutes that are in review, approved or published, the newest first', shape: 'DecisionList',
    query: paged.extend({ year: z.coerce.number().int().min(1900).max(9999).optional() }),
    answer: async (ask, { year }) => {
      const { rows, pages } = await publicDecisions(ask.ctx, { year }, ask.page);
      return list(ask, rows.map(ask.shape.decision), pages);
    },
  }),
  route({
    path: '/actions', name: 'listActions', summary: 'Follow-up: who does what by when, the soonest due first', shape: 'ActionList', query: paged.extend({ state: z.enum(actionStates).optional() }),
    answer: async (ask, { state }) => {
      const { rows, pages } = await publicActions(ask.ctx, { state }, ask.page);
      return list(ask, rows.map(ask.shape.action), pages);
    },
  }),
  route({
    path: '/plans', name: 'listPlans', summary: 'Action plans, the newest first', shape: 'PlanList',
    answer: async (ask) => list(ask, (await listPlans(ask.ctx)).map(ask.shape.planSummary), 1),
  }),
  route({
    path: '/plans/{period}', name: 'getPlan', summary: 'One plan with its themes, initiatives and recommendations', shape: 'Plan', refuses: [404],
    answer: async ({ ctx, shape, param }) => shape.plan(await getPlan(ctx, param('period'))),
  }),
  route({
    path: '/plans/{period}/initiatives/{number}', name: 'getInitiative', summary: 'One initiative with its milestones, amendments and everything that concerned it', shape: 'Initiative', refuses: [404],
    answer: async ({ ctx, shape, param }) => {
      const initiative = await getInitiative(ctx, param('period'), param('number'));
      return shape.initiative(initiative, (await initiativeChain(ctx, initiative.id)).steps);
    },
  }),
  route({
    path: '/threads', name: 'listThreads', summary: 'The debate, the liveliest first', shape: 'ThreadList', query: paged.extend({ category: z.enum(threadCategories).optional() }),
    answer: async (ask, { category }) => {
      const { rows, pages } = await threadsIn(ask.ctx, category ?? null, ask.page);
      return list(ask, rows.map(ask.shape.threadSummary), pages);
    },
  }),
  route({
    path: '/threads/{id}', name: 'getThread', summary: 'One thread with a page of its posts', shape: 'Thread', query: paged, refuses: [404],
    answer: async (ask) => {
      const thread = await getThread(ask.ctx, ask.param('id'), ask.page);
      const { next, previous } = around(ask, thread.discussion.page, thread.discussion.pages);
      return ask.shape.thread(thread, next, previous);
    },
  }),
];

/** Answers one address as someone without an account sees it. */
export function answerApi(ctx: Ctx, found: ApiRoute, params: Record<string, string>, query: Record<string, unknown>): Promise<Shape<ShapeName>> {
  const base = ctx.config.baseUrl;
  const filled = found.path.replace(/\{(\w+)\}/g, (_part, name: string) => encodeURIComponent(params[name] ?? ''));
  const at = (number: number) => {
    const asked = Object.entries({ ...query, page: number }).flatMap(([name, value]) => (value === undefined || (name === 'page' && value === 1) ? [] : [[name, String(value)]]));
    return `${base}/api/v1${filled}${asked.length > 0 ? `?${new URLSearchParams(asked)}` : ''}`;
  };
  return found.answer({ ctx, shape: makeShape(base), base, param: (name) => params[name] ?? '', page: typeof query.page === 'number' ? query.page : 1, at }, query);
}
