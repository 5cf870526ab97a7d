/** What a page says after a write, named by `?besked=` in its address. */
export const notices = {
  saved: 'Gemt.',
};
