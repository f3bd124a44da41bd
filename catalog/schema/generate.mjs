// Which TypeScript types do the schemas describe? Writes types.d.ts beside this file: `node catalog/schema/generate.mjs`.
// Deliberately absent: any type that is not in a schema. A test runs `generateTypes` and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The text of types.d.ts, made from catalog.schema.json and all that it refers to. */
export function generateTypes() {
  return compileFromFile(join(folder, 'catalog.schema.json'), {
    cwd: folder,
    bannerComment:
      '// The shape of the catalogue. Made from the schemas beside this file by generate.mjs; do not edit it by hand.',
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 140 },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(folder, 'types.d.ts'), await generateTypes());
}
