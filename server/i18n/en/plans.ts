export const plans = {};

export const planEvents = {};
