import { createHash } from "node:crypto";

const colors = ["#969696", "#aec7e8", "#ff7f0e", "#ffbb78", "#2ca02c", "#98df8a", "#d62728", "#ff9896", "#9467bd"];

/** The avatar of an account, derived from the e-mail address if there is one. */
export function avatar(kind: "user" | "org" | "team" | "robot" | "app", name: string, email = name) {
  const hash = createHash("sha256").update(email.toLowerCase()).digest("hex");
  return { name, hash, color: colors[Number.parseInt(hash.slice(0, 2), 16) % colors.length], kind };
}
