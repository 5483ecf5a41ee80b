import { ConnectionLost } from '../connection/errors';

/** The part of an XMLHttpRequest that is used: fetch cannot tell how much has been sent. */
export type OpenRequest = () => XMLHttpRequest;

/** A file was refused, or could not be sent; `message` is for people. */
export class NotSent extends Error {}

/** The server, or what stands before it, may take the same file later. */
const notNow = new Set([429, 502, 503, 504]);

export interface Sending {
  /** The answer's JSON, or null where it has none. */
  done: Promise<unknown>;
  cancel(): void;
}

interface Parts {
  method: 'POST' | 'PUT';
  url: string;
  token: string;
  body: Blob;
  /** Bytes so far. */
  sent?: (bytes: number) => void;
  open?: OpenRequest;
}

export function sendBytes({ method, url, token, body, sent, open = () => new XMLHttpRequest() }: Parts): Sending {
  const request = open();
  const done = new Promise<unknown>((resolve, reject) => {
    request.open(method, url);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', body.type || 'application/octet-stream');
    if (sent) request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(jsonOf(request.responseText));
      else if (notNow.has(request.status)) reject(new ConnectionLost());
      else reject(new NotSent(whyRefused(request)));
    };
    request.onerror = () => reject(new ConnectionLost());
    request.onabort = () => reject(new NotSent('It was cancelled'));
    request.send(body);
  });
  return { done, cancel: () => request.abort() };
}

function whyRefused({ status, responseText }: XMLHttpRequest): string {
  const problem = jsonOf(responseText) as { detail?: unknown; title?: unknown } | null;
  const why = problem?.detail ?? problem?.title;
  return typeof why === 'string' ? why : `The server refused it (${status})`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
