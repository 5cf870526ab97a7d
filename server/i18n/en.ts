import { agenda, agendaEvents } from './en/agenda';
import { attachmentEvents, attachments } from './en/attachments';
import { attendance, attendanceEvents } from './en/attendance';
import { common } from './en/common';
import { floor, floorEvents } from './en/floor';
import { drafts } from './en/drafts';
import { front } from './en/front';
import { mail } from './en/mail';
import { mailChoices } from './en/mail-choices';
import { meetingEvents, meetings } from './en/meetings';
import { memberEvents, members } from './en/members';
import { minutes, minutesEvents } from './en/minutes';
import { notices } from './en/notices';
import { open } from './en/open';
import { organisers } from './en/organisers';
import { planEvents, plans } from './en/plans';
import { proposalEvents, proposals } from './en/proposals';
import { refusals } from './en/refusals';
import { registrationEvents, registrations } from './en/registrations';
import { search } from './en/search';
import { subscriptions } from './en/subscriptions';
import { threadEvents, threads } from './en/threads';
import { validation } from './en/validation';
import type { EventSentences } from './types';
import type { da } from './da';

const events: EventSentences = { ...meetingEvents, ...proposalEvents, ...agendaEvents, ...attachmentEvents, ...registrationEvents, ...attendanceEvents, ...minutesEvents, ...threadEvents, ...planEvents, ...memberEvents, ...floorEvents };

export const en: typeof da = { common, validation, refusals, events, drafts, floor, front, mail, mailChoices, meetings, members, minutes, notices, open, organisers, plans, proposals, agenda, attachments, registrations, attendance, search, subscriptions, threads };
