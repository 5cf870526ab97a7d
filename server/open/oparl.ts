import { DateTime } from 'luxon';
import { catalogueOf, type Catalogue } from '../i18n';
import { address } from '../mail/layout';
import { ZONE } from '../time';
import type { MinutesDocument, MinutesDocumentItem } from './minutes-document';
import { oneLine, plain } from './text';

// Minutes shaped after OParl 1.1 (https://oparl.org), the way councils publish theirs. What OParl has no place for stands
// under the prefix `ogp:`. Times bear their zone; what is not known is left out.

const type = (name: string) => `https://schema.oparl.org/1.1/${name}`;
const zoned = (instant: Date) => DateTime.fromJSDate(instant, { zone: ZONE }).toISO({ suppressMilliseconds: true });
/** Without what is null. */
const known = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

/** A meeting with its agenda items, their results and the wording of what was decided. Its schema: server/open/oparl-schema.ts. */
export function toOparl(document: MinutesDocument): Record<string, unknown> {
  const { language, baseUrl, meeting, version, approval, attendance } = document;
  const t = catalogueOf(language);
  const to = (path: string) => address({ baseUrl }, language, path);
  const page = to(`/moeder/${meeting.slug}/referat${version ? `/versioner/${version.number}` : ''}`);
  const file = (format: 'pdf' | 'xml', mimeType: string) => ({ id: `${page}.${format}`, type: type('File'), name: oneLine(`${t.open.minutes}: ${meeting.title}`), mimeType, accessUrl: `${page}.${format}` });
  return known({
    id: `${page}.json`,
    type: type('Meeting'),
    name: oneLine(meeting.title),
    meetingState: t.meetings.states.held,
    cancelled: false,
    start: meeting.startsAt && zoned(meeting.startsAt),
    end: meeting.startsAt && meeting.endsAt && zoned(meeting.endsAt),
    location: meeting.place ? { id: `${page}.json#sted`, type: type('Location'), description: plain(meeting.place) } : null,
    organization: [language === 'en' ? `${baseUrl}/en` : `${baseUrl}/`],
    resultsProtocol: file('pdf', 'application/pdf'),
    auxiliaryFile: [file('xml', 'application/xml')],
    agendaItem: document.items.map((item, index) => agendaItem(t, document, item, index, `${page}.json`)),
    created: version && zoned(document.versions[0]?.publishedAt ?? version.publishedAt),
    modified: zoned(document.changedAt),
    web: page,
    deleted: false,
    'ogp:schema': `${baseUrl}/api/schema/referat.json`,
    'ogp:language': language,
    'ogp:day': meeting.day,
    'ogp:online': meeting.online,
    'ogp:example': meeting.isExample,
    'ogp:minutes': known({
      state: document.state,
      approved: document.state !== 'in_review',
      approvedAt: approval && zoned(approval.at),
      tacitApproval: approval && approval.tacit,
      correctionsDue: document.state === 'in_review' && document.correctionsDue ? zoned(document.correctionsDue) : null,
      version: version?.number,
      publishedAt: version && zoned(version.publishedAt),
      note: version?.note,
      versions: document.versions.map(({ number, publishedAt, note }) => known({ number, publishedAt: zoned(publishedAt), note, id: to(`/moeder/${meeting.slug}/referat/versioner/${number}.json`) })),
    }),
    'ogp:attendance': attendance && { total: attendance.total, onSite: attendance.onSite, online: attendance.online, guests: attendance.guests, organizations: attendance.organisations.map(({ name, kind, count }) => known({ name: name && oneLine(name), kind, count })) },
  });
}

function agendaItem(t: Catalogue, { language, baseUrl, meeting, version }: MinutesDocument, item: MinutesDocumentItem, index: number, within: string) {
  const to = (path: string) => address({ baseUrl }, language, path);
  const about = (initiatives: { id: string; number: string; title: string; period: string }[]) => initiatives.map(({ number, title, period }) => ({ id: to(`/handlingsplaner/${period}/initiativer/${number}`), number, name: oneLine(title), plan: period }));
  const page = to(`/moeder/${meeting.slug}/referat${version ? `/versioner/${version.number}` : ''}`);
  return known({
    id: `${within}#punkt-${item.id}`,
    type: type('AgendaItem'),
    meeting: within,
    number: String(item.position),
    order: index,
    name: oneLine(item.title),
    public: true,
    result: item.outcome && t.agenda.outcomes[item.outcome],
    resolutionText: item.decisions.length > 0 ? item.decisions.map(({ number, text }) => `${number}: ${plain(text).trim()}`).join('\n\n') : null,
    start: item.openedAt && zoned(item.openedAt),
    end: item.closedAt && zoned(item.closedAt),
    web: `${page}#punkt-${item.id}`,
    'ogp:id': item.id,
    'ogp:kind': item.kind,
    'ogp:section': item.section,
    'ogp:outcome': item.outcome,
    'ogp:text': plain(item.text),
    'ogp:decisions': item.decisions.map(({ id, number, text, initiatives }) => ({ id, number, text: plain(text), initiatives: about(initiatives) })),
    'ogp:actions': item.actions.map(({ id, text, responsible, dueOn, initiatives }) => ({ id, text: plain(text), responsible: oneLine(responsible ?? t.open.formerMember), dueOn, initiatives: about(initiatives) })),
  });
}
