import { readJson, type KeyedStore } from '../ui/storage';

/** Who one is on this server, as this browser remembers it. The token is the only way back to the name. */
export interface Account {
  userId: string;
  name: string;
  token: string;
}

export const accountKey = 'confab.account';
const refusedPrefix = 'confab.refused.';

export const readAccount = (store: KeyedStore): Account | null => readJson<Account>(store, accountKey);

export function keepAccount(store: KeyedStore, account: Account): void {
  store.set(accountKey, JSON.stringify(account));
  store.remove(refusedPrefix + account.userId);
}

export const forgetAccount = (store: KeyedStore): void => store.remove(accountKey);

/** The server does not know this token now. It may again, once its data are back: the token is kept. */
export function setAside(store: KeyedStore, account: Account): void {
  store.set(refusedPrefix + account.userId, JSON.stringify(account));
  forgetAccount(store);
}

export const refusedAccounts = (store: KeyedStore): Account[] =>
  store.keys(refusedPrefix).map((key) => readJson<Account>(store, key)).filter((account) => account !== null);
