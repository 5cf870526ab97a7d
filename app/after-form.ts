/**
 * Whether a page is made as the answer to a form that was not taken: Remix asks the loaders with the form's headers.
 * Such a page must be shown, with the words as typed; sending the writer elsewhere would lose them.
 */
export const isAfterForm = (request: Request): boolean => request.headers.has('content-type');
