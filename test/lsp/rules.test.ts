// The user's rules over LSP: they change what open documents say, and their mistakes are shown in their own file.
import { expect, test } from 'vitest';
import { UserRules } from '../../server/src/lsp/rules.ts';
import { engine } from '../support/engine.ts';

test('rules are taken, documents read anew, mistakes shown at their line and taken back', async () => {
  const sent: { uri: string; lines: number[] }[] = [];
  let restarts = 0;
  const connection = {
    sendDiagnostics: async ({
      uri,
      diagnostics,
    }: {
      uri: string;
      diagnostics: { range: { start: { line: number } } }[];
    }) => {
      sent.push({ uri, lines: diagnostics.map(({ range }) => range.start.line) });
    },
  };
  const taken: number[] = [];
  const rules = new UserRules(connection, engine(), { restart: () => restarts++ }, ({ length }) =>
    taken.push(length),
  );
  const text =
    '{ "rules": [\n{ "title": "Ours", "reason": "loop", "text": "user unknown" },\n{ "title": "Wrong", "reason": "what", "text": "some words" }\n] }';
  await rules.changed({
    files: [
      { uri: 'file:///r.json', text },
      { uri: 'file:///none.json', text: null },
    ],
  });
  expect(sent).toEqual([{ uri: 'file:///r.json', lines: [2] }]);
  expect(engine().explain('550 User unknown').reason).toBe('loop');
  await rules.changed({ files: [] });
  expect(sent[1]).toEqual({ uri: 'file:///r.json', lines: [] });
  expect(engine().explain('550 User unknown').reason).toBe('unknown-user');
  expect(restarts).toBe(2);
  await rules.changed({ files: [] });
  expect(restarts).toBe(2);
  expect(taken).toEqual([1, 0]);
});
