/** Why the server closed a socket; see Confab.Protocol/Model/CloseCode.cs. */
export const closeCodes = {
  shuttingDown: 4001,
  tooSlow: 4002,
  noHeartbeat: 4003,
  badToken: 4501,
  badFrame: 4502,
  removed: 4503,
} as const;

/** The standard's own codes that also say that the client is at fault. */
const clientAtFault = new Set([1002, 1003, 1007, 1009, 1010]);

export const mayReconnect = (code: number): boolean => code < 4500 && !clientAtFault.has(code);

export function whyClosed(code: number): string {
  switch (code) {
    case closeCodes.badToken:
      return 'Your token is no longer valid. Sign in again.';
    case closeCodes.removed:
      return 'You were removed from this server.';
    case closeCodes.badFrame:
    case 1009:
      return 'The server refused something this page sent. Reload the page to go on.';
    default:
      return 'The server ended the connection and asks not to come back. Reload the page to try again.';
  }
}
