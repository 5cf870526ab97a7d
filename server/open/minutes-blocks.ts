import { catalogueOf, type Catalogue } from '../i18n';
import { formatDate, formatDay, formatSpan, formatTime } from '../i18n/format';
import { address } from '../mail/layout';
import { dayOf } from '../time';
import type { Block, Pages, Run } from './blocks';
import type { MinutesDocument, MinutesDocumentItem } from './minutes-document';
import { oneLine, paragraphsOf, plain } from './text';

type Meeting = Pick<MinutesDocument['meeting'], 'day' | 'startsAt' | 'endsAt' | 'place' | 'online'>;

export function titleOf({ open }: Catalogue, document: Pick<MinutesDocument, 'state' | 'meeting'>): string {
  const title = oneLine(document.meeting.title);
  return { in_review: open.titles.underReview, approved: open.titles.approved, published: open.titles.minutes }[document.state](title);
}

/** `onsdag den 22. august 2018 kl. 10.00–12.00`, or the day alone where the clock is not known. */
export function timeOf(language: MinutesDocument['language'], { day, startsAt, endsAt }: Pick<Meeting, 'day' | 'startsAt' | 'endsAt'>): string {
  const span = startsAt && endsAt && dayOf(startsAt) === dayOf(endsAt) ? formatSpan(language, startsAt, endsAt) : startsAt && formatTime(language, startsAt);
  return span ? `${formatDay(language, day)} ${span}` : formatDay(language, day);
}

/** Where a meeting takes place; null where nothing is said of it. The link to the online meeting is for members only. */
export function placeOf({ open }: Catalogue, { place, online }: Pick<Meeting, 'place' | 'online'>): string | null {
  if (!place) return online ? open.online : null;
  return online ? open.onSiteAndOnline(oneLine(place)) : oneLine(place);
}

/** Minutes as a document to read: what it is, who was there, then item by item the text, the decisions and the follow-up. */
export function minutesPages(document: MinutesDocument): Pages {
  const { language, meeting, version } = document;
  const t = catalogueOf(language);
  const mark = document.state === 'published' ? null : document.state === 'approved' ? t.open.notPublished : t.open.notApproved;
  return {
    language, title: titleOf(t, document), subject: timeOf(language, meeting), author: t.common.siteName, madeAt: document.changedAt, mark, site: t.common.siteName,
    blocks: [
      { kind: 'heading', level: 1, text: titleOf(t, document) },
      ...warnings(t, document),
      { kind: 'facts', rows: factsOf(t, document) },
      ...(version?.note ? [{ kind: 'heading' as const, level: 2 as const, text: t.open.versionNote(version.number) }, ...paragraphs(version.note)] : []),
      ...attendance(t, document),
      ...document.items.flatMap((item) => itemBlocks(t, document, item)),
    ],
  };
}

const paragraphs = (words: string): Block[] => paragraphsOf(words).map((text) => ({ kind: 'paragraph', runs: [text], lang: 'da' }));

function warnings({ common, open }: Catalogue, { language, meeting, state, correctionsDue }: MinutesDocument): Block[] {
  const until = correctionsDue ? [open.correctionsUntil(formatDay(language, dayOf(correctionsDue)))] : [];
  return [
    ...(meeting.isExample ? [{ kind: 'notice' as const, paragraphs: [`${common.example}. ${common.exampleHelp}`] }] : []),
    ...(state === 'in_review' ? [{ kind: 'notice' as const, paragraphs: [`${open.notApproved}. ${open.notApprovedText}`, ...until] }] : []),
    ...(state === 'approved' ? [{ kind: 'notice' as const, paragraphs: [`${open.notPublished}. ${open.notPublishedText}`] }] : []),
  ];
}

function factsOf(t: Catalogue, { language, baseUrl, meeting, version, approval }: MinutesDocument): { label: string; runs: Run[] }[] {
  const { open } = t;
  const place = placeOf(t, meeting);
  const approved = approval && (approval.tacit ? open.approvedTacitly : open.approvedOn)(formatDate(language, approval.at));
  const path = version ? `/moeder/${meeting.slug}/referat/versioner/${version.number}` : `/moeder/${meeting.slug}/referat`;
  const web = address({ baseUrl }, language, path);
  return [
    { label: open.when, runs: [timeOf(language, meeting)] },
    ...(place ? [{ label: open.place, runs: [place] }] : []),
    ...(version ? [{ label: t.minutes.facts.version, runs: [open.version(version.number, formatDate(language, version.publishedAt))] }] : []),
    ...(approved ? [{ label: t.minutes.facts.approved, runs: [approved] }] : []),
    { label: open.webAddress, runs: [{ text: web, href: web }] },
  ];
}

function attendance({ open, attendance: words }: Catalogue, { attendance: there }: MinutesDocument): Block[] {
  if (!there) return [];
  return [
    { kind: 'heading', level: 2, text: words.title },
    { kind: 'paragraph', runs: [`${words.were(there.total)}: ${words.ways(there.onSite, there.online, there.guests)}.`] },
    { kind: 'table', head: [open.organisation, open.kind, open.number], rows: there.organisations.map(({ name, kind, count }) => [name === null ? words.noOrganisation : oneLine(name), words.kinds[kind], String(count)]) },
  ];
}

function itemBlocks(t: Catalogue, document: MinutesDocument, item: MinutesDocumentItem): Block[] {
  const { open } = t;
  const { language } = document;
  const ran = item.openedAt && item.closedAt ? open.ran(formatTime(language, item.openedAt), formatTime(language, item.closedAt)) : null;
  const came = [item.outcome && open.outcome(t.agenda.outcomes[item.outcome]), ran].filter(Boolean).join(' · ');
  const written = paragraphs(item.text);
  return [
    { kind: 'heading', level: 2, text: open.item(item.position, oneLine(item.title)), anchor: `punkt-${item.id}`, lang: 'da' },
    ...(came ? [{ kind: 'paragraph' as const, runs: [came], tone: 'soft' as const }] : []),
    ...(written.length > 0 ? written : [{ kind: 'paragraph' as const, runs: [item.outcome === 'not_reached' ? open.notReached : open.noText], tone: 'soft' as const }]),
    ...item.decisions.map((decision): Block => ({ kind: 'decision', heading: open.decision(decision.number), anchor: `beslutning-${decision.number}`, paragraphs: paragraphsOf(decision.text), about: concerned(t, document, decision.initiatives), lang: 'da' })),
    ...(item.actions.length > 0 ? [{ kind: 'heading' as const, level: 3 as const, text: open.actions }, { kind: 'list' as const, lang: 'da' as const, items: item.actions.map((action) => actionItem(t, document, action)) }] : []),
  ];
}

function actionItem(t: Catalogue, document: MinutesDocument, { text, responsible, dueOn, initiatives }: MinutesDocumentItem['actions'][number]): { words: string; facts: Run[] } {
  const about = concerned(t, document, initiatives);
  const facts = `${t.open.responsible(oneLine(responsible ?? t.open.formerMember))} ${t.open.due(formatDay(document.language, dueOn, false))}`;
  return { words: plain(text).trim(), facts: [facts, ...(about.length > 0 ? [' ', ...about] : [])] };
}

function concerned({ open }: Catalogue, { baseUrl, language }: Pick<MinutesDocument, 'baseUrl' | 'language'>, initiatives: MinutesDocumentItem['decisions'][number]['initiatives']): Run[] {
  if (initiatives.length === 0) return [];
  return [`${open.concerns} `, ...initiatives.flatMap(({ number, title, period }, index): Run[] => [...(index > 0 ? ['; '] : []), { text: open.initiative(number, oneLine(title)), href: address({ baseUrl }, language, `/handlingsplaner/${period}/initiativer/${number}`) }])];
}
