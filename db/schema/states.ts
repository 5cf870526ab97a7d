// Closed lists of words. The database checks them, the domain decides by them, the catalogues name them.
export const roles = ['member', 'organiser', 'admin'] as const;
export const organisationKinds = ['authority', 'civil_society', 'business', 'research', 'citizen'] as const;
export const languages = ['da', 'en'] as const;
export const completionLevels = ['not_started', 'limited', 'substantial', 'completed'] as const;
export const datePrecisions = ['day', 'month', 'month_span', 'quarter', 'half_year', 'primo', 'medio', 'ultimo', 'year'] as const;
export const amendmentKinds = ['method', 'content', 'delay', 'date', 'correction', 'description', 'milestone_renamed', 'milestone_removed'] as const;
export const followUpStatuses = ['followed', 'partly', 'planned', 'not_addressed'] as const;
export const meetingStates = ['draft', 'called', 'live', 'held', 'cancelled'] as const;
export const agendaStates = ['open', 'published'] as const;
export const proposalStates = ['draft', 'submitted', 'accepted', 'merged', 'deferred', 'declined', 'withdrawn'] as const;
export const itemKinds = ['information', 'discussion', 'decision', 'break', 'any_other_business'] as const;
export const proposalKinds = ['information', 'discussion', 'decision'] as const;
export const itemStates = ['planned', 'current', 'closed'] as const;
export const itemOutcomes = ['noted', 'decided', 'postponed', 'not_reached'] as const;
/** Of these, what comes back at the next meeting. */
export const carriedOutcomes = ['postponed', 'not_reached'] as const;
export const registrationAnswers = ['on_site', 'online', 'not_attending'] as const;
export const registrationSources = ['web', 'calendar', 'mail'] as const;
export const minutesStates = ['draft', 'in_review', 'approved', 'published'] as const;
export const correctionStates = ['open', 'accepted', 'declined'] as const;
export const actionStates = ['open', 'done', 'dropped'] as const;
export const threadCategories = ['general', 'meeting', 'agenda_item', 'proposal', 'initiative'] as const;
export const tokenKinds = ['confirm', 'reset', 'sign_in'] as const;
/** Persons' parts in one meeting. */
export const partKinds = ['chair', 'minute_taker'] as const;
export const attendanceWays = ['on_site', 'online'] as const;
/** What someone who raises a hand wants; a point of order goes before the others. */
export const handKinds = ['new_topic', 'reply', 'question', 'point_of_order'] as const;
export const handStates = ['waiting', 'speaking', 'spoken', 'withdrawn'] as const;
/** A sounding is plainly not a vote. */
export const soundingChoices = ['for', 'against', 'not_sure'] as const;
/** Held: waits for the recipient's digest, and is sent with it. */
export const mailStates = ['queued', 'sent', 'dropped', 'failed', 'held'] as const;
/** What people choose mail about; `account` is not theirs to choose. */
export const mailTopics = ['meetings', 'proposals', 'threads', 'initiatives'] as const;
export const mailPaces = ['at_once', 'daily', 'weekly', 'never'] as const;
export const followStates = ['follows', 'muted'] as const;
/** What became of a mail that came in. */
export const inboundOutcomes = ['answered', 'posted', 'bounced', 'ignored', 'refused'] as const;
/** What can be found, in the order in which readers are offered it. */
export const searchKinds = ['initiative', 'milestone', 'meeting', 'proposal', 'item', 'minutes', 'decision', 'thread', 'post'] as const;

export type MeetingPart = (typeof partKinds)[number];
export type AttendanceWay = (typeof attendanceWays)[number];
export type HandKind = (typeof handKinds)[number];
export type HandState = (typeof handStates)[number];
export type SoundingAnswer = (typeof soundingChoices)[number];
export type MailTopic = (typeof mailTopics)[number];
export type MailPace = (typeof mailPaces)[number];
export type FollowState = (typeof followStates)[number];
export type InboundOutcome = (typeof inboundOutcomes)[number];
export type SearchKind = (typeof searchKinds)[number];
export type Role = (typeof roles)[number];
export type OrganisationKind = (typeof organisationKinds)[number];
export type Language = (typeof languages)[number];
export type CompletionLevel = (typeof completionLevels)[number];
export type DatePrecision = (typeof datePrecisions)[number];
export type AmendmentKind = (typeof amendmentKinds)[number];
export type FollowUpStatus = (typeof followUpStatuses)[number];
export type MeetingState = (typeof meetingStates)[number];
export type AgendaState = (typeof agendaStates)[number];
export type ProposalState = (typeof proposalStates)[number];
export type ItemKind = (typeof itemKinds)[number];
export type ProposalKind = (typeof proposalKinds)[number];
export type ItemState = (typeof itemStates)[number];
export type ItemOutcome = (typeof itemOutcomes)[number];
export type RegistrationAnswer = (typeof registrationAnswers)[number];
export type MinutesState = (typeof minutesStates)[number];
export type CorrectionState = (typeof correctionStates)[number];
export type ActionState = (typeof actionStates)[number];
export type ThreadCategory = (typeof threadCategories)[number];
export type TokenKind = (typeof tokenKinds)[number];
