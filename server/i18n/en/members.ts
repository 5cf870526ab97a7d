export const members = {};

export const memberEvents = {};
