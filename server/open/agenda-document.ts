import type { ItemKind, Language } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { agendaVersion, agendaVersions } from '~/server/domain/agenda/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { refuse } from '~/server/refusal';
import { catalogueOf, type Catalogue } from '../i18n';
import { formatDate, formatTime } from '../i18n/format';
import { address } from '../mail/layout';
import type { Block, Pages, Run } from './blocks';
import { placeOf, timeOf } from './minutes-blocks';
import { oneLine, paragraphsOf } from './text';

/** A published version of an agenda as a file tells it. */
export type AgendaDocument = {
  language: Language; baseUrl: string;
  meeting: { slug: string; title: string; purpose: string; day: string; startsAt: Date | null; endsAt: Date | null; place: string | null; online: boolean; isExample: boolean };
  number: number; publishedAt: Date;
  items: {
    id: string; position: number; title: string; body: string; kind: ItemKind; section: string | null; startsAt: Date | null; minutes: number | null; presenter: string | null;
    proposal: { id: string; title: string } | null; initiatives: { number: string; title: string; period: string }[];
  }[];
};

/** The agenda of the meeting at an address: version `number`, without one the newest. Refuses `meeting_not_found`, `agenda_version_not_found` (also where none is published). */
export async function agendaDocument(ctx: Ctx, { slug, number, language }: { slug: string; number: number | null; language: Language }): Promise<AgendaDocument> {
  const meeting = await getMeeting(ctx, slug);
  const wanted = number ?? (await agendaVersions(ctx, meeting.id))[0]?.number;
  if (wanted === undefined) throw refuse('agenda_version_not_found');
  const version = await agendaVersion(ctx, meeting.id, wanted);
  const { title, purpose, day, startsAt, endsAt, place, isExample } = meeting;
  return {
    language, baseUrl: ctx.config.baseUrl,
    meeting: { slug: meeting.slug, title, purpose, day, startsAt, endsAt, place, online: meeting.onlineUrl !== null, isExample },
    number: version.number, publishedAt: version.publishedAt,
    items: version.items.map((item) => ({
      id: item.id, position: item.position, title: item.title, body: item.body, kind: item.kind, section: item.section, startsAt: item.startsAt, minutes: item.minutes, presenter: item.presenter,
      proposal: item.proposalId && item.proposal ? item.proposal : null,
      initiatives: item.initiatives.map((initiative) => ({ number: initiative.number, period: initiative.period, title: language === 'da' ? initiative.titleDa : initiative.titleEn })),
    })),
  };
}

/** An agenda as a document to read: when and where, what for, then the items with their times. */
export function agendaPages(document: AgendaDocument): Pages {
  const { language, baseUrl, meeting, number, publishedAt, items } = document;
  const t = catalogueOf(language);
  const title = t.open.titles.agenda(oneLine(meeting.title));
  const web = address({ baseUrl }, language, `/moeder/${meeting.slug}/dagsorden?version=${number}`);
  const place = placeOf(t, meeting);
  const sections = items.some((item) => item.section !== null);
  return {
    language, title, subject: timeOf(language, meeting), author: t.common.siteName, madeAt: publishedAt, mark: null, site: t.common.siteName,
    blocks: [
      { kind: 'heading', level: 1, text: title },
      ...(meeting.isExample ? [{ kind: 'notice' as const, paragraphs: [`${t.common.example}. ${t.common.exampleHelp}`] }] : []),
      {
        kind: 'facts',
        rows: [
          { label: t.open.when, runs: [timeOf(language, meeting)] },
          ...(place ? [{ label: t.open.place, runs: [place] }] : []),
          { label: t.minutes.facts.version, runs: [t.open.version(number, formatDate(language, publishedAt))] },
          { label: t.open.webAddress, runs: [{ text: web, href: web }] },
        ],
      },
      ...words(meeting.purpose),
      ...items.flatMap((item, index) => [
        ...(item.section !== null && item.section !== items[index - 1]?.section ? [{ kind: 'heading' as const, level: 2 as const, text: oneLine(item.section), lang: 'da' as const }] : []),
        ...itemBlocks(t, document, item, sections && item.section !== null ? 3 : 2),
      ]),
    ],
  };
}

const words = (text: string): Block[] => paragraphsOf(text).map((paragraph) => ({ kind: 'paragraph', runs: [paragraph], lang: 'da' }));

function itemBlocks(t: Catalogue, { language, baseUrl }: AgendaDocument, item: AgendaDocument['items'][number], level: 2 | 3): Block[] {
  const { open } = t;
  const to = (path: string) => address({ baseUrl }, language, path);
  const facts = [item.startsAt && open.at(formatTime(language, item.startsAt)), item.minutes === null ? null : open.long(item.minutes), item.kind === 'break' ? null : t.agenda.kinds[item.kind], item.presenter && open.presenter(oneLine(item.presenter))].filter(Boolean).join(' · ');
  const from: Run[] = item.proposal ? [`${open.fromProposal} `, { text: `»${oneLine(item.proposal.title)}«`, href: to(`/forslag/${item.proposal.id}`) }, '. '] : [];
  const about: Run[] = item.initiatives.flatMap(({ number, title, period }, index): Run[] => [index > 0 ? '; ' : `${open.concerns} `, { text: open.initiative(number, oneLine(title)), href: to(`/handlingsplaner/${period}/initiativer/${number}`) }]);
  return [
    { kind: 'heading', level, text: open.item(item.position, oneLine(item.title)), anchor: `punkt-${item.id}`, lang: 'da' },
    ...(facts ? [{ kind: 'paragraph' as const, runs: [facts], tone: 'soft' as const }] : []),
    ...words(item.body),
    ...(from.length + about.length > 0 ? [{ kind: 'paragraph' as const, runs: [...from, ...about], tone: 'soft' as const }] : []),
  ];
}
