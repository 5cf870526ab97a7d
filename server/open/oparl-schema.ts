import { itemKinds, itemOutcomes, organisationKinds } from '~/db/schema/states';

const url = { type: 'string', format: 'uri', pattern: '^https?://' } as const;
const instant = { type: 'string', format: 'date-time', pattern: '[+-]\\d{2}:\\d{2}$' } as const;
const day = { type: 'string', format: 'date' } as const;
const uuid = { type: 'string', format: 'uuid' } as const;
const text = { type: 'string' } as const;
const words = { type: 'string', minLength: 1 } as const;
const count = { type: 'integer', minimum: 0 } as const;
const some = { type: 'integer', minimum: 1 } as const;
const list = (items: object) => ({ type: 'array', items });
const closed = (properties: Record<string, object>, required: string[]) => ({ type: 'object', properties, required, additionalProperties: false });
const oparl = (name: string) => ({ const: `https://schema.oparl.org/1.1/${name}` });

const initiatives = list(closed({ id: url, number: words, name: words, plan: words }, ['id', 'number', 'name', 'plan']));
const file = closed({ id: url, type: oparl('File'), name: words, mimeType: { enum: ['application/pdf', 'application/xml'] }, accessUrl: url }, ['id', 'type', 'name', 'mimeType', 'accessUrl']);
/** `2018-1`: the year of the meeting and a number that is given once. */
const decisionNumber = { type: 'string', pattern: '^\\d{4}-[1-9]\\d*$' } as const;

const agendaItem = {
  ...closed({
    id: url, type: oparl('AgendaItem'), meeting: url, number: { type: 'string', pattern: '^[1-9]\\d*$' }, order: count, name: words, public: { const: true }, result: words, resolutionText: words, start: instant, end: instant, web: url,
    'ogp:id': uuid, 'ogp:kind': { enum: itemKinds }, 'ogp:section': text, 'ogp:outcome': { enum: itemOutcomes }, 'ogp:text': text,
    'ogp:decisions': list(closed({ id: uuid, number: decisionNumber, text, initiatives }, ['id', 'number', 'text', 'initiatives'])),
    'ogp:actions': list(closed({ id: uuid, text, responsible: words, dueOn: day, initiatives }, ['id', 'text', 'responsible', 'dueOn', 'initiatives'])),
  }, ['id', 'type', 'meeting', 'number', 'order', 'name', 'public', 'web', 'ogp:id', 'ogp:kind', 'ogp:text', 'ogp:decisions', 'ogp:actions']),
  // A result in words and the same as a code come together; what was resolved is among the decisions.
  dependentRequired: { result: ['ogp:outcome'], 'ogp:outcome': ['result'] },
  if: { required: ['resolutionText'] }, then: { properties: { 'ogp:decisions': { minItems: 1 } } }, else: { properties: { 'ogp:decisions': { maxItems: 0 } } },
};

const minutes = {
  ...closed({
    state: { enum: ['in_review', 'approved', 'published'] }, approved: { type: 'boolean' }, approvedAt: instant, tacitApproval: { type: 'boolean' }, correctionsDue: instant,
    version: some, publishedAt: instant, note: text,
    versions: list(closed({ number: some, publishedAt: instant, note: text, id: url }, ['number', 'publishedAt', 'id'])),
  }, ['state', 'approved', 'versions']),
  if: { properties: { state: { const: 'published' } } },
  then: { required: ['version', 'publishedAt', 'approvedAt'], properties: { approved: { const: true }, versions: { minItems: 1 } } },
  else: { properties: { version: false, publishedAt: false }, if: { properties: { state: { const: 'in_review' } } }, then: { properties: { approved: { const: false }, approvedAt: false } } },
};

/** The JSON Schema (2020-12) of the minutes as JSON. It knows every field: what it does not name is an error. */
export const oparlSchema = (baseUrl: string) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `${baseUrl}/api/schema/referat.json`,
  title: 'Referat',
  description: 'Minutes of a network meeting: an OParl 1.1 Meeting with its AgendaItems, and own fields under the prefix ogp:.',
  ...closed({
    id: url, type: oparl('Meeting'), name: words, meetingState: words, cancelled: { const: false }, start: instant, end: instant,
    location: closed({ id: url, type: oparl('Location'), description: text }, ['id', 'type', 'description']),
    organization: { ...list(url), minItems: 1 }, resultsProtocol: file, auxiliaryFile: list(file), agendaItem: list(agendaItem),
    created: instant, modified: instant, web: url, deleted: { const: false },
    'ogp:schema': url, 'ogp:language': { enum: ['da', 'en'] }, 'ogp:day': day, 'ogp:online': { type: 'boolean' }, 'ogp:example': { type: 'boolean' }, 'ogp:minutes': minutes,
    'ogp:attendance': closed({ total: some, onSite: count, online: count, guests: count, organizations: { ...list(closed({ name: words, kind: { enum: organisationKinds }, count: some }, ['kind', 'count'])), minItems: 1 } }, ['total', 'onSite', 'online', 'guests', 'organizations']),
  }, ['id', 'type', 'name', 'meetingState', 'cancelled', 'organization', 'resultsProtocol', 'agendaItem', 'modified', 'web', 'deleted', 'ogp:schema', 'ogp:language', 'ogp:day', 'ogp:online', 'ogp:example', 'ogp:minutes']),
  dependentRequired: { end: ['start'] },
});
