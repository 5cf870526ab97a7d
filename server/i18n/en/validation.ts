import type { validation as da } from '../da/validation';

export const validation: typeof da = {
  required: 'Fill in this field.',
  too_long: (max: string) => `The text is too long. Write at most ${max} characters.`,
  too_short: (min: string) => `Write at least ${min} characters.`,
  too_small: (min: string) => `The number must be at least ${min}.`,
  too_large: (max: string) => `The number must be at most ${max}.`,
  too_many: (max: string) => `Choose at most ${max}.`,
  not_a_number: 'Write a whole number.',
  not_a_date: 'Write a date that exists, as year-month-day (2027-03-28).',
  not_a_time: 'Write a time such as 10:00.',
  no_such_time: 'That time does not exist on that day, because the clocks go forward.',
  end_before_start: 'The meeting must end after it starts.',
  deadline_after_start: 'The deadline for proposals must be before the meeting starts.',
  place_or_link: 'Give a place, a link or both.',
  not_an_email: 'Write an e-mail address such as name@example.com.',
  not_a_web_address: 'Write an address that begins with https:// or http://.',
  choose_one: 'Choose one of the options.',
  kind_of_organisation: 'Choose what kind of organisation it is, or leave its name empty.',
  name_of_organisation: 'Write the name of the organisation, or choose “On my own behalf”.',
  responsible_needed: 'Name one responsible: an organisation or a member.',
  wrong: 'This field is not filled in correctly.',
};
