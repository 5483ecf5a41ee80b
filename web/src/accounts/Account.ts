import { readJson, type KeyedStore } from '../ui/storage';

/** Who one is on this server, as this browser remembers it. The token is the only way back to the name. */
export interface Account {
  userId: string;
  name: string;
  token: string;
}

export const accountKey = 'confab.account';

export const readAccount = (store: KeyedStore): Account | null => readJson<Account>(store, accountKey);
export const keepAccount = (store: KeyedStore, account: Account): void => store.set(accountKey, JSON.stringify(account));
export const forgetAccount = (store: KeyedStore): void => store.remove(accountKey);
