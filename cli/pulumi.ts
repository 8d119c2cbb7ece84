import { spawn } from "node:child_process";

/** Runs the Pulumi CLI on the PATH, and returns what it prints on stdout. Fails with Pulumi's own message, in one sentence. */
export function pulumi(args: string[], { env = process.env, input = "" } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--non-interactive"], { env });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.once("error", () => reject(new Error("There is no pulumi on the PATH.")));
    child.once("close", (code) => (code === 0 ? resolve(stdout) : reject(new Error(errorOf(stderr)))));
    // When pulumi fails early, it closes stdin unread.
    child.stdin.on("error", () => {}).end(input);
  });
}

function errorOf(stderr: string): string {
  const line = stderr.split("\n").find((one) => one.startsWith("error: ")) ?? stderr.trim().split("\n").at(-1) ?? "";
  const words = line.replace(/^error: /, "");
  return words
    ? `Pulumi says: ${words.replace(/[^.!?]$/, "$&.")}`
    : "Pulumi failed without a word. See whether pulumi stack works here.";
}
