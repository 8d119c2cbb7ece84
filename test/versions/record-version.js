/** Loaded by every Node that a run starts: writes down which Node runs what. */
const { appendFileSync } = require("node:fs");

if (process.env.QUAY_TEST_WITNESS)
  appendFileSync(process.env.QUAY_TEST_WITNESS, `${process.versions.node} ${process.argv[1]}\n`);
