/**
 * Whether this loader runs for a form that has just been refused, without script: Remix asks the loaders with the headers
 * of the form. Such a page must show the words again, also to someone whose session has run out or who came too late.
 */
export const afterForm = (request: Request): boolean => /^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(request.headers.get('content-type') ?? '');
