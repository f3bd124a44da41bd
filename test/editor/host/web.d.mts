export interface WebServer {
  address: string;
  stop(): Promise<void>;
}
export function installWebHost(say?: (line: string) => void): void;
export function startWebServer(what: { extension: string; workspace: string }): Promise<WebServer>;
