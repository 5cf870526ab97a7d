export const agenda = {};

export const agendaEvents = {};
