/** For a button whose deed is the server's: switched off, and why, while there is no connection. Stands after its title. */
export const needsConnection = ({ isOnline }: { isOnline: boolean }): { disabled?: boolean; title?: string } =>
  isOnline ? {} : { disabled: true, title: 'There is no connection to the server' };
