export function languageServers(isWanted: (parent: number, command: string) => boolean): number[];
