export const registrations = {};

export const registrationEvents = {};
