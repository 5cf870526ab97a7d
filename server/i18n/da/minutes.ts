export const minutes = {};

export const minutesEvents = {};
