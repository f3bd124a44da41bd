// What must a place that runs the server (Node, a web worker) bring along? Types only: the rooms of the hosts fill them in.
import type { MessageHost } from '../core/mime/host.ts';

/** The engine has no timers, and this room no globals of Node or the browser. */
export interface Clock {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /** Runs `task` after what is already waiting (messages of the client, above all). */
  soon(task: () => void): void;
  /** Runs `task` after `milliseconds`, about. */
  later(milliseconds: number, task: () => void): void;
}

export interface Host extends MessageHost {
  readonly clock: Clock;
  /** The text of `catalog.json`, for clients that sent none. Throws, with a sentence for people, where it cannot be had. */
  readCatalog(): string;
}
