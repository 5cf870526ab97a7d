import type { agenda as da, agendaEvents as daEvents } from '../da/agenda';

const outcomes = { noted: 'noted', decided: 'decided', postponed: 'postponed', not_reached: 'not reached' };

export const agenda: typeof da = {};

export const agendaEvents: typeof daEvents = {
  'agenda.item_added': 'An item was put on the agenda',
  'agenda.item_edited': 'An agenda item was changed',
  'agenda.item_removed': 'An item was taken off the agenda',
  'agenda.reordered': 'The order of the agenda was changed',
  'agenda.published': ({ number }) => (number === 1 ? 'The agenda was published' : `Version ${number} of the agenda was published`),
  'agenda.item_opened': 'An agenda item was taken up',
  'agenda.item_closed': ({ outcome }) => `An agenda item was closed: ${outcomes[outcome]}`,
};
