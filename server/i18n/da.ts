import { agenda, agendaEvents } from './da/agenda';
import { attachmentEvents, attachments } from './da/attachments';
import { attendance, attendanceEvents } from './da/attendance';
import { common } from './da/common';
import { floor, floorEvents } from './da/floor';
import { drafts } from './da/drafts';
import { front } from './da/front';
import { mail } from './da/mail';
import { mailChoices } from './da/mail-choices';
import { meetingEvents, meetings } from './da/meetings';
import { memberEvents, members } from './da/members';
import { minutes, minutesEvents } from './da/minutes';
import { notices } from './da/notices';
import { open } from './da/open';
import { organisers } from './da/organisers';
import { ownership } from './da/ownership';
import { planEvents, plans } from './da/plans';
import { proposalEvents, proposals } from './da/proposals';
import { refusals } from './da/refusals';
import { registrationEvents, registrations } from './da/registrations';
import { search } from './da/search';
import { subscriptions } from './da/subscriptions';
import { threadEvents, threads } from './da/threads';
import { validation } from './da/validation';
import type { EventSentences } from './types';

const events: EventSentences = { ...meetingEvents, ...proposalEvents, ...agendaEvents, ...attachmentEvents, ...registrationEvents, ...attendanceEvents, ...minutesEvents, ...threadEvents, ...planEvents, ...memberEvents, ...floorEvents };

export const da = { common, validation, refusals, events, drafts, floor, front, mail, mailChoices, meetings, members, minutes, notices, open, organisers, plans, ownership, proposals, agenda, attachments, registrations, attendance, search, subscriptions, threads };
