import type { AmendmentKind, CompletionLevel, DatePrecision, FollowUpStatus } from '~/db/schema/states';

// A plan comes as a file, not from a form: its shape is held by types, its values by the database.

type Bi = { da: string; en: string };
/** Days, both included; null where the print gives no date that can be read as a range. */
type DateRange = { from: string; to: string; precision: DatePrecision } | null;

export type MilestoneInput = {
  position: number; title: Bi;
  startPrinted: string | null; start: DateRange; endPrinted: string | null; end: DateRange;
  statusPrinted: string | null; level: CompletionLevel | null; note: Bi | null;
};

export type InitiativeInput = {
  number: string; title: Bi; summary: Bi; periodPrinted: string | null;
  leadAuthority: string; implementingAuthority: string; department: string | null;
  level: CompletionLevel; levelPrinted: string;
  stateActors: string[]; otherActors: string[]; actorsNote: Bi | null; ogpCommitmentId: string | null;
  milestones: MilestoneInput[];
};

/** `initiative` is its number; `milestonePosition` null: the whole initiative, several milestones or one that is gone. */
export type AmendmentInput = {
  initiative: string; milestonePosition: number | null; kind: AmendmentKind; field: string;
  from: Bi | null; to: Bi | null; reason: Bi | null; summary: Bi;
};

/** A whole plan as it is taken in at once. Words named `…Printed` stand as in the source. */
export type PlanInput = {
  period: string; ordinal: number; title: Bi; summary: Bi;
  publishedOn: string; endPrinted: string; end: DateRange; coordinator: string; memberSince: number;
  midTermPublishedOn: string | null; midTermSummary: Bi | null;
  themes: { number: number; title: Bi; summary: Bi; initiatives: InitiativeInput[] }[];
  amendments: AmendmentInput[];
  recommendations: { number: number; text: Bi; followUp: Bi | null; followUpStatus: FollowUpStatus }[];
  inconsistencies: { id: string; initiative: string | null; text: Bi }[];
};
