// What did the caller ask of `code`? Only the flags that the stand-in knows are kept; the others (Chromium's, mostly)
// are passed over, as the desktop's `code` does.

const valued = [
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'user-data-dir',
  'extensions-dir',
  'install-extension',
  'log',
];

/**
 * Reads `--name=value`, `--name value` and `--name`.
 * @returns `{ last(name), all(name), has(name), folder }`; `folder` is the first argument that is no flag.
 */
export function readArguments(words) {
  const values = new Map();
  const plain = [];
  for (let index = 0; index < words.length; index += 1) {
    // --extensionTestsPath=/home/me/smtp-lens/out/editor/suite.cjs
    const flag = /^--([^=]+)(?:=(.*))?$/s.exec(words[index]);
    if (!flag) {
      plain.push(words[index]);
      continue;
    }
    const [, name, value] = flag;
    const given = value ?? (valued.includes(name) ? words[(index += 1)] : 'true');
    values.set(name, [...(values.get(name) ?? []), given]);
  }
  const all = (name) => values.get(name) ?? [];
  return { all, last: (name) => all(name).at(-1), has: (name) => values.has(name), folder: plain[0] };
}
