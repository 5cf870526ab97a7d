import { agendaLetters } from './agenda-letters';
import type { LetterWriters } from './letter';
import { meetingLetters } from './meeting-letters';
import { memberLetters } from './member-letters';
import { minutesLetters } from './minutes-letters';
import { proposalLetters } from './proposal-letters';
import { registrationLetters } from './registration-letters';

/** The writer of each kind of mail. */
export const letters: LetterWriters = { ...memberLetters, ...meetingLetters, ...agendaLetters, ...proposalLetters, ...minutesLetters, ...registrationLetters };
