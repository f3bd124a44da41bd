// An explanation for a terminal: what happened, is it over, who must act; then the detail. Lines of at most 78 characters.
import type { Explanation } from '../../core/features/explain.ts';
import { permanenceWord, type Speech, whoWord } from '../../core/features/wording.ts';

const width = 78;

export function explanationText(explanation: Explanation, { t }: Speech): string {
  const codes = [explanation.reply, explanation.enhanced].filter((code) => code).join(' ');
  const tags = [
    explanation.permanence && permanenceWord(explanation.permanence, t),
    explanation.provider,
  ].filter((tag) => tag);
  const lines = [
    [[codes, explanation.title].filter((part) => part).join(' — '), ...tags].join(' · '),
    '',
    ...wrap(explanation.meaning, ''),
  ];
  if (explanation.actions.length > 0) lines.push('');
  for (const action of explanation.actions)
    lines.push(...wrap(`${whoWord(action.who, null, t)}: ${action.do}`, '  '));
  list(lines, t('Causes:'), explanation.causes);
  list(
    lines,
    t('Also possible:'),
    explanation.alternatives.map(({ title, why }) => `${title} (${why})`),
  );
  list(lines, t('Notes:'), explanation.notes);
  list(
    lines,
    t('Sources:'),
    explanation.sources.map(({ title, url }) => (url ? `${title} <${url}>` : title)),
  );
  return `${lines.join('\n')}\n`;
}

function list(lines: string[], heading: string, items: readonly string[]): void {
  if (items.length === 0) return;
  lines.push('', heading);
  for (const item of items) lines.push(...wrap(`- ${item}`, '  '));
}

function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
