import type { EventSentences } from '../types';

const outcomes = { noted: 'taget til efterretning', decided: 'besluttet', postponed: 'udsat', not_reached: 'ikke nået' };

export const agenda = {};

export const agendaEvents: Pick<EventSentences, 'agenda.item_added' | 'agenda.item_edited' | 'agenda.item_removed' | 'agenda.reordered' | 'agenda.published' | 'agenda.item_opened' | 'agenda.item_closed'> = {
  'agenda.item_added': 'Et punkt kom på dagsordenen',
  'agenda.item_edited': 'Et dagsordenspunkt blev ændret',
  'agenda.item_removed': 'Et punkt blev taget af dagsordenen',
  'agenda.reordered': 'Rækkefølgen på dagsordenen blev ændret',
  'agenda.published': ({ number }) => (number === 1 ? 'Dagsordenen blev offentliggjort' : `Version ${number} af dagsordenen blev offentliggjort`),
  'agenda.item_opened': 'Et dagsordenspunkt blev taget op',
  'agenda.item_closed': ({ outcome }) => `Et dagsordenspunkt blev afsluttet: ${outcomes[outcome]}`,
};
