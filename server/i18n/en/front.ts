export const front = {};
