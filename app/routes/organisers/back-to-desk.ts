/** Where to go on after something was decided: whoever came from the desk goes back to its list, to take the next. */
export const backToDesk = (url: URL, list: 'forslag' | 'rettelser' | 'opfoelgning', otherwise: string): string => (url.searchParams.get('fra') === 'organisation' ? `/organisation#${list}` : otherwise);
