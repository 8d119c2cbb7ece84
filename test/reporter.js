/** Ends a run with one machine-readable line. */
module.exports = class {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numFailedTestSuites, testResults }) {
    const broken = testResults.filter(({ testExecError }) => testExecError).length;
    const failed = Math.max(numFailedTests + broken, numFailedTestSuites);
    // Jest writes its summary to stderr; this comes after it.
    process.stderr.write("", () => process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`));
  }
};
