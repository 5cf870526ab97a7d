export const threads = {};

export const threadEvents = {};
