export function random(seed: number): () => number;
export function traffic(seed?: number): Generator<string, never>;
export function writeLog(file: string, megabytes?: number, seed?: number): { bytes: number; lines: number };
