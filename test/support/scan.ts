// A file as `smtp-lens scan` reads it, with its rows as objects.
import type { DeliveryRow } from '../../server/src/core/features/rows.ts';
import { type FileResult, scanFile } from '../../server/src/node/scan.ts';
import { engine } from './engine.ts';

export async function scanned(
  path: string,
  year: number | null = null,
): Promise<{ rows: DeliveryRow[]; result: FileResult }> {
  const parts: string[] = [];
  const options = { year, style: 'json', unexplained: false } as const;
  const result = await scanFile(path, engine(), options, {
    // Bytes are good until this returns.
    deliveries: (rows) => parts.push(typeof rows === 'string' ? rows : Buffer.from(rows).toString()),
  });
  return { rows: JSON.parse(`[${parts.join('').slice(1)}]`), result };
}
