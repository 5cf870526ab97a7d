export const minutesLetters = {};
