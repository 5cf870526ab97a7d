import { amendments } from './amendments';
import { consultations } from './consultations';
import { inconsistencies } from './inconsistencies';
import { meetings } from './meetings';
import { recommendations } from './recommendations';
import { theme1 } from './theme-1';
import { theme2 } from './theme-2';
import { theme3 } from './theme-3';
import { theme4 } from './theme-4';
import type { PlanSeed } from './types';

export const plan: PlanSeed = {
  period: '2017-2019',
  ordinal: 3,
  title: {
    da: 'Open Government Partnership National handlingsplan 2017-2019',
    en: 'Open Government Partnership National Action Plan 2017–2019',
  },
  summary: {
    da: 'Danmarks tredje handlingsplan i Open Government Partnership samler 14 initiativer under fire temaer: åbne data, data til den enkelte, samarbejde med borgere og civilsamfund og åbenhed ude i verden. Den blev til efter en åben høring og en række dialogmøder i sommeren 2017, og Digitaliseringsstyrelsen står for koordineringen.',
    en: 'Denmark’s third action plan in the Open Government Partnership gathers 14 initiatives under four themes: open data, data for the individual, working together with citizens and civil society, and openness abroad. It came about after an open call for input and a series of dialogue meetings in the summer of 2017, and the Agency for Digitisation (Digitaliseringsstyrelsen) coordinates it.',
  },
  publishedOn: '2017-11-29',
  endPrinted: 'juni 2019',
  end: { from: '2019-06-01', to: '2019-06-30', precision: 'month' },
  coordinator: 'Digitaliseringsstyrelsen',
  memberSince: 2011,
  midTermPublishedOn: '2018-10-22',
  midTermSummary: {
    da: 'Midtvejs var alle 14 initiativer sat i gang: to var afsluttet, fem var gennemført i væsentlig grad, og de sidste syv i begrænset grad.',
    en: 'Halfway through, all 14 initiatives had been started: two were completed, five were substantially carried out, and the remaining seven to a limited degree.',
  },
  themes: [theme1, theme2, theme3, theme4],
  amendments,
  recommendations,
  consultations,
  inconsistencies,
  meetings,
};
