// SPDX-License-Identifier: Apache-2.0
//
// Holds the CycloneDX 1.5 documents that are named against its schema. For scripts/validate-reports.
const fs = require('fs');
const path = require('path');
const { Ajv } = require('ajv');
const addFormats = require('ajv-formats');

const library = require.resolve('@cyclonedx/cyclonedx-library/package.json');
const read = (name) =>
  JSON.parse(fs.readFileSync(path.join(path.dirname(library), 'res/schema', name)));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addFormat('iri-reference', true);
ajv.addFormat('idn-email', true);
for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json']) {
  ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}`);
}
const validate = ajv.compile(read('bom-1.5.SNAPSHOT.schema.json'));

for (const file of process.argv.slice(2)) {
  if (validate(JSON.parse(fs.readFileSync(file)))) {
    console.log(`${path.basename(file)}: valid`);
  } else {
    console.log(`${path.basename(file)}: not valid`, validate.errors.slice(0, 20));
    process.exitCode = 1;
  }
}
