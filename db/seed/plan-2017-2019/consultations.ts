import type { ConsultationSeed } from './types';

export const consultations: ConsultationSeed[] = [
  {
    slug: 'hoering-2017',
    about: { da: 'Input til OGP-handlingsplan 2017-2019', en: 'Input for the OGP action plan 2017–2019' },
    periodPrinted: 'juni til august 2017',
    deadline: '2017-08-20',
    channel: 'høringsportalen.dk; e-mail mærket »OGP-høring«; debatforum på digitaliser.dk',
    contributors: [
      { name: 'Open Data DK', initiative: '1.5' },
      { name: 'Rigsarkivet', initiative: '1.1' },
      { name: 'OS2', initiative: null },
    ],
    note: {
      da: 'Bidragene fra Open Data DK og Rigsarkivet blev ifølge midtvejsevalueringen til initiativer. Hvilke initiativer det blev, er sluttet ud fra de ansvarlige myndigheder.',
      en: 'According to the mid-term assessment the contributions from Open Data DK and the National Archives became initiatives. Which ones is inferred from the responsible bodies.',
    },
  },
  {
    slug: 'hoering-2018',
    about: {
      da: 'Midtvejsevaluering af handlingsplanen 2017-2019',
      en: 'Mid-term assessment of the action plan 2017–2019',
    },
    periodPrinted: 'juli og august 2018',
    deadline: null,
    channel: 'www.hoeringsportalen.dk',
    contributors: [],
    note: {
      da: 'Kilden nævner ingen bidragydere og ingen frist.',
      en: 'The source names no contributors and no deadline.',
    },
  },
];
