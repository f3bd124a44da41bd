export function extensionHostDeath(serverLog: string): string | undefined;
export function judge(run: {
  exitCode: number;
  death?: string | undefined;
  resultsText?: string | undefined;
}): {
  exitCode: number;
  why: string | undefined;
};
