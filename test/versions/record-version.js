/** Loaded by every Node process of a run: records which version runs which script. */
const { appendFileSync } = require("node:fs");

if (process.env.QUAY_TEST_RECORD)
  appendFileSync(process.env.QUAY_TEST_RECORD, `${process.versions.node} ${process.argv[1]}\n`);
