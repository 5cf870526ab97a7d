import { describe, expect, it } from 'vitest';
import { readReply } from '~/server/domain/registrations/rules';

describe('what a calendar\'s answer means', () => {
  const at = (minute: number) => new Date(Date.UTC(2027, 2, 2, 9, minute));
  const meeting = { place: 'Sal', onlineUrl: 'https://moede.example.org', movedSequence: 1, calendarSequence: 2 };
  const known = { answer: 'online' as const, source: 'calendar', answeredAt: at(30), replySequence: 1, replyStamp: at(10) };
  it.each([
    ['a first yes', meeting, null, null, { partstat: 'ACCEPTED', sequence: 1, stamp: at(0) }, { answer: 'on_site' }],
    ['a yes without any way to come', { ...meeting, place: null, onlineUrl: null }, null, null, { partstat: 'ACCEPTED', sequence: 1, stamp: at(0) }, { answer: 'on_site' }],
    ['a yes whose way is gone', { ...meeting, onlineUrl: null }, known, null, { partstat: 'ACCEPTED', sequence: 1, stamp: at(11) }, { answer: 'on_site' }],
    ['a later one', meeting, known, null, { partstat: 'ACCEPTED', sequence: 1, stamp: at(11) }, { answer: 'online' }],
    ['an earlier one', meeting, known, null, { partstat: 'DECLINED', sequence: 1, stamp: at(9) }, { ignored: 'stale' }],
    ['the same second', meeting, known, null, { partstat: 'DECLINED', sequence: 1, stamp: at(10) }, { ignored: 'stale' }],
    ['an earlier one to a later invite', meeting, known, null, { partstat: 'DECLINED', sequence: 2, stamp: at(9) }, { answer: 'not_attending' }],
    ['a later one to an earlier invite', meeting, { ...known, replySequence: 2 }, null, { partstat: 'DECLINED', sequence: 1, stamp: at(40) }, { ignored: 'stale' }],
    ['one to an invite before it was moved', meeting, null, null, { partstat: 'DECLINED', sequence: 0, stamp: at(40) }, { ignored: 'stale' }],
    ['one to an invite that was never sent', meeting, null, null, { partstat: 'DECLINED', sequence: 3, stamp: at(40) }, { ignored: 'never_sent' }],
    ['one before the web\'s', meeting, { ...known, source: 'web', replySequence: null, replyStamp: null }, null, { partstat: 'DECLINED', sequence: 1, stamp: at(29) }, { ignored: 'stale' }],
    ['one in the web\'s second', meeting, { ...known, source: 'mail', answeredAt: new Date(at(30).getTime() + 900) }, null, { partstat: 'DECLINED', sequence: 1, stamp: at(30) }, { answer: 'not_attending' }],
    ['one before the invitation was taken back', meeting, null, at(20), { partstat: 'ACCEPTED', sequence: 1, stamp: at(19) }, { ignored: 'stale' }],
    ['one after', meeting, null, at(20), { partstat: 'ACCEPTED', sequence: 1, stamp: at(21) }, { answer: 'on_site' }],
    ['perhaps', meeting, null, null, { partstat: 'TENTATIVE', sequence: 1, stamp: at(0) }, { ignored: 'undecided' }],
    ['handed on', meeting, null, null, { partstat: 'DELEGATED', sequence: 1, stamp: at(0) }, { ignored: 'delegated' }],
    ['nothing', meeting, null, null, { partstat: 'X-MAYBE', sequence: 1, stamp: at(0) }, { ignored: 'not_an_answer' }],
  ])('%s', (_what, its, before, uninvitedAt, reply, means) => expect(readReply(its, before, uninvitedAt, reply)).toEqual(means));
});
