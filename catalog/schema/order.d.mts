interface Named {
  id?: string;
  code?: string;
}
export function compareIds(a: string, b: string): number;
export function idOf(entry: Named): string;
export function inOrder<T>(content: T): T;
export function catalogFiles(): string[];
