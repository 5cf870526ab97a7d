import { agendaLetters } from './agenda-letters';
import { digestLetters, refusedMailLetters } from './digest-letters';
import { initiativeLetters } from './initiative-letters';
import type { LetterWriters } from './letter';
import { meetingLetters } from './meeting-letters';
import { memberLetters } from './member-letters';
import { minutesLetters } from './minutes-letters';
import { partLetters } from './part-letters';
import { proposalLetters } from './proposal-letters';
import { proposalProgressLetters } from './proposal-letters-progress';
import { registrationLetters } from './registration-letters';
import { reminderLetters } from './reminder-letters';
import { threadLetters } from './thread-letters';

/** The writer of each kind of mail. */
export const letters: LetterWriters = { ...memberLetters, ...meetingLetters, ...agendaLetters, ...proposalLetters, ...proposalProgressLetters, ...minutesLetters, ...registrationLetters, ...reminderLetters, ...partLetters, ...threadLetters, ...initiativeLetters, ...refusedMailLetters, ...digestLetters(() => letters) };
