// What happens when a handler fails, or nobody wants its answer any more? The client gets an empty answer and the log
// one line; the server lives on. No feature catches an exception or looks at a token itself.
import type { CancellationToken } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Where a failure is written, one line each. */
export type Log = (line: string) => void;

/** `handler` for the request `name`, with `empty` for an answer when it throws. */
export function guarded<Params, Result>(
  log: Log,
  name: string,
  empty: Result,
  handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<never>> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    let result = empty;
    try {
      result = await handler(inProtocol(params), token);
    } catch (error) {
      if (!token.isCancellationRequested) log(`${name} failed: ${inOneLine(error)}`);
    }
    return token.isCancellationRequested ? cancelled() : result;
  };
}

/**
 * The same with every `line` and `character` a whole number from 0 to 2³¹−1, as LSP has them (`uinteger`): where a client sends
 * others, loops that count up to them would not end.
 */
function inProtocol<Params>(params: Params, depth = 0): Params {
  if (typeof params !== 'object' || params === null || depth > 4) return params;
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'object') inProtocol(value, depth + 1);
    else if ((name === 'line' || name === 'character') && typeof value === 'number')
      (params as Record<string, unknown>)[name] = Math.min(Math.max(Math.trunc(value), 0), 2 ** 31 - 1);
  }
  return params;
}

/** `task` for the event `name`; a failure ends there. */
export function guardedEvent<Event>(
  log: Log,
  name: string,
  task: (event: Event) => unknown,
): (event: Event) => void {
  return (event) => {
    void (async () => task(event))().catch((error: unknown) => log(`${name} failed: ${inOneLine(error)}`));
  };
}

/** `TypeError: x is undefined (at hover (/…/node.js:1:2))`: what and where, without line ends. */
export function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error).replaceAll('\n', ' ');
  // "    at hover (/home/a/dist/server/node.js:12:34)"
  const place = error.stack?.split('\n').find((line) => line.startsWith('    at '));
  return `${error.name}: ${error.message.replaceAll('\n', ' ')}${place ? ` (${place.trim()})` : ''}`;
}

function cancelled(): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}
