/*
 * The shape of the seed data of the Danish plan 2017-2019.
 *
 * A field named *Printed holds the words of the published document, misprints included; null means an
 * empty cell, "-" a printed dash. Levels and date ranges are derived from the printed words: primo, medio
 * and ultimo are the thirds of a year, and a level is null where the printed status is not clearly one of
 * the four. Summaries and notes are the project's own, and so is all English.
 */
export type Bi = { da: string; en: string };

export type Level = 'not_started' | 'limited' | 'substantial' | 'completed';

export type DatePrecision =
  | 'day'
  | 'month'
  | 'month_span'
  | 'quarter'
  | 'half_year'
  | 'primo'
  | 'medio'
  | 'ultimo'
  | 'year';

/** ISO days, both included; null where the print gives no date that can be read as a range. */
export type DateRange = { from: string; to: string; precision: DatePrecision } | null;

export type MilestoneSeed = {
  position: number;
  title: Bi;
  startPrinted: string | null;
  start: DateRange;
  endPrinted: string | null;
  end: DateRange;
  statusPrinted: string | null;
  level: Level | null;
  note: Bi | null;
};

export type InitiativeSeed = {
  number: string;
  title: Bi;
  summary: Bi;
  periodPrinted: string | null;
  leadAuthority: string;
  implementingAuthority: string;
  department: string | null;
  level: Level;
  /** The mark in the status table and the column it stands in. */
  levelPrinted: string;
  stateActors: string[];
  otherActors: string[];
  actorsNote: Bi | null;
  /** Confirmed for 1.1, 3.3 and 4.3; the others are inferred from the order. */
  ogpCommitmentId: string;
  milestones: MilestoneSeed[];
};

export type ThemeSeed = { number: number; title: Bi; summary: Bi; initiatives: InitiativeSeed[] };

export type AmendmentSeed = {
  initiative: string;
  /** null where the amendment concerns the whole initiative, several milestones or a removed one. */
  milestonePosition: number | null;
  kind:
    | 'method'
    | 'content'
    | 'delay'
    | 'date'
    | 'correction'
    | 'description'
    | 'milestone_renamed'
    | 'milestone_removed';
  /** What was changed, in Danish: milepæl, slutdato, startdato, initiativbeskrivelse, ... */
  field: string;
  from: Bi | null;
  to: Bi | null;
  reason: Bi | null;
  summary: Bi;
};

export type RecommendationSeed = {
  number: number;
  text: Bi;
  followUp: Bi | null;
  followUpStatus: 'followed' | 'partly' | 'planned' | 'not_addressed';
};

export type ConsultationSeed = {
  slug: string;
  about: Bi;
  periodPrinted: string;
  deadline: string | null;
  channel: string;
  contributors: { name: string; initiative: string | null }[];
  note: Bi | null;
};

export type InconsistencySeed = { id: string; initiative: string | null; text: Bi };

/** A known gathering: only what is published about it. Times and places are not known. */
export type GatheringSeed = {
  slug: string;
  kind: 'dialogue' | 'network';
  title: Bi;
  /** The day, where it is known. */
  date: string | null;
  periodPrinted: string;
  period: DateRange;
  occasion: Bi;
  purpose: Bi | null;
  topics: Bi[];
  /** Organisations named in print, never persons; not an exhaustive list. */
  participants: string[];
  minutesAt: string | null;
  wish: Bi | null;
  note: Bi | null;
};

export type MeetingsSeed = {
  dialogue2017: GatheringSeed;
  network2018: GatheringSeed;
  network2019: GatheringSeed;
};

export type PlanSeed = {
  period: '2017-2019';
  ordinal: 3;
  title: Bi;
  summary: Bi;
  publishedOn: string;
  endPrinted: string;
  end: DateRange;
  coordinator: string;
  memberSince: number;
  midTermPublishedOn: string;
  midTermSummary: Bi;
  themes: ThemeSeed[];
  amendments: AmendmentSeed[];
  recommendations: RecommendationSeed[];
  consultations: ConsultationSeed[];
  inconsistencies: InconsistencySeed[];
  meetings: MeetingsSeed;
};
