export interface Expression {
  file: string;
  source: string;
  flags: string;
}
export function collectExpressions(): { literals: Expression[]; made: string[] };
export function hashOf(expression: Pick<Expression, 'source' | 'flags'>): string;
