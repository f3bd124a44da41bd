import type { BrowserContext, Page } from 'playwright-core';
export interface Browser {
  context: BrowserContext;
  page: Page;
  /** Addresses of requests to other machines, which were stopped. */
  foreign: string[];
  close(): Promise<void>;
}
export function openBrowser(size?: { width?: number; height?: number }): Promise<Browser>;
