// Makes src/protocol/wire.ts from the schema that Confab.Protocol exports.
// `--check` writes nothing and fails when the file is not what the schema gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const schemaPath = fileURLToPath(new URL('../src/protocol/wire.schema.json', import.meta.url));
const targetPath = fileURLToPath(new URL('../src/protocol/wire.ts', import.meta.url));

const schema = JSON.parse(readFileSync(schemaPath, 'utf8'));
for (const definition of Object.values(schema.$defs)) {
  if (definition.anyOf) {
    // A union is only a union: its own "object with a type" says nothing that its cases do not.
    delete definition.type;
    delete definition.required;
  } else if (definition.properties) definition.type = 'object';
}

const wire = await compile(schema, 'Wire', {
  additionalProperties: false,
  bannerComment: '// Made from wire.schema.json by `npm run protocol`. Not to be edited.',
  format: true,
  style: { singleQuote: true, printWidth: 120 },
});

const current = readOrNothing(targetPath);
if (process.argv.includes('--check')) {
  if (current !== wire) {
    console.error('src/protocol/wire.ts is not what wire.schema.json gives. Run: npm run protocol');
    process.exit(1);
  }
} else if (current !== wire) writeFileSync(targetPath, wire);

function readOrNothing(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
