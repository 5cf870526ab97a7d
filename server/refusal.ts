/** What sort of no it is; each transport maps the sort to its own answer (HTTP status, socket code). */
export type RefusalSort = 'unauthenticated' | 'forbidden' | 'not_found' | 'gone' | 'conflict' | 'invalid' | 'too_many';

/** Every reason a command or query may refuse for. The catalogues hold the sentences. */
export const refusalCodes = {
  not_signed_in: 'unauthenticated',
  email_not_confirmed: 'forbidden',
  organisers_only: 'forbidden',
  admins_only: 'forbidden',
  chair_only: 'forbidden',
  minute_taker_only: 'forbidden',
  author_only: 'forbidden',
  too_many_tries: 'too_many',
  edit_conflict: 'conflict',
  // members
  wrong_email_or_password: 'invalid',
  wrong_password: 'invalid',
  password_too_common: 'invalid',
  link_used_or_expired: 'gone',
  link_not_ours: 'gone',
  member_not_found: 'not_found',
  organisation_not_found: 'not_found',
  member_not_confirmed: 'conflict',
  own_role_kept: 'conflict',
  last_admin_kept: 'conflict',
  // plans
  plan_not_found: 'not_found',
  initiative_not_found: 'not_found',
  // meetings
  meeting_not_found: 'not_found',
  meeting_not_draft: 'conflict',
  meeting_not_called: 'conflict',
  meeting_not_live: 'conflict',
  meeting_live: 'conflict',
  meeting_paused: 'conflict',
  meeting_not_paused: 'conflict',
  resumes_in_the_past: 'invalid',
  meeting_over: 'conflict',
  meeting_not_held: 'conflict',
  meeting_cancelled: 'conflict',
  meeting_needs_times: 'invalid',
  meeting_in_the_past: 'invalid',
  proposals_undecided: 'conflict',
  proposals_undecided_yet: 'conflict',
  agenda_not_published: 'conflict',
  item_still_current: 'conflict',
  // drafts
  draft_place_unknown: 'invalid',
  draft_too_long: 'invalid',
  drafts_full: 'conflict',
  // proposals
  proposal_not_found: 'not_found',
  proposal_withdrawn: 'gone',
  proposals_closed: 'conflict',
  proposal_decided: 'conflict',
  proposal_not_submitted: 'conflict',
  proposal_changed: 'conflict',
  reason_required: 'invalid',
  late_reason_required: 'invalid',
  merge_into_other: 'invalid',
  defer_to_later_meeting: 'invalid',
  own_proposal_not_endorsed: 'conflict',
  // agenda
  item_not_found: 'not_found',
  agenda_empty: 'conflict',
  agenda_unchanged: 'conflict',
  agenda_version_not_found: 'not_found',
  agenda_file_missing: 'not_found',
  item_not_planned: 'conflict',
  item_not_current: 'conflict',
  item_of_proposal_kept: 'conflict',
  item_discussed: 'conflict',
  item_comes_by_itself: 'conflict',
  presenter_one: 'invalid',
  consent_required: 'invalid',
  template_not_found: 'invalid',
  template_empty: 'conflict',
  outcome_required: 'invalid',
  // floor
  hand_raised: 'conflict',
  hand_not_found: 'not_found',
  hand_not_yours: 'forbidden',
  hand_not_waiting: 'conflict',
  hand_not_speaking: 'conflict',
  floor_taken: 'conflict',
  queue_empty: 'conflict',
  no_current_item: 'conflict',
  sounding_not_found: 'not_found',
  sounding_open: 'conflict',
  sounding_closed: 'conflict',
  // registrations
  registration_closed: 'conflict',
  no_such_attendance: 'invalid',
  // attendance
  attendance_closed: 'conflict',
  guest_count_changed: 'conflict',
  // minutes
  minutes_not_found: 'not_found',
  minutes_not_draft: 'conflict',
  minutes_not_in_review: 'conflict',
  minutes_not_approved: 'conflict',
  minutes_not_published: 'conflict',
  minutes_locked: 'conflict',
  review_date_past: 'invalid',
  corrections_open: 'conflict',
  corrections_closed: 'conflict',
  correction_not_found: 'not_found',
  correction_decided: 'conflict',
  entries_empty: 'conflict',
  action_not_found: 'not_found',
  action_closed: 'conflict',
  action_not_yours: 'forbidden',
  decision_not_found: 'not_found',
  decision_withdrawn: 'gone',
  clash_not_found: 'not_found',
  clash_settled: 'conflict',
  clashes_open: 'conflict',
  erratum_unchanged: 'conflict',
  // threads
  thread_not_found: 'not_found',
  post_not_found: 'not_found',
  post_removed: 'gone',
  // mails
  mail_not_found: 'not_found',
  mail_not_failed: 'conflict',
  mail_paused: 'conflict',
  // attachments
  file_missing: 'invalid',
  file_too_large: 'invalid',
  file_empty: 'invalid',
  file_type_not_allowed: 'invalid',
  file_with_macros: 'invalid',
  file_not_what_it_says: 'invalid',
  too_many_files: 'conflict',
  file_not_found: 'not_found',
  file_removed: 'gone',
  // realtime
  stream_not_found: 'not_found',
} as const satisfies Record<string, RefusalSort>;

export type RefusalCode = keyof typeof refusalCodes;
export type RefusalData = Record<string, string | number | string[]>;

/** A command or query says no: a code and its data, no language. Tell it by `code`, never by instanceof. */
export class Refusal extends Error {
  readonly sort: RefusalSort;
  constructor(readonly code: RefusalCode, readonly data: RefusalData = {}) {
    super(code);
    this.name = 'Refusal';
    this.sort = refusalCodes[code];
  }
}

export type RefusalLike = { code: RefusalCode; data: RefusalData; sort: RefusalSort };

/** The server and the Remix bundle each load this module, so a refusal is known by its shape. */
export function asRefusal(error: unknown): RefusalLike | null {
  const candidate = error as Partial<Refusal> | null;
  return candidate?.name === 'Refusal' && candidate.code !== undefined && candidate.code in refusalCodes
    ? { code: candidate.code, data: candidate.data ?? {}, sort: refusalCodes[candidate.code] }
    : null;
}

/** What a rule answers: null when allowed, else why not. */
export type Verdict = Refusal | null;

export const refuse = (code: RefusalCode, data?: RefusalData): Refusal => new Refusal(code, data);

/** Throws the refusal of the first rule that refuses. */
export function ensure(...verdicts: Verdict[]): void {
  for (const verdict of verdicts) if (verdict) throw verdict;
}
