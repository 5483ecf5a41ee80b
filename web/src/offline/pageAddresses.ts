/** Where the page itself leads on: rooms and what is in them, and the places beside them. The server answers these with the page. */
const addresses = /^\/(?:rooms\/[^/]+(?:\/(?:threads|messages)\/[^/]+)?|search|assistants|memory|playground|models|stats)?\/?$/;

export const isPageAddress = (pathname: string): boolean => addresses.test(pathname);
