export const meetingLetters = {};
