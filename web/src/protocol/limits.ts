// The sizes of Confab.Protocol/Model/Limits.cs that the page must know before it asks.
export const maxContentLength = 16 * 1024;
export const maxUsernameLength = 32;
export const maxRoomNameLength = 64;
export const maxTopicLength = 250;
export const maxActivityLength = 64;
export const maxHistoryDays = 3650;
export const maxSlowModeSeconds = 6 * 60 * 60;
