import Ajv2020, { type AnySchema } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { MinutesDocument } from '~/server/open/minutes-document';
import { toOparl } from '~/server/open/oparl';
import { oparlSchema } from '~/server/open/oparl-schema';
import { fullMinutes, oddMinutes, oldMinutes, scantMinutes } from '../support/documents';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
addFormats(ajv);
const validate = ajv.compile(oparlSchema('https://forum.example.org') as AnySchema);
const errors = (data: unknown) => (validate(data) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`));
/** As a client gets it. */
const told = (document: MinutesDocument) => JSON.parse(JSON.stringify(toOparl(document))) as Record<string, unknown>;

describe('minutes as JSON', () => {
  it.each<[string, () => MinutesDocument]>([
    ['full', fullMinutes], ['scant, under review', scantMinutes], ['old, known by the day', oldMinutes], ['odd', oddMinutes], ['without items', () => scantMinutes({ items: [] })], ['English', () => fullMinutes({ language: 'en' })],
    ['approved', () => scantMinutes({ state: 'approved', approval: { at: new Date('2026-08-31T08:00:00Z'), tacit: false } })],
  ])('follow their schema: %s', (_name, make) => {
    expect(errors(told(make()))).toEqual([]);
  });

  it('is a meeting of OParl with times in Danish time, results and resolutions', () => {
    expect(told(fullMinutes())).toMatchObject({
      id: 'https://forum.example.org/moeder/2026-08-22-netvaerksmoede-om-aabne-data/referat/versioner/2.json', type: 'https://schema.oparl.org/1.1/Meeting', name: 'Netværksmøde om åbne data', meetingState: 'Afholdt',
      start: '2026-08-22T10:00:00+02:00', end: '2026-08-22T12:00:00+02:00', location: { description: 'Rådhuset, mødelokale 1' },
      'ogp:minutes': { state: 'published', version: 2, tacitApproval: true }, 'ogp:attendance': { total: 10, organizations: [{ name: 'Styrelsen for Eksempler', count: 4 }, { name: 'Åben Forening' }, { kind: 'citizen', count: 3 }] },
      agendaItem: [{}, {
        type: 'https://schema.oparl.org/1.1/AgendaItem', number: '2', order: 1, public: true, result: 'Besluttet', 'ogp:outcome': 'decided',
        resolutionText: '2026-1: Sekretariatet laver en samlet oversigt.\n\nDen offentliggøres.\n\n2026-2: Oversigten drøftes på næste møde.', start: '2026-08-22T10:00:00+02:00',
        'ogp:actions': [{ responsible: 'Styrelsen for Eksempler', dueOn: '2026-10-01', initiatives: [{ number: '3.3' }] }, { responsible: 'tidligere medlem' }],
      }, { result: 'Udsat' }, { result: 'Ikke nået' }],
    });
  });

  it('leaves out what is not known', () => {
    const old = told(oldMinutes());
    expect(['start', 'end', 'location', 'ogp:attendance'].filter((key) => key in old)).toEqual([]);
    expect(old).toMatchObject({ 'ogp:day': '2018-08-22' });
    const [item] = told(scantMinutes()).agendaItem as Record<string, unknown>[];
    expect(['result', 'resolutionText', 'start', 'end', 'ogp:outcome'].filter((key) => key in (item ?? {}))).toEqual([]);
  });

  it('says so while it is not approved', () => {
    expect(told(scantMinutes())).toMatchObject({ 'ogp:minutes': { state: 'in_review', approved: false, correctionsDue: '2026-08-30T23:59:59.999+02:00' } });
    expect(told(scantMinutes())['ogp:minutes']).not.toHaveProperty('version');
  });
});

describe('the schema of minutes', () => {
  type Any = { agendaItem: Record<string, unknown>[]; 'ogp:minutes': Record<string, unknown>; 'ogp:attendance': Record<string, unknown> };
  const broken = (change: (data: Any) => unknown, from = fullMinutes()): string[] => {
    const data = told(from) as unknown as Any;
    change(data);
    return errors(data);
  };
  const first = (data: Any) => data.agendaItem[0] ?? {};
  it.each<[string, (data: Any) => unknown, MinutesDocument?]>([
    ['no name', (data) => delete (data as { name?: string }).name],
    ['a field that it does not know', (data) => Object.assign(data, { secret: 'x' })],
    ['another type', (data) => Object.assign(data, { type: 'https://schema.oparl.org/1.0/Meeting' })],
    ['a time without a zone', (data) => Object.assign(data, { start: '2026-08-22T10:00:00' })],
    ['an end without a start', (data) => delete (data as { start?: string }).start],
    ['an address that is none', (data) => Object.assign(data, { web: '/moeder/x' })],
    ['an item without a title', (data) => Object.assign(first(data), { name: '' })],
    ['an outcome that there is not', (data) => Object.assign(first(data), { 'ogp:outcome': 'voted' })],
    ['a result without its code', (data) => delete first(data)['ogp:outcome']],
    ['a resolution without a decision', (data) => Object.assign(first(data), { resolutionText: 'x' })],
    ['a decision without a resolution', (data) => delete (data.agendaItem[1] ?? {}).resolutionText],
    ['a decision without a number of ours', (data) => Object.assign(((data.agendaItem[1]?.['ogp:decisions'] as object[])[0] ?? {}), { number: '1' })],
    ['published minutes without a version', (data) => delete data['ogp:minutes'].version],
    ['minutes under review that call themselves approved', (data) => Object.assign(data['ogp:minutes'], { approved: true }), scantMinutes()],
    ['minutes under review with a version', (data) => Object.assign(data['ogp:minutes'], { version: 1 }), scantMinutes()],
    ['nobody counted', (data) => Object.assign(data['ogp:attendance'], { total: 0 })],
  ])('refuses %s', (_what, change, from) => {
    expect(broken(change, from)).not.toEqual([]);
  });
});
