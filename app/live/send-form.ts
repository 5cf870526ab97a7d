/**
 * Sends a form with files and tells how far it is (0 to 1), which `fetch` cannot. Answers what the server says, refusals
 * included; null where no answer came that can be understood.
 */
export function sendForm<T>(address: string, body: FormData, progress: (part: number) => void): Promise<T | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(request.getResponseHeader('Content-Type')?.startsWith('application/json') ? (JSON.parse(request.responseText) as T) : null);
    request.onerror = request.onabort = request.ontimeout = () => resolve(null);
    request.send(body);
  });
}
