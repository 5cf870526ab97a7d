import type { MeetingsSeed } from './types';

export const meetings: MeetingsSeed = {
  dialogue2017: {
    slug: 'dialogmoeder-2017',
    kind: 'dialogue',
    title: { da: 'Dialogmøder om handlingsplanen', en: 'Dialogue meetings on the action plan' },
    date: null,
    periodPrinted: 'august 2017',
    period: { from: '2017-08-01', to: '2017-08-31', precision: 'month' },
    occasion: { da: 'Arbejdet med handlingsplanen 2017-2019', en: 'Work on the action plan 2017–2019' },
    purpose: {
      da: 'At hente idéer til planen og tale om åben forvaltning i Danmark mere bredt.',
      en: 'To gather ideas for the plan and talk about open government in Denmark more broadly.',
    },
    topics: [],
    participants: [
      'Transparency International Danmark',
      'Center for Offentlig Innovation',
      'Open Knowledge Danmark',
      'Aarhus Kommune',
    ],
    minutesAt: null,
    wish: null,
    note: {
      da: 'Et ukendt antal møder. Deltagerne er eksempler, ikke en fuld liste. En nyhed om møderne blev lagt på digst.dk/ogp.',
      en: 'An unknown number of meetings. The participants are examples, not a full list. A news item on the meetings was put on digst.dk/ogp.',
    },
  },
  network2018: {
    slug: 'netvaerksmoede-2018-08-22',
    kind: 'network',
    title: { da: 'Første møde i OGP-forummet', en: 'First meeting of the OGP forum' },
    date: '2018-08-22',
    periodPrinted: '22. august 2018',
    period: { from: '2018-08-22', to: '2018-08-22', precision: 'day' },
    occasion: { da: 'Udarbejdelsen af midtvejsevalueringen', en: 'Drawing up the mid-term assessment' },
    purpose: null,
    topics: [
      { da: 'Selvevalueringen', en: 'The self-assessment' },
      { da: 'Åbenhed i Danmark', en: 'Openness in Denmark' },
      { da: 'Netværkets rolle', en: 'The role of the network' },
      { da: 'Input til Danmarks fremtidige OGP-engagement', en: 'Input for Denmark’s future OGP engagement' },
    ],
    participants: [],
    minutesAt: 'digst.dk/ogp',
    wish: {
      da: 'På mødet blev det ønsket, at netværket samles, når nye handlingsplaner skrives, og når de evalueres.',
      en: 'The wish was raised that the network should meet when new action plans are written and when they are assessed.',
    },
    note: {
      da: 'Tid, sted og deltagere er ikke oplyst. De tre første emner blev drøftet; til det fjerde kom der input.',
      en: 'Time, place and participants are not given. The first three topics were discussed; the fourth drew input.',
    },
  },
  network2019: {
    slug: 'netvaerksmoede-2019',
    kind: 'network',
    title: {
      da: 'Netværksmøde om den fjerde handlingsplan',
      en: 'Network meeting on the fourth action plan',
    },
    date: null,
    periodPrinted: '2019',
    period: { from: '2019-01-01', to: '2019-12-31', precision: 'year' },
    occasion: {
      da: 'Udarbejdelsen af Danmarks fjerde handlingsplan',
      en: 'Drawing up Denmark’s fourth action plan',
    },
    purpose: null,
    topics: [],
    participants: [],
    minutesAt: null,
    wish: null,
    note: {
      da: 'Varslet i midtvejsevalueringen uden dato.',
      en: 'Announced in the mid-term assessment without a date.',
    },
  },
};
