import type { RecommendationSeed } from './types';

export const recommendations: RecommendationSeed[] = [
  {
    number: 1,
    text: {
      da: 'Udvid inklusionen af OGP-processen og det fysiske engagement ved at involvere en mere alsidig interessentgruppe.',
      en: 'Widen the inclusiveness of the OGP process and the in-person engagement by involving a more diverse group of stakeholders.',
    },
    followUp: {
      da: 'Anbefalingen regnes for fulgt, fordi planen har ført til et åbent OGP-netværk.',
      en: 'The recommendation is regarded as followed, because the plan has led to an open OGP network.',
    },
    followUpStatus: 'followed',
  },
  {
    number: 2,
    text: {
      da: 'Inkluder forpligtelser vedrørende finansiering af politiske partier.',
      en: 'Include commitments on the financing of political parties.',
    },
    followUp: {
      da: 'Planen har ikke et initiativ om emnet, men reglerne om støtte til partier blev ændret ved en lov fra august 2017.',
      en: 'The plan has no initiative on the subject, but the rules on support for parties were changed by an act of August 2017.',
    },
    followUpStatus: 'partly',
  },
  {
    number: 3,
    text: {
      da: 'Inkluder forpligtelser vedrørende regulering af lobbyarbejde.',
      en: 'Include commitments on the regulation of lobbying.',
    },
    followUp: null,
    followUpStatus: 'not_addressed',
  },
  {
    number: 4,
    text: {
      da: 'Inkluder forpligtelser vedrørende reformer om adgang til information.',
      en: 'Include commitments on reforms of access to information.',
    },
    followUp: {
      da: 'Planen har ikke et initiativ om emnet, men offentlighedsloven er planlagt revideret; årstallet er angivet forskelligt, 2018 eller 2019.',
      en: 'The plan has no initiative on the subject, but a revision of the Access to Public Administration Files Act (offentlighedsloven) is planned; the year is given differently, 2018 or 2019.',
    },
    followUpStatus: 'planned',
  },
];
