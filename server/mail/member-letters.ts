export const memberLetters = {};
