const flags = new Map([
  ["url", "--url"],
  ["token", "QUAY_TOKEN"],
  ["caCertificate", "--ca-certificate"],
  ["timeoutSeconds", "--timeout"],
  ["concurrency", "--concurrency"],
]);

/** Replaces names of stack settings, such as quay:url, with the options and variables of the command. */
export const inFlags = (sentence: string): string =>
  sentence.replace(/quay:(\w+)/g, (whole, name) => flags.get(name) ?? whole);
