export interface State {
  folder: string;
  home: string;
  userData: string;
  extensions: string;
}
export interface Server {
  port: number;
  ended: Promise<unknown>;
  stop(): Promise<void>;
  death(): string | undefined;
}
export function makeState(options?: { userData?: string; extensions?: string; settings?: object }): State;
export function removeState(state: State): void;
export function installExtension(state: State, vsix: string): void;
export function startServer(
  state: State,
  options?: { port?: number; log?: string; echo?: boolean },
): Promise<Server>;
export function workbenchAddress(
  port: number,
  options?: { folder?: string; payload?: [string, string][] },
): string;
export function remoteUri(port: number, path: string): string;
