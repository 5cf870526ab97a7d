import { DateTime } from 'luxon';
import type { ItemOutcome } from '~/db/schema';
import { catalogueOf, type Catalogue } from '../i18n';
import { formatDate, formatDay, formatTime } from '../i18n/format';
import { address } from '../mail/layout';
import { dayOf, ZONE } from '../time';
import type { MinutesDocument, MinutesDocumentItem } from './minutes-document';
import { placeOf, timeOf } from './minutes-blocks';
import { oneLine, paragraphsOf } from './text';
import { el, toXmlFile, type Xml } from './xml';

// Minutes as Akoma Ntoso 3.0 (OASIS LegalDocML): a debateReport, whose body is a mainBody with a debateSection an item, the
// decisions of an item as its resolutions. Organisations, roles and events are named in the references; people never are.

const NAMESPACE = 'http://docs.oasis-open.org/legaldocml/ns/akn/3.0';
const three = { da: 'dan', en: 'eng' };
const zoned = (instant: Date) => DateTime.fromJSDate(instant, { zone: ZONE }).toISO({ suppressMilliseconds: true }) ?? '';

/** The minutes as an XML file that is valid by server/open/akoma-profile.ts, and so by the official schema. */
export function toAkoma(document: MinutesDocument): string {
  const t = catalogueOf(document.language);
  const original = document.version === null || document.version.number === 1;
  return toXmlFile(el('akomaNtoso', { xmlns: NAMESPACE },
    el('debateReport', { name: 'referat', contains: original ? 'originalVersion' : 'singleVersion' },
      el('meta', {}, identification(document), publication(document), lifecycle(document), workflow(document), references(t, document)),
      preface(t, document),
      el('mainBody', { 'xml:lang': 'da' }, document.items.length > 0 ? document.items.map((item, index) => section(t, document, item, index + 1)) : el('p', { 'xml:lang': document.language }, t.agenda.noItems)),
    )));
}

/** The names of the document: as a work, in this language and version, as this file (Akoma Ntoso Naming Convention). */
function namesOf({ language, meeting, version, changedAt }: MinutesDocument) {
  const work = `/akn/dk/debateReport/referat/${meeting.day}/${meeting.slug}`;
  // An erratum may come on the day of what it mends.
  const named = (published: Date, number: number) => `${work}/${three[language]}@${dayOf(published)}${number > 1 ? `;v${number}` : ''}`;
  const at = version?.publishedAt ?? changedAt;
  return { work, date: dayOf(at), expression: named(at, version?.number ?? 1), named };
}

function identification(document: MinutesDocument): Xml {
  const { language, baseUrl, meeting, version, state } = document;
  const { work, date, expression } = namesOf(document);
  const page = address({ baseUrl }, language, `/moeder/${meeting.slug}/referat${version ? `/versioner/${version.number}` : ''}`);
  const core = (uri: string, main: string, alias: string | null, day: string, name: string) => [
    el('FRBRthis', { value: main }), el('FRBRuri', { value: uri }), alias && el('FRBRalias', { value: alias, name: 'web' }),
    el('FRBRdate', { date: day, name }), el('FRBRauthor', { href: '#network', as: '#author' }),
  ];
  return el('identification', { source: '#network' },
    el('FRBRWork', {}, core(work, `${work}/!main`, address({ baseUrl }, language, `/moeder/${meeting.slug}/referat`), meeting.day, 'meeting'),
      el('FRBRcountry', { value: 'dk' }), el('FRBRsubtype', { value: 'referat' }), el('FRBRname', { value: oneLine(meeting.title) }), el('FRBRprescriptive', { value: false })),
    el('FRBRExpression', {}, core(expression, `${expression}/!main`, page, date, version ? 'publication' : 'draft'),
      version && el('FRBRversionNumber', { value: version.number }), el('FRBRauthoritative', { value: state === 'published' }), el('FRBRlanguage', { language: three[language] }),
      // The frame is translated; what was written is Danish.
      language !== 'da' && el('FRBRlanguage', { language: three.da })),
    el('FRBRManifestation', {}, core(`${expression}.xml`, `${expression}/!main.xml`, `${page}.xml`, date, 'markup'), el('FRBRformat', { value: 'application/xml' })));
}

const publication = ({ version }: MinutesDocument): Xml | null => version && el('publication', { date: dayOf(version.publishedAt), name: 'OGP-forum', showAs: 'OGP-forum', number: version.number });

/** Each version as it was published; an erratum amends the one before. */
function lifecycle({ versions }: MinutesDocument): Xml | null {
  return versions.length > 0 ? el('lifecycle', { source: '#network' }, versions.map(({ number, publishedAt }) => el('eventRef', { eId: `version-${number}`, date: zoned(publishedAt), source: `#expression-${number}`, type: number === 1 ? 'generation' : 'amendment', originatingExpression: number === 1 }))) : null;
}

function workflow({ approval, version }: MinutesDocument): Xml | null {
  const step = (eId: string, at: Date, outcome: string) => el('step', { eId, date: zoned(at), by: '#network', as: '#organisers', outcome: `#${outcome}` });
  if (!approval) return null;
  return el('workflow', { source: '#network' }, step('step-approval', approval.at, approval.tacit ? 'approved-tacitly' : 'approved'), version && step('step-publication', version.publishedAt, 'published'));
}

const outcomeId = (outcome: ItemOutcome) => `outcome-${outcome.replace('_', '-')}`;

function references(t: Catalogue, document: MinutesDocument): Xml {
  const { open } = t;
  const { baseUrl, language, meeting, versions, attendance, approval, version, items } = document;
  const { named } = namesOf(document);
  const to = (path: string) => address({ baseUrl }, language, path);
  const ontology = (kind: string, name: string) => `/akn/ontology/${kind}/dk/${name}`;
  const tlc = (element: string, kind: string, eId: string, showAs: string, href = ontology(kind, eId)) => el(element, { eId, href, showAs });
  const initiatives = new Map(items.flatMap((item) => [...item.decisions, ...item.actions].flatMap((part) => part.initiatives)).map((initiative) => [initiative.id, initiative]));
  return el('references', { source: '#network' },
    versions.map(({ number, publishedAt }) => el(number === 1 ? 'original' : 'passiveRef', { eId: `expression-${number}`, href: `${named(publishedAt, number)}/!main`, showAs: open.version(number, formatDate(language, publishedAt)) })),
    tlc('TLCOrganization', 'organization', 'network', 'OGP-forum', baseUrl),
    (attendance?.organisations ?? []).flatMap(({ name }, index) => (name === null ? [] : [tlc('TLCOrganization', 'organization', `organisation-${index + 1}`, oneLine(name))])),
    tlc('TLCRole', 'role', 'author', open.minutes), tlc('TLCRole', 'role', 'organisers', open.feeds.author),
    tlc('TLCEvent', 'event', 'meeting', oneLine(meeting.title), to(`/moeder/${meeting.slug}`)),
    meeting.place !== null && tlc('TLCLocation', 'location', 'place', oneLine(meeting.place)),
    [...new Set(items.flatMap((item) => item.outcome ?? []))].map((outcome) => tlc('TLCConcept', 'concept', outcomeId(outcome), t.agenda.outcomes[outcome])),
    approval && tlc('TLCConcept', 'concept', approval.tacit ? 'approved-tacitly' : 'approved', (approval.tacit ? open.approvedTacitly : open.approvedOn)(formatDate(language, approval.at))),
    approval && version && tlc('TLCConcept', 'concept', 'published', t.minutes.states.published),
    [...initiatives.values()].map(({ id, number, title, period }) => el('TLCReference', { eId: `initiative-${id}`, name: 'initiative', href: to(`/handlingsplaner/${period}/initiativer/${number}`), showAs: open.initiative(number, oneLine(title)) })));
}

function preface(t: Catalogue, document: MinutesDocument): Xml {
  const { open, common } = t;
  const { language, meeting, version, state, correctionsDue, attendance } = document;
  const place = placeOf(t, meeting);
  const status = version ? open.version(version.number, formatDate(language, version.publishedAt)) : state === 'approved' ? open.notPublished : open.notApproved;
  return el('preface', {},
    el('longTitle', { eId: 'longTitle' }, el('p', {}, el('docType', {}, open.minutes), ': ', el('docTitle', {}, oneLine(meeting.title)))),
    el('p', {}, el('docDate', { date: meeting.day, refersTo: '#meeting' }, timeOf(language, meeting))),
    place && el('p', {}, meeting.place === null ? place : el('location', { refersTo: '#place' }, place)),
    el('p', {}, el('docStatus', {}, status)),
    state === 'in_review' && el('p', {}, [open.notApprovedText, ...(correctionsDue ? [open.correctionsUntil(formatDay(language, dayOf(correctionsDue)))] : [])].join(' ')),
    state === 'approved' && el('p', {}, open.notPublishedText),
    meeting.isExample && el('p', {}, `${common.example}. ${common.exampleHelp}`),
    version?.note && el('p', { 'xml:lang': 'da' }, oneLine(version.note)),
    attendance && el('p', {}, `${t.attendance.were(attendance.total)}: ${t.attendance.ways(attendance.onSite, attendance.online, attendance.guests)}.`),
    attendance && el('table', { eId: 'attendance' },
      el('caption', {}, t.attendance.title),
      el('tr', {}, [open.organisation, open.kind, open.number].map((words) => el('th', {}, el('p', {}, words)))),
      attendance.organisations.map(({ name, kind, count }, index) => el('tr', {},
        el('th', {}, el('p', {}, name === null ? t.attendance.noOrganisation : el('organization', { refersTo: `#organisation-${index + 1}` }, oneLine(name)))),
        [t.attendance.kinds[kind], count].map((value) => el('td', {}, el('p', {}, String(value))))))));
}

/** A paragraph as typed: its line breaks stay. */
const paragraphs = (words: string): Xml[] => paragraphsOf(words).map((paragraph) => el('p', {}, paragraph.split('\n').map((line, index) => [index > 0 && el('br', {}), line])));

function section(t: Catalogue, document: MinutesDocument, item: MinutesDocumentItem, n: number): Xml {
  const { open } = t;
  const { language, baseUrl } = document;
  const own = { 'xml:lang': language };
  const written = paragraphs(item.text);
  const about = (initiatives: MinutesDocumentItem['decisions'][number]['initiatives']) => initiatives.length > 0 && el('p', own, `${open.concerns} `,
    initiatives.map(({ id, number, title, period }, index) => [index > 0 && '; ', el('a', { href: address({ baseUrl }, language, `/handlingsplaner/${period}/initiativer/${number}`), refersTo: `#initiative-${id}` }, open.initiative(number, oneLine(title)))]));
  return el('debateSection', { name: 'item', eId: `dbsect_${n}`, GUID: item.id, refersTo: item.outcome && `#${outcomeId(item.outcome)}` },
    el('num', {}, `${item.position}.`),
    el('heading', {}, oneLine(item.title)),
    item.outcome && el('p', own, open.outcome(''), el('outcome', { refersTo: `#${outcomeId(item.outcome)}` }, t.agenda.outcomes[item.outcome])),
    item.openedAt && item.closedAt && el('p', own, el('recordedTime', { type: 'startEvent', time: zoned(item.openedAt) }, open.at(formatTime(language, item.openedAt))), '–', el('recordedTime', { type: 'endEvent', time: zoned(item.closedAt) }, formatTime(language, item.closedAt))),
    written.length > 0 ? written : el('p', own, item.outcome === 'not_reached' ? open.notReached : open.noText),
    item.decisions.map(({ id, number, text, initiatives }, index) => el('resolutions', { eId: `dbsect_${n}__resolutions_${index + 1}`, GUID: id },
      el('num', {}, number), el('heading', own, open.decision(number)), paragraphs(text), about(initiatives))),
    item.actions.length > 0 && el('blockList', { eId: `dbsect_${n}__list_1` },
      el('listIntroduction', own, open.actions),
      item.actions.map(({ id, text, responsible, dueOn, initiatives }, index) => el('item', { eId: `dbsect_${n}__list_1__item_${index + 1}`, GUID: id },
        paragraphs(text), el('p', own, `${open.responsible(oneLine(responsible ?? open.formerMember))} `, el('date', { date: dueOn }, open.due(formatDay(language, dueOn, false)))), about(initiatives)))));
}
