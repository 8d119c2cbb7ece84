const flags = new Map([
  ["url", "--url"],
  ["token", "QUAY_TOKEN"],
  ["caCertificate", "--ca-certificate"],
  ["timeoutSeconds", "--timeout"],
  ["concurrency", "--concurrency"],
]);

/** A sentence that speaks of a stack's settings, with what the command calls them. */
export const inFlags = (sentence: string): string =>
  sentence.replace(/quay:(\w+)/g, (whole, name) => flags.get(name) ?? whole);
